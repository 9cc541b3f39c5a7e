"""Tasks of the sign-off: schemes on their way, and remarks that wait for an answer."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, case, func, select

from db.clock import local
from db.models import Account, Cohort, Mentee, PairRemark, Person, Scheme, SchemePair, Signature
from programme.access import Action
from programme.sign_levels import SIGNING, level_due, this_round
from programme.todo.task import Asked, Task

SIGNOFF, DESK = "match/signoff.py", "match/desk.py"
ON_THE_WAY = ("draft", "returned", "proposed", "approved", "confirmed")


def schemes(asked: Asked) -> Iterator[Task]:
    """The scheme of each open cohort that has come farthest, the newest of those, and the step it waits for."""
    farthest: dict[int, Any] = {}
    for row in asked.session.execute(_schemes_by_rank()):
        farthest.setdefault(row.cohort_id, row)
    waiting = [row for row in farthest.values() if row.status != "confirmed"]
    names = _names_under(asked, [row.id for row in waiting])
    for row in waiting:
        yield _step(asked, row, [name for name in names[row.id] if name.frozen_hash == row.frozen_hash], names[row.id])


def _schemes_by_rank() -> Select:
    pairs = select(func.count()).where(SchemePair.scheme_id == Scheme.id).scalar_subquery()
    rank = case({status: place for place, status in enumerate(ON_THE_WAY)}, value=Scheme.status)
    return (
        select(
            Scheme.id, Scheme.name, Scheme.status, Scheme.cohort_id, Scheme.sign_levels, Scheme.frozen_hash, Scheme.by_id,
            Scheme.at, Cohort.name.label("cohort"), pairs.label("pairs"),
        )
        .join(Cohort, Cohort.id == Scheme.cohort_id)
        .where(Cohort.status == "open", Scheme.status.in_(ON_THE_WAY), Scheme.kind == "computed")
        .order_by(rank.desc(), Scheme.id.desc())
    )  # fmt: skip


def _names_under(asked: Asked, scheme_ids: list[int]) -> dict[int, list[Any]]:
    rows = select(
        Signature.id, Signature.scheme_id, Signature.stage, Signature.frozen_hash, Signature.by_id, Signature.comment,
        Signature.at, Account.name.label("by"),
    ).join(Account, Account.id == Signature.by_id)  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for row in asked.session.execute(rows.where(Signature.scheme_id.in_(scheme_ids)).order_by(Signature.id)):
        found[row.scheme_id].append(row)
    return found


def _step(asked: Asked, row: Any, present: list[Any], names: list[Any]) -> Task:
    """What a scheme waits for; whoever proposed it or signed it already does not put the next name."""
    last = names[-1] if names else None
    data = {"name": row.name, "pairs": row.pairs, "cohort": row.cohort, "who": "", "comment": ""}
    if last is not None:
        data |= {"who": last.by, "comment": last.comment}
    more: dict[str, Any] = {"data": data, "cohort": row.cohort, "params": {"scheme": str(row.id)}}
    more["since"] = local(last.at if last is not None else row.at).date()
    if row.status in ("draft", "returned"):
        return asked.task(f"scheme_{row.status}", DESK, Action.ADJUST, **more)
    if row.status == "approved":
        return asked.task("scheme_confirm", SIGNOFF, Action.CONFIRM, told=True, **more)
    stage = level_due(row.sign_levels, present)
    if stage == "signed":
        return asked.task("scheme_sign", SIGNOFF, Action.SIGN, told=True, barred=_has_signed(asked, present), **more)
    second_level = row.sign_levels > 1 and asked.by.may(Action.SIGN)
    barred = second_level or _has_signed(asked, present)
    return asked.task("scheme_approve", SIGNOFF, Action.APPROVE, told=True, barred=barred, **more)


def _has_signed(asked: Asked, names: list[Any]) -> bool:
    """Whether `check_hand` would refuse this person's name: the proposal's author, or one who signed in this round."""
    own = [name for name in names if name.by_id == asked.by.id]
    return any(name.stage == "proposed" for name in own) or any(
        name.stage in SIGNING for name in this_round(names) if name in own
    )


def remarks(asked: Asked) -> list[Task]:
    """Remarks of those who sign that nobody has answered."""
    rows = (
        select(PairRemark.scheme_id, PairRemark.remark, PairRemark.at, Account.name.label("by"), Person.name,
               Person.id.label("person_id"), Cohort.name.label("cohort"))
        .join(Scheme, Scheme.id == PairRemark.scheme_id)
        .join(Cohort, Cohort.id == Scheme.cohort_id)
        .join(Account, Account.id == PairRemark.by_id)
        .join(Mentee, Mentee.id == PairRemark.mentee_id)
        .join(Person, Person.id == Mentee.person_id)
        .where(PairRemark.settled_at.is_(None), Scheme.status.in_(("draft", "returned", "proposed", "approved")))
        .order_by(PairRemark.id)
    )  # fmt: skip
    if asked.unit_id is not None:
        rows = rows.where(Person.unit_id == asked.unit_id)
    found = [
        asked.task(
            "remark", SIGNOFF, Action.ADJUST, params={"scheme": str(row.scheme_id)}, cohort=row.cohort,
            data={"by": row.by, "mentee": row.name, "remark": row.remark}, since=local(row.at).date(),
            people=frozenset({row.person_id}),
        )
        for row in asked.session.execute(rows)
    ]  # fmt: skip
    return asked.fold(found, lambda task: task.data["mentee"])
