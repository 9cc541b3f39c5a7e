"""What papers say of the process of a pairing: a sheet for each record, the plan, a sheet for each monthly review."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.clock import local
from db.models.records import KINDS
from db.queries.paper_sources import paper_items, paper_plans, paper_records, paper_reviews
from db.queries.viewer import Viewer
from programme.papers import form_words as words
from programme.papers.blanks import boxes, day_or_blank, lines
from programme.papers.words import day
from programme.recordbook.codes import parted
from texts import days

Values = dict[str, Any]
TALKS = ("talk",)
LOGS = tuple(kind for kind in KINDS if kind not in TALKS)
# So many works of a month stand on its sheet; the rest is counted.
WORKS = 6


@dataclass(frozen=True, slots=True)
class Narrow:
    """What to leave of the process: a month ("2026-10"), a single record; `filled`: no empty sheet for the pen."""

    month: str = ""
    record_id: int = 0
    filled: bool = False

    @property
    def blank(self) -> bool:
        """Whether a pairing without anything gets an empty sheet."""
        return not (self.month or self.record_id or self.filled)


EVERYTHING = Narrow()


def record_sheets(
    session: Session, viewer: Viewer, ids: Iterable[int], kinds: tuple[str, ...], narrow: Narrow = EVERYTHING
) -> Mapping[int, list[Values]]:
    """{pairings.id: a sheet for each record of these kinds}; one empty sheet where nothing narrows and none is there."""
    chosen = list(ids)
    known: dict[int, list[Values]] = defaultdict(list)
    for row in paper_records(
        session, viewer, pairing_ids=chosen, kinds=kinds, month=narrow.month, record_id=narrow.record_id
    ):
        known[row["pairing_id"]].append(record_sheet(row))
    if narrow.blank:
        for key in chosen:
            known[key] = known[key] or [blank_record()]
    return known


def record_sheet(row: Mapping[str, Any]) -> Values:
    """One record for its sheet."""
    late = words.BACKFILLED.format(day=day(local(row["recorded_at"]).date())) if row["backfilled"] else ""
    told = [boxes(words.METHODS, parted(row["methods"]))]
    if row["steps"]:
        told.append(boxes(words.STEPS, parted(row["steps"])))
    return {
        "kind": words.KINDS[row["kind"]],
        "day": day(row["happened_on"]),
        "spot": row["place"] or row["village"] or "",
        "subject": row["title"],
        "content": lines(row["content"], *_details(row)),
        "outcome": row["outcome"],
        "reflection": row["reflection"],
        "ways": boxes(words.WAYS, parted(row["forms"])),
        "methods": words.GAP.join(told),
        "aspects": boxes(words.ASPECTS, parted(row["aspects"])),
        "remark": late,
    }


def blank_record() -> Values:
    """A sheet to be filled in by hand."""
    names = ("kind", "spot", "subject", "content", "outcome", "reflection", "remark")
    return {
        **dict.fromkeys(names, ""),
        "day": words.DAY_BLANK,
        "ways": boxes(words.WAYS, ()),
        "methods": boxes(words.METHODS, ()),
        "aspects": boxes(words.ASPECTS, ()),
    }


def _details(row: Mapping[str, Any]) -> Iterable[str]:
    """What a visit, a post or a local remedy has besides its text."""
    if row["village"]:
        yield _visited(row)
    if row["campaign"]:
        mode = words.MODES[row["mode"]]
        yield words.POSTED.format(**{name: row[name] for name in ("campaign", "post", "links", "visits")}, mode=mode)
    if row["remedy"]:
        told = words.REMEDY.format(remedy=words.REMEDIES[row["remedy"]])
        rated = row["feedback_count"] and row["rating"]
        yield told + (words.FEEDBACK.format(count=row["feedback_count"], rating=row["rating"]) if rated else "")
    if row["problems_found"] is not None:
        yield words.PROBLEMS.format(found=row["problems_found"], solved=row["problems_solved"] or 0)
    if row["topics"]:
        yield words.TOPICS.format(topics=words.JOIN.join(row["topics"]))


def _visited(row: Mapping[str, Any]) -> str:
    visited, total = row["households_visited"], row["households_total"]
    told = words.VISITED.format(village=row["village"], visited=visited)
    return told + (words.OF_ALL.format(total=total, share=visited / total) if total else "")


def plan_heads(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{pairings.id: the plan as a whole}, all blank without one."""
    chosen = list(ids)
    known = paper_plans(session, viewer, pairing_ids=chosen)
    return {key: _head(known.get(key)) for key in chosen}


