"""From drawn reviews to rows: reviewers of units, rounds, reviews with comments, one spot check, bulletins."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import (
    Pairing,
    Publication,
    Review,
    ReviewComment,
    ReviewRound,
    SpotCheck,
    SpotFinding,
    UnitReviewer,
)
from db.models.monthly import REVIEWERS
from programme.access import Actor
from programme.demo.city import Place
from programme.demo.draw import Dice, table
from programme.demo.life import UNTIL, late_units
from programme.demo.reviews import Drawn, Month, draw_review, expect, months
from programme.demo.stall import QUIET, last_words
from programme.demo.store import insert_all, write_all
from programme.frozen import digest
from programme.reviews import bulletin, spot
from programme.reviews.bulletin import Wording
from programme.reviews.reviewers import Snapshot, snapshots
from programme.reviews.rounds import WEIGHTS, Owed, owed_in

MORNING, EVENING = time(1), time(8)
UNENTERED = 9
DAY_OF_BULLETIN = 28


def review_months(session: Session, seed: int, places: list[Place], officer: Actor, cohorts: list[int]) -> int:
    """Two years of reviews of these cohorts; the number of reviews."""
    _enter_reviewers(session, seed, places, officer)
    late = {place.id for place in places if place.name in late_units(places)}
    begins = dict(session.execute(select(Pairing.id, Pairing.starts_on)).all())
    scene = Scene(session, seed, officer, snapshots(session), frozenset(late), begins)
    return sum(scene.month(cohort, month) for month in months() for cohort in cohorts)


def _enter_reviewers(session: Session, seed: int, places: list[Place], officer: Actor) -> None:
    """Head and leader of each unit but a few, where nobody is entered yet."""
    dice, posts = Dice(seed, "reviewers"), table("reviews")["posts"]
    rows: list[dict[str, Any]] = []
    for number, place in enumerate(places):
        names = [_name(dice) for _role in REVIEWERS]
        told = posts.get(place.kind, posts["other"])
        if number % UNENTERED != UNENTERED - 1:
            rows += [
                {"unit_id": place.id, "role": role, "name": name, "post": post, "by_id": officer.id,
                 "at": datetime.combine(UNTIL, MORNING), "version": 1}
                for role, name, post in zip(REVIEWERS, names, told, strict=True)
            ]  # fmt: skip
    write_all(session, UnitReviewer, rows)


def _name(dice: Dice) -> str:
    return dice.one(table("reviews")["surnames"]) + dice.one(table("reviews")["given"])


class Scene:
    """What drawing a month needs."""

    def __init__(
        self, session: Session, seed: int, officer: Actor, known: Snapshot, late: frozenset[int], begins: dict[int, Any]
    ):
        self.session, self.seed, self.officer = session, seed, officer
        self.known, self.late, self.begins = known, late, begins
        self.last_words = last_words(session)

    def month(self, cohort: int, month: Month) -> int:
        """One round of a cohort with everything that hangs on it; 0 where nobody was led then."""
        owed = owed_in(self.session, cohort, month.month)
        if not owed:
            return 0
        dice, drawn = Dice(self.seed, f"reviews:{cohort}:{month.month}"), []
        for one in owed:
            drawn.append(
                draw_review(dice, month, one, self.known.asked(one.unit_id, one.mentor), self._told(one, month))
            )
        key = self._round(cohort, month)
        self._write(key, drawn)
        if month.month == table("reviews")["closed_month"]:
            self._check(key, dice)
        elif not month.is_open:
            self._publish(key, month)
        return len(drawn)

    def _told(self, one: Owed, month: Month) -> tuple[float, str]:
        """The score to expect, and how it files."""
        expected = expect(self.seed, one, self.begins[one.pairing_id], month)
        if month.opens_on - self.last_words.get(one.pairing_id, month.opens_on) > QUIET:
            return expected + table("stall")["score_of_silent"], "silent"
        return expected, "late" if one.unit_id in self.late else ""

    def _round(self, cohort: int, month: Month) -> int:
        closed = table("reviews")["closed_month"]
        status = "open" if month.is_open else "closed" if month.month == closed else "published"
        row = {"cohort_id": cohort, "month": month.month, "opens_on": month.opens_on, "due_on": month.due_on}
        row |= dict(zip(("weight_self", "weight_head", "weight_leader"), WEIGHTS, strict=True))
        row |= {"status": status, "by_id": self.officer.id, "at": datetime.combine(month.opens_on, MORNING)}
        return insert_all(self.session, ReviewRound, [row])[0]

    def _write(self, key: int, drawn: list[Drawn]) -> None:
        by = {"self_by_id": self.officer.id}
        ids = insert_all(self.session, Review, [{"round_id": key, **by, **one.review} for one in drawn])
        rows = [
            {"review_id": review_id, "by_id": self.officer.id, **comment}
            for review_id, one in zip(ids, drawn, strict=True)
            for comment in one.comments
        ]
        write_all(self.session, ReviewComment, rows)

    def _check(self, key: int, dice: Dice) -> None:
        """The spot check of the closed month, looked through but for its last third."""
        rows = select(Review.id).where(Review.round_id == key, Review.state == "complete").order_by(Review.id)
        ids = list(self.session.scalars(rows))
        frozen, seed, moment = {"reviews": ids}, f"{self.seed}-{key}", datetime.combine(UNTIL, EVENING)
        told = {"round_id": key, "number": 1, "share": spot.SHARE, "seed": seed, "frozen": frozen}
        told |= {"frozen_hash": digest(frozen), "by_id": self.officer.id, "at": moment}
        check, drawn = insert_all(self.session, SpotCheck, [told])[0], spot.draw(ids, spot.SHARE, seed)
        findings = [self._finding(dice, check, (place, review, len(drawn))) for place, review in enumerate(drawn, 1)]
        write_all(self.session, SpotFinding, findings)

    def _finding(self, dice: Dice, check: int, told: tuple[int, int, int]) -> dict[str, Any]:
        place, review, whole = told
        texts, shares = table("reviews")["texts"]["finding"], table("reviews")["shares"]
        verdict = "sound" if dice.chance(shares["sound"]) else "thin"
        row = {"check_id": check, "review_id": review, "place": place}
        if place > whole * 2 // 3:
            return row | {"verdict": "", "note": "", "by_id": None, "at": None}
        note = texts[0] if verdict == "thin" else dice.one(texts[1:])
        return row | {
            "verdict": verdict,
            "note": note,
            "by_id": self.officer.id,
            "at": datetime.combine(UNTIL, EVENING),
        }

    def _publish(self, key: int, month: Month) -> None:
        texts = table("reviews")["texts"]
        wording = Wording(texts["good"], texts["problems"], texts["next"])
        content = bulletin.preview(self.session, self.officer.viewer, round_id=key, wording=wording)
        on = month.due_on.replace(day=DAY_OF_BULLETIN)
        at, over = datetime.combine(on, EVENING), _over(on)
        content["forces"] = [row for row in content["forces"] if row["campaign"] in over]
        row = {"round_id": key, "number": 1, "content": content, "frozen_hash": digest(content), "reason": ""}
        write_all(self.session, Publication, [row | {"by_id": self.officer.id, "at": at}])


def _over(on: date) -> set[str]:
    """Campaigns that had ended by a day: units are graded at the end, and a bulletin before it knows no grade."""
    return {one["name"] for one in table("life")["campaigns"] if one.get("ends_on", UNTIL) < on}
