"""A list made by hand, kept as a scheme of its own kind: opened, its doubts decided, its columns assigned.

The scheme holds a fresh snapshot, the sheets as they were read, every decision, and the pairs that follow from all
that. It can be looked at, compared and downloaded; it is never adjusted at the desk nor signed (see decision 0010).
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from db.engines import Database
from db.models import Scheme
from documents.grid import Refused, Sheet, of_plain, to_plain
from documents.handlist import HandList, Layout, assigned, find_layout, guess_layout, read_hand_list
from documents.safe import Upload, read_sheets
from matching import Problem
from matching.problem import Cells
from programme.access import Action, Actor, require
from programme.errors import Conflict, Invalid
from programme.handmade.settle import OUT, Row, as_plain, key_of_line, pairs_of, settle
from programme.handmade.who import Side
from programme.roster.draft import refused
from programme.roster.known import people
from programme.roster.words import wordbook
from programme.runs import EDITABLE, frozen_scheme
from programme.scheme_pairs import store_pairs
from programme.scheme_state import HANDMADE, read_problem
from programme.snapshot import key_of, person_of
from programme.usecase import claim, fetch, perform, record, use_case

MOST_ROWS = 5000
ORIGIN = "handmade"


def open_list(database: Database, by: Actor, cohort_id: int, name: str, upload: Upload) -> int:
    """Read a workbook in a process of its own and keep it as a scheme; returns the scheme.

    Raises Invalid ("file_refused", "hand_list_long", or that of the name), Conflict for a name that is taken.
    """
    require(by, Action.RUN_SCHEME)
    try:
        sheets = read_sheets(upload)
    except Refused as error:
        raise refused(Refused(error.rule, **{**error.data, "file": upload.name})) from error
    return perform(database, by.id, take_list, cohort_id=cohort_id, name=name, file=upload.name, sheets=sheets)


@use_case(Action.RUN_SCHEME)
def take_list(session: Session, by: Actor, *, cohort_id: int, name: str, file: str, sheets: Iterable[Sheet]) -> int:
    """Keep sheets that have been read as a scheme with a fresh snapshot, under the rules in force."""
    kept = list(sheets)
    rows = sum(len(sheet.rows) for sheet in kept)
    if rows > MOST_ROWS:
        raise Invalid("hand_list_long", rows=rows, limit=MOST_ROWS)
    scheme, _ground = frozen_scheme(session, by, cohort_id, name)
    scheme.kind, scheme.status = HANDMADE, "draft"
    scheme.solution = {"hand": {"file": file[:200], "sheets": to_plain(kept), "columns": {}, "choices": {}}}
    found = _settle(session, scheme)
    states = _count(found)
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme.id}", hand_list=file[:200], name=scheme.name, **states)
    return scheme.id


@use_case(Action.RUN_SCHEME)
def decide(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, sheet: str, row: int, side: str = "",
    name: str = "", person_id: int = OUT,
) -> int:  # fmt: skip
    """Say whom a name in a row means, or leave the whole row out (neither side nor person); returns the version.

    A name with `person_id` 0 takes the decision back. Raises Invalid for somebody who cannot stand there.
    """
    scheme = _taken(session, scheme_id, seen_version)
    hand = dict(scheme.solution["hand"])
    if side and person_id and person_id not in _open(scheme)[side]:
        raise Invalid("hand_list_nobody", name=name)
    choices = {**hand["choices"], key_of_line(sheet, row, side, name): person_id}
    hand["choices"] = {key: value for key, value in choices.items() if value}
    return _again(session, by, scheme, hand, decided=[sheet, row, side, person_id])


@use_case(Action.RUN_SCHEME)
def take_back(session: Session, by: Actor, *, scheme_id: int, seen_version: int, sheet: str, row: int) -> int:
    """Forget every decision about a row; returns the version."""
    scheme = _taken(session, scheme_id, seen_version)
    hand = dict(scheme.solution["hand"])
    own = key_of_line(sheet, row)
    hand["choices"] = {
        key: value for key, value in hand["choices"].items() if key != own and not key.startswith(f"{own}\t")
    }
    return _again(session, by, scheme, hand, forgot=[sheet, row])


@use_case(Action.RUN_SCHEME)
def assign(
    session: Session, by: Actor, *, scheme_id: int, seen_version: int, sheet: str, columns: Mapping[str, int]
) -> int:
    """Say in which columns of a sheet the names stand ({field: column from 1}); returns the version."""
    scheme = _taken(session, scheme_id, seen_version)
    hand = dict(scheme.solution["hand"])
    hand["columns"] = {**hand["columns"], sheet: {name: int(number) for name, number in columns.items() if number}}
    return _again(session, by, scheme, hand, columns=[sheet, dict(columns)])


def _taken(session: Session, scheme_id: int, seen_version: int) -> Scheme:
    scheme = fetch(session, Scheme, scheme_id)
    if scheme.kind != HANDMADE:
        raise Conflict("scheme_not_handmade", name=scheme.name)
    if scheme.status not in EDITABLE:
        raise Conflict("scheme_is_fixed", name=scheme.name, status=scheme.status)
    claim(session, scheme, seen_version)
    return scheme


def _again(session: Session, by: Actor, scheme: Scheme, hand: dict[str, Any], **told: Any) -> int:
    scheme.solution = {**scheme.solution, "hand": hand}
    _settle(session, scheme)
    record(session, by, Action.RUN_SCHEME, f"scheme:{scheme.id}", **told)
    return scheme.version


def _settle(session: Session, scheme: Scheme) -> list[Row]:
    """Read the kept sheets with every decision, and make the scheme's pairs those of the list."""
    hand = scheme.solution["hand"]
    sides, sheets = _sides(session, scheme), of_plain(hand["sheets"])
    layouts = {sheet.title: _layout(sheet, hand["columns"].get(sheet.title), sides) for sheet in sheets}
    found = read_hand_list(sheets, {title: one for title, one in layouts.items() if one is not None})
    rows = settle(found.lines, sides, hand["choices"])
    problem = read_problem(session, scheme.id)
    pairs = [(key_of(mentee), key_of(mentor)) for mentee, mentor in pairs_of(rows)]
    scheme.fingerprint = _fingerprint(problem, pairs)
    hand = {**hand, "rows": as_plain(rows), **_understood(sheets, layouts, found)}
    scheme.solution = {"hand": hand, "unmatched": _without(problem, pairs)}
    _store(session, scheme, problem, pairs)
    return rows


