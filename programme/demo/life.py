"""What happened in the pairings of the fictitious city, month by month: drawn by the shares of `life.toml`, always alike.

Every pairing has its own stream of chance, so that its life does not depend on how many others there are.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import exp
from typing import Any

from programme.demo.city import Place
from programme.demo.draw import Dice, table
from programme.demo.history import Bond
from programme.demo.mentees import Learner
from programme.recordbook.codes import FORMS, METHODS, joined
from programme.recordbook.in_force import Span, spans

UNTIL = date(2026, 11, 20)
NEAR = ("township", "village")
LATE, LATEST = 16, 48
SILENCE = 75
FRIDAY, WEEKDAYS = 4, 85
PROMPT = (0, 0, 0, 1, 1, 2, 3, 5, 8, 12)
COMMON = ("群众工作", "矛盾纠纷化解", "应急处突")


@dataclass(slots=True)
class Life:
    """The rows of one pairing's life: records (with `beside` and `topics` by name), stages, plan and its items."""

    records: list[dict[str, Any]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    plan: dict[str, Any] | None = None
    items: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scene:
    """One pairing as it is drawn: its chance, its days, where the mentee serves, what is needed there."""

    dice: Dice
    bond: Bond
    learner: Learner
    spans: tuple[Span, ...]
    villages: tuple[str, ...]
    late: bool
    silence: tuple[date, date] | None
    pace: float = 1.0

    @property
    def begins(self) -> date:
        """The first day in force."""
        return self.spans[0].since

    @property
    def ends(self) -> date:
        """The last day in force that is drawn."""
        return min(self.spans[-1].until or UNTIL, UNTIL)

    def lives(self, day: date) -> bool:
        """Whether something may be on record for the day."""
        silent = self.silence is not None and self.silence[0] <= day <= self.silence[1]
        return day <= UNTIL and not silent and any(span.holds(day) for span in self.spans)

    def said(self, texts: list[str]) -> str:
        """One of the sentences, with a topic and a village in it."""
        topic = self.dice.one([*self.learner.needs, *COMMON])
        return self.dice.one(texts).format(topic=topic, village=self.dice.one(self.villages))


def draw_lives(
    seed: int, bonds: list[Bond], mentees: list[Learner], places: list[Place], *, pace: float = 1.0
) -> list[Life]:
    """The life of each pairing in its order; `pace` multiplies the rates of all kinds of records."""
    late, found = late_units(places), []
    for number, bond in enumerate(bonds):
        learner, days = mentees[bond.mentee], spans((after, day) for _, after, day, _ in bond.steps)
        dice = Dice(seed, f"life:{number}")
        begins, ends = days[0].since, min(days[-1].until or UNTIL, UNTIL)
        silence = _silence(dice, begins, ends) if dice.chance(_of("shares", "silent")) else None
        near, tardy = _villages(learner.place, places), learner.place.name in late
        found.append(_life(Scene(dice, bond, learner, days, near, tardy, silence, pace)))
    return found


def late_units(places: list[Place]) -> frozenset[str]:
    """The names of the three units that write down late."""
    named = [place.name for place in places if place.name in table("life")["late_units"]]
    others = [place.name for place in places if place.kind == "township" and place.name not in named]
    return frozenset([*named, *others][: table("life")["late_count"]])


def _of(group: str, name: str) -> float:
    return float(table("life")[group][name])


def _silence(dice: Dice, begins: date, ends: date) -> tuple[date, date]:
    """More than two months without a word: the last ones of a pairing that goes on, some in the middle of one that is over."""
    days = dice.whole(SILENCE, 2 * SILENCE)
    if ends == UNTIL:
        return ends - timedelta(days=days), ends
    start = begins + timedelta(days=dice.whole(60, max(61, (ends - begins).days // 2)))
    return start, start + timedelta(days=days)


def _villages(place: Place, places: list[Place]) -> tuple[str, ...]:
    """Villages near a unit: of its township, else of its county, else of the whole city."""
    known = [one for one in places if one.kind == "village"]
    near = [one for one in known if place.township and one.township == place.township and one.county == place.county]
    return tuple(one.name for one in near or [one for one in known if one.county == place.county] or known)


def _life(scene: Scene) -> Life:
    life = Life()
    life.records = sorted(_events(scene), key=lambda row: row["happened_on"])
    life.stages = list(_stages(scene))
    if scene.dice.chance(_of("shares", "planned_of_silent" if scene.silence else "planned")):
        life.plan = _plan(scene)
        life.items = list(_items(scene))
    return life


def _events(scene: Scene) -> Iterator[dict[str, Any]]:
    rates = table("life")["rates"]
    own = {kind: rate for kind, rate in rates.items() if kind not in ("near", "far")}
    own |= rates["near" if scene.learner.place.kind in NEAR else "far"]
    first = scene.begins + timedelta(days=scene.dice.whole(1, 20))
    if scene.lives(first):
        yield _record(scene, "talk", first) | {"content": table("life")["texts"]["talk_first"], "aspects": "adjustment"}
    for month in _months(scene.begins, scene.ends):
        for kind, rate in own.items():
            yield from _of_month(scene, kind, month, _poisson(scene.dice, rate * scene.pace))
        yield from _posts(scene, month)


def _of_month(scene: Scene, kind: str, month: date, count: int) -> Iterator[dict[str, Any]]:
    for _ in range(count):
        day = month + timedelta(days=scene.dice.whole(0, monthrange(month.year, month.month)[1] - 1))
        if day.weekday() > FRIDAY and scene.dice.chance(WEEKDAYS):
            day -= timedelta(days=day.weekday() - scene.dice.whole(0, FRIDAY))
        if scene.lives(day):
            yield _record(scene, kind, day)


def _months(begins: date, ends: date) -> Iterator[date]:
    month = begins.replace(day=1)
    while month <= ends:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _poisson(dice: Dice, rate: float) -> int:
    count, product, limit = 0, dice.random.random(), exp(-rate)
    while product > limit:
        count, product = count + 1, product * dice.random.random()
    return count


def _record(scene: Scene, kind: str, day: date) -> dict[str, Any]:
    """A record as the tables keep it, with its `beside` and its `topics`."""
    dice, texts, delay = scene.dice, table("life")["texts"], _delay(scene, day)
    row: dict[str, Any] = {
        "kind": kind, "happened_on": day, "delay": delay, "place": dice.one(texts["place"]) if dice.chance(70) else "",
        "recorded_at": datetime.combine(day + timedelta(days=delay), time(dice.whole(0, 9), dice.whole(0, 59))),
        "title": "", "content": scene.said(texts[kind]) if kind in texts else "", "outcome": "", "reflection": "",
        "forms": _some(dice, "forms", FORMS, "no_form"), "methods": _some(dice, "methods", METHODS, "no_method"),
        "steps": "", "aspects": "", "problems_found": None, "problems_solved": None, "beside": {}, "topics": [],
    }  # fmt: skip
    return row | SHAPES.get(kind, _plain)(scene, row)


def _some(dice: Dice, name: str, order: tuple[str, ...], none: str) -> str:
    if dice.chance(_of("shares", none)):
        return ""
    return joined(dice.several(table("life")[name], 2 if dice.chance(14) else 1), order)


def _delay(scene: Scene, day: date) -> int:
    """Days until it was written down, never beyond the end of what is drawn."""
    share = _of("shares", "back_filled_there" if scene.late else "back_filled")
    days = scene.dice.whole(LATE, LATEST) if scene.dice.chance(share) else scene.dice.one(PROMPT)
    return min(days, (UNTIL - day).days)


def _plain(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    texts, dice = table("life")["texts"], scene.dice
    told = {"outcome": dice.one(texts["outcome"]) if dice.chance(45) else ""}
    if row["kind"] == "log":
        told["reflection"] = dice.one(texts["reflection"]) if dice.chance(35) else ""
        told["steps"] = "see,do" if row["methods"] == "demonstration" and dice.chance(50) else ""
    return told


def _talk(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    return {"aspects": scene.dice.share(table("life")["aspects"]), "methods": "", "forms": "telling"}


def _case(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    topic, found = scene.dice.one([*scene.learner.needs, *COMMON]), scene.dice.whole(1, 2)
    title = scene.dice.one(table("life")["texts"]["case_title"])
    named = title.format(topic=topic, village=scene.dice.one(scene.villages).rpartition("镇")[2])
    return {
        "title": named, "topics": [topic], "methods": "case_teaching", "problems_found": found,
        "problems_solved": scene.dice.whole(0 if scene.dice.chance(15) else found, found),
        "outcome": scene.dice.one(table("life")["texts"]["outcome"]),
    }  # fmt: skip


def _look_back(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    return {"methods": "reflective_summary"}


def _visit(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    village, found = scene.dice.one(scene.villages), scene.dice.whole(0, 3)
    total = 90 + sum(map(ord, village)) % 230
    beside = {"village": village, "households_visited": scene.dice.whole(4, 26), "households_total": total}
    return {"place": "", "beside": beside, "problems_found": found, "problems_solved": scene.dice.whole(0, found)}


def _remedy(scene: Scene, row: dict[str, Any]) -> dict[str, Any]:
    remedy, asked = scene.dice.share(table("life")["remedies"]), scene.dice.whole(5, 30)
    rated = remedy == "invite_feedback"
    rating = scene.dice.whole(36, 50) / 10 if rated else None
    beside = {"remedy": remedy, "feedback_count": asked if rated else None, "rating": rating}
    return {"content": scene.said(table("life")["texts"][remedy]), "beside": beside}


SHAPES = {"talk": _talk, "case": _case, "look_back": _look_back, "home_visit": _visit, "remedy": _remedy}


def _posts(scene: Scene, month: date) -> Iterator[dict[str, Any]]:
    """One post a month in a campaign that runs, for those who were chosen for it."""
    for campaign in table("life")["campaigns"]:
        chosen = scene.bond.mentee * 37 % 100 < campaign["share"]
        day = month + timedelta(days=scene.dice.whole(20, 27))
        running = campaign["starts_on"] <= day <= campaign.get("ends_on", UNTIL)
        if chosen and running and scene.lives(day):
            beside = {"campaign": campaign["name"], "post": campaign["post"][scene.bond.mentee % len(campaign["post"])],
                      "mode": scene.dice.share(table("life")["modes"])}  # fmt: skip
            counts = {name: scene.dice.whole(*campaign[name]) // 4 for name in ("links", "visits")}
            yield _record(scene, "campaign", day) | {"beside": beside | counts}


def _stages(scene: Scene) -> Iterator[dict[str, Any]]:
    duties, day = table("life")["texts"]["duty"], scene.begins
    slow = 60 if scene.silence else 0
    for stage, (low, high) in (("learning", (0, 0)), ("joint", (80, 220)), ("independent", (150, 320))):
        day += timedelta(days=scene.dice.whole(low, high) + (slow if low else 0))
        if day > scene.ends or not any(span.holds(day) for span in scene.spans):
            return
        yield {"stage": stage, "entered_on": day, "duty": duties[stage]}


def _plan(scene: Scene) -> dict[str, Any]:
    texts = table("life")["texts"]
    agreed_on = min(scene.begins + timedelta(days=scene.dice.whole(3, 30)), scene.ends)
    return {
        "agreed_on": agreed_on,
        "gap": scene.dice.one(texts["gap"]),
        "outcome": scene.dice.one(texts["plan_outcome"]),
    }


def _items(scene: Scene) -> Iterator[dict[str, Any]]:
    for goal, told in table("life")["plan"].items():
        for _ in range(1 + scene.dice.chance(35)):
            if scene.dice.chance(95):
                yield _item(scene, goal, told)


def _item(scene: Scene, goal: str, told: dict[str, Any]) -> dict[str, Any]:
    term = (scene.bond.ends_on - scene.begins).days
    due_on = scene.begins + timedelta(days=scene.dice.whole(60, max(61, term)))
    day = due_on + timedelta(days=scene.dice.whole(-25, 20))
    undone = scene.dice.chance(14) or day > scene.ends or day <= scene.begins
    done_on = None if undone or not scene.lives(day) else day
    return {
        "goal": goal, "transfer": told["transfer"], "gap": scene.dice.one(told["gap"]),
        "measure": scene.dice.one(told["measure"]), "due_on": due_on, "done_on": done_on,
        "result": scene.dice.one(told["result"]) if done_on else "",
    }  # fmt: skip
