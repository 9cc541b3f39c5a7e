"""What the desk shows of a whole scheme, as plain values with names in them: state, figures, and the queue."""

from collections.abc import Mapping
from dataclasses import dataclass

from programme.desk_cards import Who
from programme.desk_figures import Figures


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the queue: a pair, or somebody without a mentor (`mentor` and `fit` are None then).

    `marks` are codes: "pin", "staff", "appointed", "override", "named" (by the cohort's rules), "floor", "contested"
    and the rules that only warn;
    without a mentor "alone" or the reason, as in `matching.Unmatched`. `share` (0..1) says how firm a pair is, None
    while that is not known.
    """

    mentee: Who
    mentor: Who | None
    fit: float | None
    marks: tuple[str, ...] = ()
    doubtful: bool = False
    crowded: bool = False
    share: float | None = None
    county: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is to show: a segment ("": those to look at, if any), a second one, filters ("" for all), words to
    find, and whose page (mentees.id)."""

    segment: str = "all"
    also: str = ""
    unit: str = ""
    county: str = ""
    category: str = ""
    words: str = ""
    mentee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the lines that are wanted (`first` is the place of its first line), and `ids` of all of them in order.

    `segment` is the one shown, `counts` how many lines each has under the other filters; `units`, `counties` and
    `categories` are what there is to filter by, `known` everybody whom the reader may open.
    """

    lines: tuple[Line, ...]
    first: int
    ids: tuple[int, ...]
    segment: str
    counts: Mapping[str, int]
    known: frozenset[int]
    units: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """A scheme at a glance: state, figures now, before the last act and of the computed plan, the queue.

    `undo` and `redo` are the kinds of the acts that would be undone or redone, "" when there is none; `editable` says
    that the scheme is not signed (a page narrows it to what the reader may do). `samples` is in how many weightings
    firmness was asked (0: not yet), `stale` that it was asked of an earlier state of the plan.
    """

    scheme_id: int
    name: str
    status: str
    version: int
    proved: bool
    floor: float
    figures: Figures
    before: Figures | None
    start: Figures | None
    queue: Queue
    undo: str
    redo: str
    editable: bool
    own_unit: bool = False
    samples: int = 0
    stale: bool = False
