"""What the forms of assessment and of graduation say: what the process shows, and what people judged as far as it is filed."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Pairing
from db.models.records import KINDS
from db.queries.paper_appraisals import paper_assessments, paper_conclusions
from db.queries.paper_sources import paper_items, paper_records, paper_stages
from db.queries.viewer import Viewer
from programme.papers import form_words as words
from programme.papers.blanks import boxes, lines
from programme.papers.words import day

Values = dict[str, Any]
COLUMNS = {"self": "own", "mentor": "mentor", "leader": "leader", "head": "head"}
CONCLUDED = {"graduate": "graduated", "extend": "extended", "end": "ended"}
OPINIONS = ("mentor_opinion", "unit_opinion", "department_opinion")


def graduation_values(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{pairings.id: what was reached, the opinions of the last assessment, and the conclusion once it is carried out}."""
    chosen = list(ids)
    reached = results(session, viewer, chosen)
    judged = paper_assessments(session, viewer, pairing_ids=chosen)
    drawn = paper_conclusions(session, viewer, pairing_ids=chosen)
    status = dict(session.execute(select(Pairing.id, Pairing.status).where(Pairing.id.in_(chosen))).all())  # type: ignore[arg-type]
    return {
        key: {
            **_opinions(judged.get(key, [{}])[-1]),
            **({"department_opinion": drawn[key]["ground"]} if key in drawn else {}),
            "results": reached[key],
            "conclusion": boxes(words.CONCLUSIONS, _drawn(drawn.get(key), status.get(key, "")), words.WIDE_GAP),
        }
        for key in chosen
    }


def _drawn(conclusion: Mapping[str, Any] | None, status: str) -> list[str]:
    """The box to fill: only what was decided; a proposal leaves them all open."""
    if conclusion and conclusion["status"] == "carried_out":
        return [CONCLUDED.get(conclusion["kind"], "")]
    return [status]


def _opinions(row: Mapping[str, Any]) -> Values:
    told = {"mentor_opinion": row.get("mentor_opinion", ""), "unit_opinion": row.get("unit_opinion", "")}
    return {**told, "department_opinion": ""}


def assessment_values(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{pairings.id: the last assessment with its indicators}; what nobody filed yet is blank."""
    chosen = list(ids)
    reached = results(session, viewer, chosen)
    judged = paper_assessments(session, viewer, pairing_ids=chosen)
    return {
        key: {**(_assessment(judged[key][-1]) if key in judged else _blank_assessment()), "evidence": reached[key]}
        for key in chosen
    }


def _assessment(row: Mapping[str, Any]) -> Values:
    score = row["score"]
    return {
        **_opinions(row),
        "assess_title": words.ROUNDS[row["kind"]],
        "assess_period": words.YEAR.format(year=row["year"]),
        "total": "" if score is None else f"{score:.1f}",
        "grade": boxes(words.GRADES, [row["grade"]]),
        "scores": [_score(row, place, one) for place, one in enumerate(row["indicators"]["items"])],
    }


def _score(row: Mapping[str, Any], place: int, indicator: Mapping[str, Any]) -> Values:
    """One indicator: what each assessor gave, and their weighted points once all have given theirs."""
    given = {who: _given(row["scores"].get(who), place) for who in COLUMNS}
    shown = {column: "" if given[who] is None else f"{given[who]:g}" for who, column in COLUMNS.items()}
    parts = [row[f"weight_{who}"] * points for who, points in given.items() if points is not None]
    points = f"{sum(parts) / 100:.1f}" if len(parts) == len(COLUMNS) else ""
    name = indicator["name"] or words.INDICATORS[indicator["code"]]
    return {"item": name, "weight": f"{indicator['weight']:g}", **shown, "points": points}


def _given(told: Mapping[str, Any] | None, place: int) -> float | None:
    by = (told or {}).get("by") or []
    return float(by[place]) if place < len(by) and by[place] is not None else None


def _blank_assessment() -> Values:
    blank = dict.fromkeys(("weight", *COLUMNS.values(), "points"), "")
    return {
        **dict.fromkeys((*OPINIONS, "total"), ""),
        "assess_title": words.EITHER,
        "assess_period": words.PERIOD.format(start=words.DAY_BLANK, end=words.DAY_BLANK),
        "grade": boxes(words.GRADES, ()),
        "scores": [{"item": goal, **blank} for goal in words.GOALS.values()],
    }


def results(session: Session, viewer: Viewer, ids: list[int]) -> Mapping[int, str]:
    """{pairings.id: items of the plan that are done, stages reached, what was recorded}, "" where nothing is."""
    items: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in paper_items(session, viewer, pairing_ids=ids):
        items[row["pairing_id"]].append(row)
    told, stages, counts = _done(items), _stages(session, viewer, ids), _counts(session, viewer, ids)
    return {key: lines(told.get(key), stages.get(key), counts.get(key)) for key in ids}


def _done(items: Mapping[int, list[Mapping[str, Any]]]) -> dict[int, str]:
    out = {}
    for key, rows in items.items():
        done = [row for row in rows if row["done_on"]]
        if done:
            named = [words.FINISHED_ITEM.format(goal=words.GOALS[row["goal"]], measure=row["measure"]) for row in done]
            out[key] = lines(words.FINISHED.format(done=len(done), items=len(rows)), *named)
    return out


def _stages(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for row in paper_stages(session, viewer, pairing_ids=ids):
        duty = words.IN_BRACKETS.format(text=row["duty"]) if row["duty"] else ""
        told = words.REACHED.format(day=day(row["entered_on"]), stage=words.STAGES[row["stage"]], duty=duty)
        found[row["pairing_id"]].append(told)
    return {key: lines(*told) for key, told in found.items()}


def _counts(session: Session, viewer: Viewer, ids: list[int]) -> dict[int, str]:
    records, talks, households = Counter[int](), Counter[int](), Counter[int]()
    for row in paper_records(session, viewer, pairing_ids=ids, kinds=KINDS):
        key = row["pairing_id"]
        records[key] += 1
        talks[key] += row["kind"] == "talk"
        households[key] += row["households_visited"] or 0
    return {
        key: words.KEPT.format(records=count, talks=talks[key], households=households[key])
        for key, count in records.items()
    }
