"""Who comments for a unit: its head and the leader in charge, by name or post; never the mentor himself."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models import Cohort, Mentee, Pairing, Person, Review, ReviewRound, Unit, UnitReviewer
from db.models.monthly import REVIEWERS
from documents.values.text import key
from programme.access import Action, Actor, require
from programme.errors import Conflict, Invalid
from programme.usecase import claim, fetch, record, use_case

LONGEST_NAME, LONGEST_POST = 40, 80


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The reviewers of all units at a moment: {(unit id, role): (name, post)}."""

    known: Mapping[tuple[int, str], tuple[str, str]]

    def asked(self, unit_id: int | None, mentor: str) -> dict[str, str]:
        """The columns of a review; blank where nobody is known, or where the reviewer is the mentor himself."""
        out: dict[str, str] = {}
        for role in REVIEWERS:
            name, post = self.known.get((unit_id or 0, role), ("", ""))
            if name and key(name) == key(mentor):
                name = post = ""
            out |= {f"{role}_name": name, f"{role}_post": post}
        return out


def snapshots(session: Session) -> Snapshot:
    """The reviewers as they are entered now."""
    rows = select(UnitReviewer.unit_id, UnitReviewer.role, UnitReviewer.name, UnitReviewer.post)
    return Snapshot({(unit, role): (name, post) for unit, role, name, post in session.execute(rows)})


@use_case(Action.KEEP_RECORDS)
def set_reviewer(session: Session, by: Actor, *, unit_id: int, role: str, name: str, post: str) -> int:
    """Say who comments for a unit; a liaison for its own. Returns in how many reviews of open rounds a blank was filled.

    Reviews that name somebody already keep him: they tell who it was when the month opened.
    """
    fetch(session, Unit, unit_id)
    require(by, Action.KEEP_RECORDS, unit_id)
    name, post = _checked(role, name, post)
    row = session.get(UnitReviewer, (unit_id, role)) or UnitReviewer(unit_id=unit_id, role=role, version=0)
    row.name, row.post, row.by_id, row.version = name, post, by.id, row.version + 1
    session.add(row)
    session.flush()
    filled = _fill_blanks(session, unit_id, role, name, post)
    record(session, by, Action.KEEP_RECORDS, f"unit:{unit_id}", act="reviewer", role=role, name=name, filled=filled)
    return filled


def _checked(role: str, name: str, post: str) -> tuple[str, str]:
    if role not in REVIEWERS:
        raise Invalid("not_in_list", field="role", value=role)
    name, post = " ".join(name.split()), " ".join(post.split())
    if not name and not post:
        raise Invalid("reviewer_needed", field="name")
    if len(name) > LONGEST_NAME or len(post) > LONGEST_POST:
        raise Invalid("text_too_long", field="name", length=max(len(name), len(post)), limit=LONGEST_NAME)
    return name, post


def _fill_blanks(session: Session, unit_id: int, role: str, name: str, post: str) -> int:
    columns = {f"{role}_name": name, f"{role}_post": post}
    led = select(Review.id, Person.name).join(ReviewRound, ReviewRound.id == Review.round_id)
    led = led.join(Pairing, Pairing.id == Review.pairing_id).join(Person, Person.id == Pairing.mentor_id)
    blank = (getattr(Review, column) == "" for column in columns)
    led = led.join(Cohort, Cohort.id == ReviewRound.cohort_id).where(Cohort.status == "open")
    led = led.where(ReviewRound.status == "open", Review.unit_id == unit_id, *blank)
    ids = [one for one, mentor in session.execute(led) if key(mentor) != key(name)]
    session.execute(update(Review).where(Review.id.in_(ids)).values(**columns))
    return len(ids)


@use_case(Action.KEEP_RECORDS)
def route(session: Session, by: Actor, *, review_id: int, seen_version: int, role: str, name: str, post: str) -> None:
    """Ask somebody else for one comment: the usual reviewer is the mentor, or the mentee serves elsewhere for a time.

    Raises Conflict ("comment_by_mentor") where that is the mentor again.
    """
    review = fetch(session, Review, review_id)
    require(by, Action.KEEP_RECORDS, review.unit_id)
    claim(session, review, seen_version)
    name, post = _checked(role, name, post)
    mentee, mentor = names_of(session, review.pairing_id)
    if key(name) == key(mentor):
        raise Conflict("comment_by_mentor", field=f"{role}_author", author=name, mentee=mentee)
    setattr(review, f"{role}_name", name)
    setattr(review, f"{role}_post", post)
    record(session, by, Action.KEEP_RECORDS, f"review:{review.id}", act="route", role=role, name=name, post=post)


def names_of(session: Session, pairing_id: int) -> tuple[str, str]:
    """The names of the mentee and of the mentor of a pairing."""
    pairing = session.get_one(Pairing, pairing_id)
    mentee = session.get_one(Mentee, pairing.mentee_id)
    return session.get_one(Person, mentee.person_id).name, session.get_one(Person, pairing.mentor_id).name
