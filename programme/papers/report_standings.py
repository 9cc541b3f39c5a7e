"""What the city report says of pilot units, kinds of pairings and example pairs."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.models import OPEN
from db.queries.pairings import pairings
from db.queries.pilot_figures import pilot_figures
from db.queries.standings import examples
from db.queries.viewer import Viewer
from programme.pair_kinds import KINDS, kinds_of
from programme.papers import report_words as words
from programme.papers.words import NOTHING, day

# A DataFrame as the read models give it; this layer only counts over it.
Frame = Any
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standings:
    """Rows of `pilot_figures`, how many open pairings are of each kind, and the pairings that are an example now."""

    pilots: Frame
    kinds: Counter[str]
    examples: Frame


def standings(session: Session, viewer: Viewer, cohort_id: int) -> Standings:
    """Those of a cohort, for a liaison those of its unit's people."""
    known = pairings(session, viewer, cohort_id=cohort_id)
    rows = known[known["status"].isin(OPEN)].to_dict("records")
    shown = examples(session, viewer, cohort_id=cohort_id)
    return Standings(
        pilot_figures(session, viewer, cohort_id=cohort_id),
        Counter(kind for row in rows for kind in kinds_of(row)),
        shown[shown["ends_on"].isna()],
    )


def standings_told(found: Standings) -> Values:
    """`pilots` and `pair_kinds` as sentences ("" for no pilot unit), `examples` as rows of text."""
    counts = {kind: found.kinds[kind] for kind in KINDS}
    return {
        "pilots": _pilots(found.pilots),
        "pair_kinds": words.KINDS_OF_PAIRS.format(**counts, examples=len(found.examples)),
        "examples": [_example(number, row) for number, row in enumerate(found.examples.to_dict("records"), start=1)],
    }


def _pilots(found: Frame) -> str:
    rows = {row["group"]: row for row in found.to_dict("records")}
    if not rows:
        return ""
    own, others = rows["pilot"], rows["other"]
    return words.PILOTS.format(
        units=own["units"], mentees=own["mentees"], led=_share(own["led"]), others=_share(others["led"]),
        records=_mean(own["records"]), other_records=_mean(others["records"]),
    )  # fmt: skip


def _share(value: Any) -> str:
    return NOTHING if value is None or value != value else f"{value:.1%}"


def _mean(value: Any) -> str:
    return NOTHING if value is None or value != value else f"{value:.1f}"


def _example(number: int, row: dict[Any, Any]) -> Values:
    named = ("mentor", "mentor_unit", "mentee", "mentee_unit", "reason")
    return {"number": number, "since": day(row["since"]), **{name: row[name] or NOTHING for name in named}}
