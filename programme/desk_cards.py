"""What the desk shows of a person, as plain values with names in them: pairs, candidates, prices, reasons.

The scheme as a whole is in `programme.desk_board`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from programme.desk_figures import Figures
from programme.errors import ProgrammeError


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the desk names them; `label` adds the unit where a name repeats. `id` is mentees.id or people.id."""

    id: int
    name: str
    label: str
    unit: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A criterion's part in a fit: `value` 0..1 (None: unknown), `points` of at most `most` fit points."""

    criterion: str
    most: float
    value: float | None
    points: float


@dataclass(frozen=True, slots=True)
class Common:
    """What the two of a pair have in common, in words; `covered` holds (need, grade 1..5), `uncovered` needs."""

    covered: tuple[tuple[str, int], ...] = ()
    uncovered: tuple[str, ...] = ()
    field: str = ""
    same_county: bool = False
    same_township: bool = False
    same_unit: bool = False
    dialects: tuple[str, ...] = ()
    grassroots_years: float = 0
    wished: bool = False


@dataclass(frozen=True, slots=True)
class Couple:
    """A present pair in full. `hold` is "" or the origin of its lock, with the lock's reason and the rule set aside;
    `named` says that the cohort's rules put the lock there, so that it is changed there and not at the desk.

    `share` is as in `Line`; `grades` is what the mentor knows (0..5) of each need, in the order of the needs.
    """

    mentor: Who
    fit: float
    shares: tuple[Share, ...]
    common: Common
    hints: tuple[str, ...]
    capacity: int
    burden: int
    expertise: tuple[tuple[str, int], ...] = ()
    hold: str = ""
    hold_reason: str = ""
    rule: str = ""
    share: float | None = None
    grades: tuple[int, ...] = ()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody who moves: from whom to whom (None: nobody), and the fit in points after (None with nobody)."""

    mentee: Who
    from_mentor: Who | None
    to_mentor: Who | None
    fit_after: float | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """What a change brings, in points: `total` is what the plan is judged by, `fit` and `balance` are its two parts.

    Negative is a loss. `unmatched` and `below_floor` are differences in people and pairs; `lowest` is the lowest fit
    among those who move (None when nobody has a mentor after).
    """

    total: float
    fit: float
    balance: float = 0.0
    unmatched: int = 0
    below_floor: int = 0
    lowest: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mentor for one mentee. `total` is the price in points (None: not known before choosing), `forbidden` the code
    of the rule that bars the pair, `burden` the seats in use with this plan. `earlier` names the aims of the policy that
    come before points and would suffer ("unmatched", "below_floor", ...): such a mentor ranks behind any dearer one.

    `unpriced` says why `total` is not known: "locked", or "quotas" that cross, and then `least` is what the total is at
    most (None: not known either).

    `can_override` says that somebody who may approve can choose the mentor against the rule; `grades` as in `Couple`."""

    mentor: Who
    fit: float
    capacity: int
    burden: int
    present: bool = False
    total: float | None = None
    moves: tuple[Shift, ...] = ()
    forbidden: str = ""
    reason: str = ""
    earlier: tuple[str, ...] = ()
    can_override: bool = False
    grades: tuple[int, ...] = ()
    unpriced: str = ""
    least: float | None = None


@dataclass(frozen=True, slots=True)
class Barrier:
    """Why somebody has no mentor: `reason` as in `matching.Unmatched` or "alone" (staff, in their `words`).

    `ineligible` is the code of the ground, `rules` how many mentors each rule takes away, `mentors` those who would
    be allowed, the best first.
    """

    reason: str
    ineligible: str = ""
    rules: Mapping[str, int] = field(default_factory=dict)
    mentors: tuple[Who, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rival:
    """Another mentor whom some of the weightings chose, with the share 0..1."""

    mentor: Who
    share: float


@dataclass(frozen=True, slots=True)
class Card:
    """Everything about one mentee on the desk; `samples` and `rivals` say what was asked about firmness."""

    mentee: Who
    category: str
    place: str
    work_start: str
    needs: tuple[str, ...]
    demand: int
    couples: tuple[Couple, ...]
    barrier: Barrier | None
    candidates: tuple[Candidate, ...]
    rivals: tuple[Rival, ...] = ()
    samples: int = 0

    @property
    def locked(self) -> bool:
        """Whether one of the pairs is locked."""
        return any(couple.hold for couple in self.couples)


@dataclass(frozen=True, slots=True)
class Load:
    """A mentor's people before and after, in force and planned together, with the seats then and then."""

    mentor: Who
    before: int
    after: int
    seats_before: int
    seats_after: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two plans: the figures of both, and every mentor whose people or seats differ."""

    before: Figures
    after: Figures
    loads: tuple[Load, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do, before anything is stored; `own` are the moves of the people whom the act names.

    `refused` is the code of the rule for which it will not be done, with the data of its sentence.
    """

    price: Price | None = None
    own: tuple[Shift, ...] = ()
    moves: tuple[Shift, ...] = ()
    refused: ProgrammeError | None = None
    contrast: Contrast | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """The present plan against the one that was computed first: acts since, who moved, what became of the figures."""

    acts: int
    moves: tuple[Shift, ...]
    price: Price
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class Deed:
    """An act in the history with the people it names; `at` is the stored instant (UTC), `change` in points of fit.

    `touched` are the mentees (mentees.id) whom it names or moves, `amount` the seats that it gives or takes.
    """

    seq: int
    kind: str
    by: str
    at: datetime
    reason: str
    leader: str
    undone: bool
    of: int | None
    people: tuple[Who, ...]
    mentors: tuple[Who, ...]
    moved: int
    change: float
    version: int
    amount: int = 0
    touched: frozenset[int] = frozenset()
