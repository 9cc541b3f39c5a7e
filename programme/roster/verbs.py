"""What may be done with a draft of an import, whatever it is of: the page offers these, and each has its own right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.recordlist import FIELDS as RECORD_FIELDS
from documents.roster.fields import FIELDS
from programme.recordbook import drafts as of_records
from programme.roster import drafts, review

Act = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Verbs:
    """The use cases of a draft, and the fields that a column of it may stand for."""

    mend: Act
    leave_out: Act
    decide: Act
    assign: Act
    fault_list: Act
    fields: Callable[[str], tuple[str, ...]]


def verbs(kind: str) -> Verbs:
    """Those for a roster of a kind: "mentor", "mentee" or "record"."""
    if kind == "record":
        return Verbs(
            of_records.mend, of_records.leave_out, of_records.decide, of_records.assign, of_records.fault_list,
            lambda _kind: tuple(RECORD_FIELDS),
        )  # fmt: skip
    return Verbs(
        drafts.mend, drafts.leave_out, drafts.decide, drafts.assign, review.fault_list,
        lambda asked: tuple(name for name, read in FIELDS.items() if asked in read.kinds),
    )  # fmt: skip