def _head(row: Mapping[str, Any] | None) -> Values:
    if row is None:
        return {"plan_agreed": "", "plan_gap": "", "plan_outcome": ""}
    taken = words.TAKEN_OVER.format(mentor=row["taken_from"]) if row["taken_from"] else ""
    return {
        "plan_agreed": day(row["agreed_on"]),
        "plan_gap": lines(row["gap"], taken),
        "plan_outcome": row["outcome"].rstrip("。"),
    }


def plan_rows(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{pairings.id: `items` under the four goals in their order}; a goal without items has one blank row."""
    chosen = list(ids)
    known: dict[tuple[int, str], list[Values]] = defaultdict(list)
    for row in paper_items(session, viewer, pairing_ids=chosen):
        known[row["pairing_id"], row["goal"]].append(_item(row))
    return {
        key: {"items": [item for goal in words.GOALS for item in known.get((key, goal), [_no_item(goal)])]}
        for key in chosen
    }


def _item(row: Mapping[str, Any]) -> Values:
    done = words.DONE.format(day=day(row["done_on"])) if row["done_on"] else ""
    return {
        "goal": words.GOALS[row["goal"]],
        "gap": row["gap"],
        "measure": row["measure"],
        "due": day(row["due_on"]),
        "result": lines(done, row["result"]),
    }


def _no_item(goal: str) -> Values:
    return {"goal": words.GOALS[goal], **dict.fromkeys(("gap", "measure", "due", "result"), "")}


def review_sheets(
    session: Session, viewer: Viewer, ids: Iterable[int], narrow: Narrow = EVERYTHING
) -> Mapping[int, list[Values]]:
    """{pairings.id: a sheet for each month}; one empty sheet where no month is asked for and none is there."""
    chosen, month = list(ids), narrow.month
    works = _works(session, viewer, chosen, month)
    known: dict[int, list[Values]] = defaultdict(list)
    for row in paper_reviews(session, viewer, pairing_ids=chosen, month=month):
        key = row["pairing_id"]
        known[key].append(review_sheet(row, works.get((key, row["month"]), [])))
    if narrow.blank:
        for key in chosen:
            known[key] = known[key] or [blank_review()]
    return known


def _works(session: Session, viewer: Viewer, ids: list[int], month: str) -> Mapping[tuple[int, str], list[str]]:
    """{(pairings.id, month): what was recorded then, a line each}."""
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in paper_records(session, viewer, pairing_ids=ids, kinds=KINDS, month=month):
        title = words.IN_BRACKETS.format(text=row["title"]) if row["title"] else ""
        told = words.WORK_LINE.format(day=day(row["happened_on"]), kind=words.KINDS[row["kind"]], title=title)
        found[row["pairing_id"], f"{row['happened_on']:%Y-%m}"].append(told)
    return found


def review_sheet(row: Mapping[str, Any], works: list[str]) -> Values:
    """One review for its sheet, whatever stands of it already."""
    told = works[:WORKS] + ([words.MORE.format(count=len(works) - WORKS)] if len(works) > WORKS else [])
    return {
        "month": days.partial(row["month"]),
        "work": "\n".join(told),
        "self_text": row["self_text"],
        "self_score": _score(row["self_score"]),
        "self_day": day_or_blank(row["self_on"]),
        "score": "" if row["score"] is None else f"{row['score']:.1f}",
        "remark": _remark(row),
        **_comment(row, "leader"),
        **_comment(row, "head"),
    }


def _comment(row: Mapping[str, Any], role: str) -> Values:
    name = row[f"{role}_author"] or row[f"{role}_name"]
    return {
        f"{role}_text": row[f"{role}_text"] or "",
        f"{role}_author": words.AUTHOR.format(name=name) if name else "",
        f"{role}_score": _score(row[f"{role}_score"]),
        f"{role}_day": day_or_blank(row[f"{role}_on"]),
    }


def _score(value: float | None) -> str:
    return words.SCORE_BLANK if value is None else f"{value:g}"


def _remark(row: Mapping[str, Any]) -> str:
    if row["state"] != "complete" and (row["paused"] or row["excuse"]):
        return words.EXCUSED.format(reason=row["excuse"] or words.PAUSED)
    return words.MARKS.get(row["mark"], "")


def blank_review() -> Values:
    """A sheet to be filled in by hand."""
    names = ("work", "self_text", "leader_text", "head_text", "leader_author", "head_author", "score", "remark")
    blank = dict.fromkeys(("self_score", "leader_score", "head_score"), words.SCORE_BLANK)
    unsigned = dict.fromkeys(("self_day", "leader_day", "head_day"), words.DAY_BLANK)
    return {**dict.fromkeys(names, ""), **blank, **unsigned, "month": words.MONTH_BLANK}
