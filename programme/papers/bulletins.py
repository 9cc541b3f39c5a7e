"""The bulletin (晾晒通报) as a paper, from what was frozen when it was published, by unit in their official order."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from db.clock import local
from db.queries.monthly_checks import publication
from db.queries.viewer import Viewer
from programme.errors import NotFound
from programme.frozen import short
from programme.papers import form_words as words
from programme.papers.words import NOTHING, day
from texts import days

Values = dict[str, Any]
OWED = ("on_time", "late", "backfilled", "outstanding")
PARAGRAPHS = ("good", "problems", "next")


def bulletin_values(session: Session, viewer: Viewer, publication_id: int) -> Values:
    """The fields of a published bulletin; NotFound for one that is not there."""
    row = publication(session, viewer, publication_id=publication_id)
    if row is None:
        raise NotFound("no_row", kind="publications", key=publication_id)
    content = row["content"]
    return {
        "cohort": content["cohort"],
        "month": days.partial(content["month"]),
        "number": row["number"],
        "version": short(row["frozen_hash"]),
        "published": day(local(row["at"]).date()),
        "whole": _whole(content),
        "check": _check(content["check"]) if content["check"] else "",
        "forces": [{"text": text} for text in _forces(content.get("forces", ()))],
        "units": [_unit(number, one) for number, one in enumerate(content["units"], start=1)],
        "comments": list(_comments(content["units"])),
        "examples": [{**one, "since": day(date.fromisoformat(one["since"]))} for one in content.get("examples", ())],
        **{name: _paragraphs(content["written"][name]) for name in PARAGRAPHS},
    }


def _whole(content: Mapping[str, Any]) -> str:
    sums = content["sums"]
    owed = sum(sums[name] for name in OWED)
    share = f"{sums['on_time'] / owed:.0%}" if owed else NOTHING
    due = day(date.fromisoformat(content["due_on"]))
    return words.WHOLE.format(owed=owed, share=share, due=due, **sums, **content["weights"])


def _check(told: Mapping[str, Any]) -> str:
    """What the spot check found, and how much of it nobody has looked at yet."""
    left = told["drawn"] - told["sound"] - told["thin"] - told["wrong"]
    return words.CHECK.format(**told, open=words.UNCHECKED.format(count=left) if left else "")


def _forces(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Of each campaign a sentence: how many units have which grade by each force."""
    campaigns: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        campaigns.setdefault(row["campaign"], {}).setdefault(row["force"], {})[row["grade"]] = row["count"]
    for campaign, forces in campaigns.items():
        told = [force_told(name, counts) for name, counts in forces.items()]
        yield words.FORCES.format(campaign=campaign, told="；".join(told))


def force_told(name: str, counts: Mapping[str, int]) -> str:
    """A force with how many units have which grade, {grade: count}, the strong first."""
    told = (text.format(count=counts[grade]) for grade, text in words.FORCE_GRADES.items() if grade in counts)
    return words.FORCE.format(name=name, grades=words.JOIN.join(told))


def _unit(number: int, one: Mapping[str, Any]) -> Values:
    mean = NOTHING if one["mean"] is None else f"{one['mean']:.1f}"
    counts = {name: one[name] for name in (*OWED, "excused")}
    return {"number": number, "unit": one["unit"] or NOTHING, "owed": sum(one[name] for name in OWED), **counts, "mean": mean}  # fmt: skip


def _comments(units: list[dict[str, Any]]) -> Iterator[Values]:
    for unit in units:
        for one in unit["comments"]:
            yield {"unit": unit["unit"] or NOTHING, **{name: one[name] for name in ("mentee", "head", "leader")}}


def _paragraphs(text: str) -> list[Values]:
    """Each line a paragraph; one empty paragraph for the pen where nothing is written."""
    return [{"text": line.strip()} for line in text.splitlines() if line.strip()] or [{"text": ""}]
