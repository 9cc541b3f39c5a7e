"""What a request to change or end a pairing says: from the newest change slip about it, else blanks for the pen."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Change, Pairing, Person, Unit
from db.queries.viewer import Viewer
from programme.change_content import Content, Line
from programme.papers import change_words
from programme.papers import form_words as words
from programme.papers.blanks import boxes, lines
from programme.papers.words import day, titled

Values = dict[str, Any]
Found = tuple[Change, Content, Line]
# What an act of a slip asks for in the words of the form; a released pairing waits for another mentor.
ASKED = {"change": "change", "release": "change", "pause": "pause", "end": "end"}


def alterations(session: Session, viewer: Viewer, ids: Iterable[int]) -> Mapping[int, Values]:
    """{pairings.id: the fields of the request}; why a mentor leaves is told to the whole office only."""
    chosen = list(ids)
    found = newest_lines(session, chosen)
    names = _successors(
        session, [line.new_mentor_id for _change, _content, line in found.values() if line.new_mentor_id]
    )
    whole = viewer.unit_id is None
    return {key: _told(found[key], names, whole) if key in found else _blank() for key in chosen}


def newest_lines(session: Session, ids: Iterable[int]) -> dict[int, Found]:
    """{pairings.id: the newest slip that was not withdrawn or returned, with what it says of the pairing}."""
    chosen = set(ids)
    cohorts = select(Pairing.cohort_id).where(Pairing.id.in_(chosen)).distinct()
    rows = select(Change).where(Change.cohort_id.in_(cohorts), Change.status.not_in(("withdrawn", "returned")))
    found: dict[int, Found] = {}
    for change in session.scalars(rows.order_by(Change.id)):
        content = Content.of(change.content)
        found |= {
            line.pairing_id: (change, content, line)
            for line in content.lines
            if line.pairing_id in chosen and line.act in ASKED
        }
    return found


def _successors(session: Session, person_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """{people.id: (name, unit with post)}."""
    rows = select(Person.id, Person.name, Unit.name, Person.post).outerjoin(Unit, Unit.id == Person.unit_id)
    found = session.execute(rows.where(Person.id.in_(list(person_ids))))
    return {key: (name, titled(unit, post)) for key, name, unit, post in found}


def _told(found: Found, names: Mapping[int, tuple[str, str]], whole: bool) -> Values:
    change, content, line = found
    name, title = names.get(line.new_mentor_id or 0, ("", ""))
    # A mentor's leaving is told by its kind alone, so that no request exposes illness or death.
    leaving = change_words.KINDS["leave"] if content.kind == "leave" else ""
    note = content.note if whole or not leaving else ""
    return {
        "change_kind": boxes(words.CHANGES, [ASKED[line.act]]),
        "change_day": day(content.effective_on),
        "change_reason": lines(leaving or change_words.GROUNDS.get(content.ground), note, line.note),
        "change_number": words.CHANGE_NUMBER.format(number=change.id, state=change_words.STATES[change.status]),
        "successor": name,
        "successor_title": title,
    }


def _blank() -> Values:
    names = ("change_reason", "change_number", "successor", "successor_title")
    return {
        **dict.fromkeys(names, ""),
        "change_kind": boxes(words.CHANGES, ()),
        "change_day": words.DAY_BLANK,
    }


def successors_of(session: Session, ids: Iterable[int]) -> Mapping[int, str]:
    """{pairings.id: who follows, as far as a slip says}."""
    found = newest_lines(session, ids)
    names = _successors(
        session, [line.new_mentor_id for _change, _content, line in found.values() if line.new_mentor_id]
    )
    return {
        key: words.SUCCEEDED.format(name=names[line.new_mentor_id][0])
        for key, (_change, _content, line) in found.items()
        if line.new_mentor_id in names
    }
