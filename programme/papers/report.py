"""The city report (情况报告) as a paper: sentences and tables from the figures of one day."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from db.clock import today
from db.queries.outcome_figures import Share
from db.queries.small import FEWEST
from db.queries.viewer import Viewer, reads
from programme.codes import CATEGORIES, STANDINGS
from programme.papers import report_words as words
from programme.papers.bulletins import force_told
from programme.papers.form_words import JOIN
from programme.papers.report_facts import (
    BACKFILLED,
    LED,
    SILENT_DAYS,
    Facts,
    facts,
    on_time_share,
    open_pairs,
)
from programme.papers.report_rows import Frame, Values, counties, expertise, kinds, lines, months, percent
from programme.papers.report_standings import standings_told
from programme.papers.words import NOTHING, day
from texts import speaking

CHINESE = "zh_CN"
DAYS_OF_MONTH = 30.44
NAMED = 5
REVIEWED = ("on_time", "late", "backfilled", "outstanding")


@reads("programme")
def report_values(session: Session, viewer: Viewer, *, cohort_id: int) -> Values:
    """The fields of the report on the cohort as it is today, in Chinese whoever asks."""
    with speaking(CHINESE):
        return told(facts(session, viewer, cohort_id=cohort_id, on=today()))


def told(found: Facts) -> Values:
    """The figures in words and rows; everything is text."""
    return {
        "scope": found.cohort,
        "scale": _scale(found),
        "coverage": _coverage(found),
        "process": _process(found),
        "visits": _visits(found),
        "reviews": _reviews(found),
        "growth": _growth(found),
        "outcomes": _outcomes(found),
        "structure": _structure(found),
        **standings_told(found.standings),
        "kinds": list(kinds(found)),
        "counties": list(counties(found)),
        "months": list(months(found.months.to_dict("records"))),
        "lines": lines(found),
        "expertise": list(expertise(found)),
        "problems": [{"text": text} for text in _problems(found)] or [{"text": words.FINE}],
    }


def _counted(names: Sequence[str], known: dict[str, str]) -> str:
    counts = Counter(names)
    parts = [words.COUNTED.format(name=word, count=counts[code]) for code, word in known.items() if code in counts]
    return JOIN.join(parts) or words.NOBODY


def _scale(found: Facts) -> str:
    loads, people = found.loads, found.people
    pool = loads[loads["status"] == "in_pool"]
    seats, load = int(pool["capacity"].sum()), int(pool["load"].sum())
    resting = loads[loads["status"] == "paused"]
    paused = words.RESTING.format(count=len(resting), load=int(resting["load"].sum())) if len(resting) else ""
    return words.SCALE.format(
        in_pool=len(pool), paused=paused, seats=seats, load=load,
        use=percent(load, seats), cohort=found.cohort, mentees=len(people), units=people["unit_id"].nunique(),
        categories=_counted(people["category"].tolist(), dict(CATEGORIES)),
    )  # fmt: skip


def _coverage(found: Facts) -> str:
    states = found.pairs["status"].value_counts()
    led = int(found.people["status"].isin(LED).sum())
    return words.COVERAGE.format(
        pairs=len(found.pairs), open=open_pairs(found), paused=int(states.get("paused", 0)), due=int(states.get("due", 0)),
        led=led, share=percent(led, len(found.people)), waiting=found.waiting, ineligible=found.ineligible,
    )  # fmt: skip


def _process(found: Facts) -> str:
    on, records = day(found.on), found.records
    total = int(records["count"].sum())
    if not total:
        return words.NO_PROCESS.format(on=on)
    late = int(records["backfilled"].sum())
    talks = int(records.loc[records["kind"] == "talk", "count"].sum())
    lately = found.months[["logs", "talks"]].to_numpy().sum() if len(found.months) else 0
    pair_months = int(found.months["pairs"].sum())
    used = {code: _used(found.mix, code) for code in ("case_teaching", "demonstration", "reflective_summary")}
    return words.PROCESS.format(
        on=on, records=total, talks=talks, rate=f"{lately / pair_months:.1f}" if pair_months else NOTHING,
        cases=used["case_teaching"], shows=used["demonstration"], sums=used["reflective_summary"],
        backfilled=late, share=percent(late, total),
    )  # fmt: skip


def _used(mixed: Frame, code: str) -> int:
    return int(mixed.loc[mixed["methods"].str.split(",").map(lambda codes: code in codes), "count"].sum())


def _visits(found: Facts) -> str:
    rows = found.records[found.records["kind"] == "home_visit"]
    if rows.empty:
        return words.NO_VISITS
    sums = {name: int(rows[column].sum()) for name, column in
            (("visits", "count"), ("households", "households"), ("found", "found"), ("solved", "solved"))}  # fmt: skip
    return words.VISITS.format(**sums, villages=found.villages)


def _reviews(found: Facts) -> str:
    if found.rounds.empty:
        return words.NO_REVIEWS
    sums = {name: int(found.rounds[name].sum()) for name in REVIEWED}
    share = on_time_share(found.rounds)
    shown = NOTHING if share is None else f"{100 * share:.1f}%"
    return words.REVIEWS.format(rounds=len(found.rounds), owed=sum(sums.values()), share=shown, **sums)


def _growth(found: Facts) -> str:
    reached = found.stages.groupby("stage")["pairing_id"].nunique()
    states = found.pairs["status"].value_counts()
    told_stages = {name: int(reached.get(name, 0)) for name in ("learning", "joint", "independent")}
    closed = {name: int(states.get(name, 0)) for name in ("graduated", "extended", "ended")}
    months = _months_to_independence(found)
    shown = words.MONTHS.format(months=months) if months is not None else ""
    return words.GROWTH.format(**told_stages, **closed, months=shown)


def _months_to_independence(found: Facts) -> float | None:
    """The mean over pairings, None for fewer than three."""
    alone = found.stages[found.stages["stage"] == "independent"].merge(found.pairs, on="pairing_id")
    if len(alone) < FEWEST:
        return None
    spans = [(row.entered_on - row.starts_on).days / DAYS_OF_MONTH for row in alone.itertuples()]
    return sum(spans) / len(spans)


def _outcomes(found: Facts) -> str:
    known = found.references
    petitions = words.NO_PETITIONS if known.petitions is None else words.PETITIONS.format(count=known.petitions)
    party = _shared(known.introduced, words.PARTY, words.FEW_PARTY)
    return words.OUTCOMES.format(
        party=party,
        promoted=_shared(known.promoted, words.PROMOTED, words.FEW_PROMOTED),
        petitions=petitions,
        forces=_forces(found.forces),
    )


def _forces(counts: Frame) -> str:
    """How many units people graded by each force, in words; nothing where no campaign is judged so."""
    parts = [
        force_told(str(name), dict(zip(own["grade"], own["count"], strict=True)))
        for name, own in counts.groupby("force", sort=False)
    ]
    return words.FORCES.format(told="；".join(parts)) if parts else ""


def _shared(one: Share, whole: str, few: str) -> str:
    if one.share is None:
        return few.format(count=one.denominator)
    own = {"count": one.denominator, "own": one.numerator, "line": f"{one.line:.0%}"}
    return whole.format(**own, share=percent(one.numerator, one.denominator))


def _structure(found: Facts) -> str:
    pool = found.loads[found.loads["status"] == "in_pool"]
    return words.STRUCTURE.format(
        standings=_counted(pool["standing"].tolist(), dict(STANDINGS)), lineages=found.lineages
    )


def _problems(found: Facts) -> Iterator[str]:
    """What the figures show, each in a sentence; nothing where they show nothing."""
    if found.waiting:
        yield words.WAITING.format(count=found.waiting)
    if len(found.silent):
        yield words.SILENT.format(count=len(found.silent), days=SILENT_DAYS, units=_units(found.silent["unit"]))
    if len(found.late):
        yield words.LATE.format(count=int(found.late["outstanding"].sum()), units=_units(found.late["unit"]))
    total, late = int(found.records["count"].sum()), int(found.records["backfilled"].sum())
    if total and late / total >= BACKFILLED:
        yield words.BACKFILLED.format(share=percent(late, total))
    over = int((found.loads["load"] > found.loads["capacity"]).sum())
    if over:
        yield words.OVER.format(count=over)
    yield from _scarce(found)


def _scarce(found: Facts) -> Iterator[str]:
    """Where those who wait want more than the free seats give, and what hangs on a single mentor."""
    waiting = found.balance[found.balance["needs"] > found.balance["seats"]]
    single = found.demand[found.demand["holders"] == 1]
    for rows, text in ((waiting, words.SHORT), (single, words.SINGLES)):
        if len(rows):
            yield text.format(names=JOIN.join(rows["name"].tolist()[:NAMED]))


def _units(names: Frame) -> str:
    """The units in their order; the first ones stand for many."""
    known = list(dict.fromkeys(name or words.KINDS[""] for name in names))
    listed = JOIN.join(known[:NAMED])
    return listed if len(known) <= NAMED else words.AND_OTHERS.format(names=listed, count=len(known))
