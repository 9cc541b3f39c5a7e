"""The spot check: a share of the finished reviews, drawn by a stored seed from a frozen list, and what was found in them."""

import hashlib
import secrets
from collections.abc import Iterable
from math import ceil

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import now
from db.models import Review, ReviewRound, SpotCheck, SpotFinding
from db.models.monthly import VERDICTS
from programme.access import Action, Actor
from programme.errors import Conflict, Invalid
from programme.frozen import digest
from programme.usecase import claim, fetch, record, use_case

SHARE = 30
LONGEST_NOTE = 1000


def draw(ids: Iterable[int], share: int, seed: str) -> list[int]:
    """The share (percent, rounded up) of the ids that comes first in the order of SHA-256("seed:id").

    Anybody can draw it again: the order depends on the seed and the ids alone.
    >>> len(draw(range(10), 30, "a")), draw([3, 1, 2], 100, "a") == draw([1, 2, 3], 100, "a")
    (3, True)
    """
    known = sorted(set(ids), key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(), key))
    return known[: ceil(len(known) * share / 100)]


@use_case(Action.MANAGE_COHORTS)
def draw_check(session: Session, by: Actor, *, round_id: int, share: int = SHARE, seed: str = "") -> int:
    """Draw a share of a round's complete reviews; returns spot_checks.id. Without a seed one is made by chance.

    Raises Invalid for a share outside 1..100, Conflict "nothing_to_draw" while no review is complete.
    """
    row = fetch(session, ReviewRound, round_id)
    if not 1 <= share <= 100:
        raise Invalid("review_share", field="share", low=1, high=100)
    complete = select(Review.id).where(Review.round_id == row.id, Review.state == "complete").order_by(Review.id)
    ids = list(session.scalars(complete))
    if not ids:
        raise Conflict("nothing_to_draw")
    number = (session.scalar(select(func.max(SpotCheck.number)).filter_by(round_id=row.id)) or 0) + 1
    seed, frozen = seed.strip()[:32] or secrets.token_hex(8), {"reviews": ids}
    check = SpotCheck(
        round_id=row.id, number=number, share=share, seed=seed, frozen=frozen, frozen_hash=digest(frozen), by_id=by.id
    )
    session.add(check)
    session.flush()
    drawn = draw(ids, share, seed)
    session.add_all(SpotFinding(check_id=check.id, review_id=key, place=k) for k, key in enumerate(drawn, start=1))
    told = {"share": share, "seed": seed, "hash": check.frozen_hash, "drawn": len(drawn)}
    record(session, by, Action.MANAGE_COHORTS, f"spot_check:{check.id}", act="draw", **told)
    return check.id


@use_case(Action.MANAGE_COHORTS)
def judge(
    session: Session, by: Actor, *, check_id: int, review_id: int, seen_version: int, verdict: str, note: str = ""
) -> None:  # fmt: skip
    """Say what was found in a drawn review: sound, thin (empty words) or wrong (needs a note)."""
    row = fetch(session, SpotFinding, (check_id, review_id))
    claim(session, row, seen_version)
    if verdict not in VERDICTS:
        raise Invalid("not_in_list", field="verdict", value=verdict)
    if len(note) > LONGEST_NOTE:
        raise Invalid("text_too_long", field="note", length=len(note), limit=LONGEST_NOTE)
    if verdict == "wrong" and not note.strip():
        raise Invalid("finding_note_needed", field="note")
    row.verdict, row.note, row.by_id, row.at = verdict, note.strip(), by.id, now()
    session.flush()
    record(session, by, Action.MANAGE_COHORTS, f"spot_check:{check_id}", act="judge", review=review_id, verdict=verdict)


def is_reproducible(session: Session, check: SpotCheck) -> bool:
    """Whether the frozen list still has its hash and the seed draws what was drawn."""
    stored = select(SpotFinding.review_id).where(SpotFinding.check_id == check.id).order_by(SpotFinding.place)
    again = draw(check.frozen["reviews"], check.share, check.seed)
    return digest(check.frozen) == check.frozen_hash and list(session.scalars(stored)) == again
