"""What came of the pairings of the fictitious city, and of a hundred older people on an earlier posting: drawn by the shares of
`outcomes.toml`, always alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from programme.demo.draw import Dice, table
from programme.demo.history import Bond
from programme.demo.life import UNTIL
from programme.demo.mentees import Learner
from programme.outcomes.values import EVERY
from programme.recordbook.in_force import Span, spans

YEAR = timedelta(days=365)
SETTLE = 60


@dataclass(slots=True)
class Fact:
    """One outcome as it is drawn: whose (a bond by its place, the mentee's or the mentor's), its columns, and the fact among
    those of the same scene that it came of (None: of none). Whether it falls into the pairing follows from the day."""

    bond: int
    side: str
    columns: dict[str, Any]
    after: int | None = None
    held: bool = True


@dataclass(slots=True)
class Scene:
    """One pairing as it is drawn: its chance, its days, who is led, and what has come of it so far."""

    dice: Dice
    bond: int
    learner: Learner
    span: Span
    facts: list[Fact] = field(default_factory=list)

    @property
    def ends(self) -> date:
        """The last day that is drawn."""
        return min(self.span.until or UNTIL, UNTIL)

    def share(self, name: str) -> bool:
        """Whether this comes to pass here."""
        return self.dice.chance(table("outcomes")["shares"][name])

    def day(self, first: date | None = None, last: date | None = None) -> date | None:
        """A day of the pairing between two days (None: there is none)."""
        low, high = max(first or self.span.since, self.span.since), min(last or self.ends, self.ends)
        return low + timedelta(days=self.dice.whole(0, (high - low).days)) if low <= high else None

    def add(self, kind: str, day: date | None, after: int | None = None, **columns: Any) -> int | None:
        """Keep a fact of the mentee, of the mentor where the kind is a gain; its place."""
        if day is None or day > UNTIL:
            return None
        told = {**EVERY, "kind": kind, "step": "", "happened_on": day, **paper(self.dice, kind, day), **columns}
        side = "mentor" if kind == "gain" else "mentee"
        self.facts.append(Fact(self.bond, side, told, after, self.span.holds(day)))
        return len(self.facts) - 1


def paper(dice: Dice, kind: str, day: date) -> dict[str, str]:
    """Where it stands: the number of a paper for some, a source for all."""
    told = table("outcomes")
    number = told["texts"]["evidence"].format(year=day.year, number=dice.whole(1, 96))
    return {"evidence": number if dice.chance(55) else "", "source": told["sources"][kind]}


def draw_outcomes(seed: int, bonds: list[Bond], mentees: list[Learner]) -> list[list[Fact]]:
    """What came of each pairing that was in force, pairing by pairing."""
    latest = {bond.mentee: number for number, bond in enumerate(bonds)}
    scenes = []
    for number, bond in enumerate(bonds):
        span = spans((after, day) for _, after, day, _ in bond.steps)[0]
        scene = Scene(Dice(seed, f"outcome:{number}"), number, mentees[bond.mentee], span)
        if latest[bond.mentee] == number:
            _of_mentee(scene)
        if scene.share("gain"):
            scene.add("gain", _settled(scene), title=scene.dice.one(_texts("gain")))
        scenes.append(scene.facts)
    _introduce(seed, scenes)
    return scenes


def _texts(name: str) -> list[str]:
    return list(table("outcomes")["texts"][name])


def _settled(scene: Scene) -> date | None:
    """A day on which somebody has settled in."""
    return scene.day(scene.span.since + timedelta(days=SETTLE))


def _of_mentee(scene: Scene) -> None:
    _party(scene)
    for kind, draw in SIMPLE.items():
        if scene.share(kind):
            scene.add(kind, _settled(scene), **draw(scene.dice))
    if scene.share("chain"):
        _chain(scene)
    elif scene.share("promotion"):
        scene.add("promotion", scene.day(scene.ends - YEAR / 2), **_promotion(scene.dice))
    if scene.share("posting"):
        _posting(scene)


def _honour(dice: Dice) -> dict[str, Any]:
    rank = dice.share(table("outcomes")["ranks"])
    return {"title": dice.one(_texts("honour")), "place": dice.one(_texts("honour_place")), "step": rank}


def _pool(dice: Dice) -> dict[str, Any]:
    step = dice.share(table("outcomes")["pools"])
    places = {"five_batches": 0, "young_cadres": 1}
    title = _texts("pool")[places[step]] if step in places else dice.one(_texts("pool")[2:])
    return {"step": step, "title": title}


def _dispute(dice: Dice) -> dict[str, Any]:
    return {"title": dice.one(_texts("dispute")), "amount": dice.whole(1, 4)}


def _publicity(dice: Dice) -> dict[str, Any]:
    medium = dice.one(_texts("medium"))
    step = "county" if medium.startswith("县") else "province" if medium.startswith("省") else "city"
    return {"title": dice.one(_texts("publicity")), "place": medium, "step": step}


def _promotion(dice: Dice) -> dict[str, Any]:
    deputy = dice.chance(35)
    level = {"to_level": "section_deputy"} if deputy else {"from_grade": "一级科员", "to_grade": "四级主任科员"}
    return {"from_post": "科员", "to_post": dice.one(_texts("post")), **level}


SIMPLE = {"honour": _honour, "talent_pool": _pool, "dispute": _dispute, "publicity": _publicity}


def _party(scene: Scene) -> None:
    """The steps into the Party of whoever became a member while being led."""
    party = scene.learner.person["party"]
    day = None
    if party == "probationary_member":
        day = scene.day(UNTIL - YEAR + timedelta(days=1))
    elif party == "party_member" and scene.share("joined"):
        day = scene.day(last=UNTIL - YEAR - timedelta(days=20))
    elif party in ("league_member", "masses") and scene.share("activist"):
        scene.add("party", _settled(scene), step="activist")
    if day is None:
        return
    scene.add("party", scene.day(last=day - timedelta(days=120)), step="development")
    scene.add("party", day, step="probationary")
    if party == "party_member":
        scene.add("party", day + YEAR + timedelta(days=scene.dice.whole(0, 15)), step="full")


def _posting(scene: Scene) -> None:
    day, months = scene.day(scene.span.since + timedelta(days=SETTLE)), scene.dice.one((3, 6, 6, 12))
    until = day + timedelta(days=30 * months) if day else None
    step = scene.dice.share(table("outcomes")["posting"])
    scene.add("posting", day, step=step, place=scene.dice.one(_texts("posting_place")), until_on=until)


def _chain(scene: Scene) -> None:
    """An opportunity, the task that came of it, its result, and for half of them the post (机会 -> 任务 -> 成果 -> 任用)."""
    kind, begins = scene.dice.whole(0, 3), scene.day(last=scene.span.since + timedelta(days=200))
    day = begins or scene.ends
    before: int | None = None
    for step in ("opportunity", "task", "result"):
        if day > scene.ends:
            return
        before = scene.add("task", day, before, step=step, title=_texts(step)[kind])
        day += timedelta(days=scene.dice.whole(20, 120))
    if scene.dice.chance(50) and day <= scene.ends:
        scene.add("promotion", day, before, **_promotion(scene.dice))


def _introduce(seed: int, scenes: list[list[Fact]]) -> None:
    """The introducers: 85 of 100 the mentor, of a few nobody knows, of the others somebody else."""
    told, dice = table("outcomes"), Dice(seed, "introducers")
    admitted = [fact for facts in scenes for fact in facts if fact.columns["step"] == "probationary"]
    mentors, unknown = (round(len(admitted) * told[name] / 100) for name in ("introduced", "unknown"))
    marks = ["mentor"] * mentors + ["unknown"] * unknown
    marks += ["other"] * (len(admitted) - len(marks))
    dice.random.shuffle(marks)
    for fact, mark in zip(admitted, marks, strict=True):
        fact.columns["introducer_id"] = mark == "mentor" or None
        fact.columns["other_introducer"] = dice.one(_texts("introducer")) if mark != "unknown" else ""


def draw_earlier(seed: int) -> Iterator[tuple[Dice, date, date | None]]:
    """A hundred postings of an earlier time: the dice of each person, the day it began, the day of the promotion if there was one."""
    told = table("outcomes")["earlier"]
    chosen = set(Dice(seed, "earlier").random.sample(range(told["people"]), told["promoted"]))
    for number in range(told["people"]):
        dice = Dice(seed, f"earlier:{number}")
        begins = date(2021 + number % 4, 3 + 6 * (number // 4 % 2), 1)
        yield dice, begins, begins + timedelta(days=dice.whole(380, 700)) if number in chosen else None
