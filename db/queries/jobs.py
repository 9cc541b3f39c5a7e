"""Read models of long work: what a page polls."""

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Job, Person
from db.queries.frames import frame
from db.queries.viewer import Viewer, reads


@reads("programme")
def scheme_jobs(session: Session, viewer: Viewer, *, scheme_ids: list[int]) -> pd.DataFrame:
    """The jobs that computed these schemes: id, scheme_id, status, progress, heartbeat, at, cancel, code.

    `code` says why a job ended without a plan ("" else).
    """
    scheme = Job.payload["scheme_id"].as_integer()
    rows = frame(
        session,
        select(
            Job.id, scheme.label("scheme_id"), Job.status, Job.progress, Job.heartbeat, Job.at, Job.cancel, Job.result,
        )
        .where(Job.kind == "solve", scheme.in_(scheme_ids))
        .order_by(Job.id),
    )  # fmt: skip
    rows["code"] = [result.get("code", "") for result in rows["result"]]
    return rows.drop(columns=["result"])


@reads("programme")
def dropped_holds(session: Session, viewer: Viewer, *, scheme_id: int) -> pd.DataFrame:
    """The locks and bans that a re-run could not keep: kind, mentee, mentor (names), code of the reason."""
    payloads = session.scalars(select(Job.payload).where(Job.payload["scheme_id"].as_integer() == scheme_id))
    rows = [
        [kind, _id(mentee), _id(mentor), code]
        for load in payloads
        for kind, mentee, mentor, code in load.get("dropped", [])
    ]
    table = pd.DataFrame(rows, columns=["kind", "mentee_id", "mentor_id", "code"])
    people = {key for column in ("mentee_id", "mentor_id") for key in table[column].tolist()}
    known = frame(session, select(Person.id, Person.name, Person.unit_id).where(Person.id.in_(people))).set_index("id")
    for side in ("mentee", "mentor"):
        table[side] = table[f"{side}_id"].map(known["name"])
    if viewer.unit_id is not None:
        table = table[table["mentee_id"].map(known["unit_id"]) == viewer.unit_id]
    return table[["kind", "mentee", "mentor", "code"]]


def _id(key: str) -> int:
    return int(key[1:])