def _understood(
    sheets: Iterable[Sheet], layouts: Mapping[str, Layout | None], found: HandList
) -> dict[str, list[list[Any]]]:
    """What was made of each sheet, as [title, headers, {field: column}], and every row that pairs nobody."""
    told = []
    for sheet in sheets:
        layout = layouts[sheet.title] or assigned(sheet, None, {})
        told.append([sheet.title, list(layout.headers), dict(layout.columns)])
    out = [[one.sheet, one.row, one.reason, one.text] for one in found.left_out]
    return {"layouts": told, "left_out": out}


def _store(session: Session, scheme: Scheme, problem: Problem, pairs: list[tuple[str, str]]) -> None:
    ids = scheme.problem["mentees"]
    cells = Cells(problem.mentees, problem.mentors)
    fits = (problem.fit_at(cells.of([pair]))[0] for pair in pairs)
    plan = {(ids[mentee], person_of(mentor)): (fit, ORIGIN) for (mentee, mentor), fit in zip(pairs, fits, strict=True)}
    store_pairs(session, scheme.id, plan)


def _without(problem: Problem, pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Whoever the list gives fewer mentors than asked for, in the form of a solution's JSON."""
    given = [mentee for mentee, _mentor in pairs]
    refused = {one.id: one.ineligible for one in problem.pool.mentees if one.ineligible} if problem.pool else {}
    return [
        {
            "mentee": mentee,
            "seats": int(asked) - given.count(mentee),
            "reason": "ineligible" if mentee in refused else "not_on_list",
            "details": {"reason": refused[mentee]} if mentee in refused else {},
        }
        for mentee, asked in zip(problem.mentees, problem.demand, strict=True)
        if given.count(mentee) < asked
    ]


def _fingerprint(problem: Problem, pairs: Iterable[tuple[str, str]]) -> str:
    told = problem.fingerprint + "".join(sorted(f"{mentee}:{mentor};" for mentee, mentor in pairs))
    return f"hand:{sha256(told.encode()).hexdigest()}"


def _layout(sheet: Sheet, columns: Mapping[str, int] | None, sides: Mapping[str, Side]) -> Layout | None:
    found = find_layout(sheet) or guess_layout(sheet, sides["mentee"].knows, sides["mentor"].knows)
    return assigned(sheet, found, columns) if columns else found


def _sides(session: Session, scheme: Scheme) -> dict[str, Side]:
    words = wordbook(session).vocabulary
    able = _open(scheme)
    return {side: Side(people(session, side, scheme.cohort_id), able[side], words) for side in able}


def _open(scheme: Scheme) -> dict[str, frozenset[int]]:
    """Who may stand on each side: everybody in the snapshot (people.id)."""
    mentees, mentors = scheme.problem["mentees"], scheme.problem["pool"]["mentors"]
    return {
        "mentee": frozenset(map(person_of, mentees)),
        "mentor": frozenset(person_of(mentor["id"]) for mentor in mentors),
    }


def _count(rows: Iterable[Row]) -> dict[str, int]:
    states = [row.state for row in rows]
    return {state: states.count(state) for state in sorted(set(states))}
