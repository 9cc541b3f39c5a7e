"""`python -m programme import-roster --kind mentor|mentee FILE... [--dry-run] --report OUT.json`: read rosters and save them, or only say what saving them would do.

What is wrong in the files stands in the report cell by cell; rows with a fault and doubtful rows are not saved. With
--dry-run nothing is saved, and no database is needed. Exit code 0: read (whatever was found in it), 2: refused.
"""

import argparse
import json
import re
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from db import schema
from db.clock import today
from db.engines import Database, database, default_url
from db.models import Cohort
from documents.grid import Refused
from documents.roster import Roster
from documents.roster.sentences import refusal_sentence
from documents.safe import upload_of
from documents.vocabulary import seed
from programme import cohorts
from programme.access import Actor
from programme.roster import Draft, confirm, report
from programme.roster.difference import Comparison, Difference
from programme.roster.draft import read_with
from programme.roster.known import People
from programme.roster.preview import compare
from programme.roster.words import Wordbook, remembered, wordbook
from programme.seed import seed_words
from programme.setup import settle
from texts import _

# The server itself: whoever may run this command may read the database file anyway. The audit keeps it as nobody.
SERVER = Actor(cast(int, None), "", "", "officer")
YEAR = re.compile("(20[0-9]{2})年")
UNREADABLE = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--kind, the files, --dry-run, --report, --cohort."""
    parser.add_argument("--kind", required=True, choices=("mentor", "mentee"))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".xlsx or .csv")
    parser.add_argument("--dry-run", action="store_true", help="save nothing")
    parser.add_argument(
        "--report", type=Path, metavar="OUT.json", help="where the report goes (default: standard output)"
    )
    parser.add_argument(
        "--cohort", default="", help="the mentees' cohort by name (default: the newest open one, else a new one)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read, compare, save unless it is a dry run, and write the report."""
    try:
        draft = Draft(tuple(upload_of(path) for path in arguments.files), arguments.kind)
        told = _dry_run(draft, arguments) if arguments.dry_run else _import(database(), draft, arguments)
    except Refused as refused:
        told = {
            "kind": arguments.kind,
            "rows": 0,
            "refused": {"rule": refused.rule, **refused.data, "message": refusal_sentence(refused)},
        }
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    _write(told, arguments.report)
    return UNREADABLE if "refused" in told else 0


def _import(database: Database, draft: Draft, arguments: argparse.Namespace) -> dict[str, Any]:
    """Read outside any transaction, then compare and save inside one."""
    settle(database)
    with database.write() as session:
        seed_words(session)
    roster = _read(database, draft)
    with database.write() as session:
        if draft.kind == "mentee":
            draft = replace(draft, cohort_id=_cohort(session, arguments.cohort, roster))
        difference, _steps = compare(session, roster, draft)
        outcome = confirm(session, SERVER, roster=roster, draft=draft, seen=difference.fingerprint)
    return {**report(roster, difference), "dry_run": False, "import_id": outcome.import_id}


def _dry_run(draft: Draft, arguments: argparse.Namespace) -> dict[str, Any]:
    """What saving would do; without a database everybody is new."""
    present = _present()
    if present is None:
        book = Wordbook(seed(), {}, {}, {})
        roster = read_with(book, draft, {})[0]
        comparison = Comparison(roster, draft, (book, People()))
        return _tell_dry(roster, comparison.difference(comparison.steps()))
    roster = _read(present, draft)
    with present.read() as session:
        cohort = _chosen(session, arguments.cohort) if draft.kind == "mentee" else None
        draft = replace(draft, cohort_id=cohort.id if cohort else 0)
        return _tell_dry(roster, compare(session, roster, draft)[0])


def _tell_dry(roster: Roster, difference: Difference) -> dict[str, Any]:
    return {**report(roster, difference), "dry_run": True, "import_id": None}


def _present() -> Database | None:
    """The database, if there is one and it is of this version; a dry run makes none."""
    url = make_url(default_url())
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    found = database()
    return found if schema.is_current(found) else None


def _read(database: Database, draft: Draft) -> Roster:
    with database.read() as session:
        book, headers = wordbook(session), {draft.kind or "": remembered(session, draft.kind or "")}
    return read_with(book, draft, headers)[0]


def _chosen(session: Session, name: str) -> Cohort | None:
    """The cohort of that name, or the open one that starts last."""
    rows = select(Cohort).where(Cohort.name == name) if name else select(Cohort).where(Cohort.status == "open")
    return session.scalars(rows.order_by(Cohort.starts_on.desc(), Cohort.id.desc()).limit(1)).first()


def _cohort(session: Session, name: str, roster: Roster) -> int:
    """The chosen cohort, or a new one of a year's length from today, named after the year in the roster's title."""
    found = _chosen(session, name)
    if found is not None:
        return found.id
    years = [YEAR.search(sheet.title) for sheet in roster.sheets]
    year = next((match[1] for match in years if match), str(today().year))
    start, title = today(), name or _("{year} cohort").format(year=year)
    end = start + timedelta(days=365)
    return cohorts.create(session, SERVER, name=title, eligible_on=start, starts_on=start, ends_on=end)


def _write(told: dict[str, Any], path: Path | None) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=1, default=str)
    if path is None:
        print(text)
        return
    path.write_text(text + "\n", "utf-8")
    counts = {name: told.get(name, 0) for name in ("rows", "new", "changed", "unchanged", "doubtful", "held")}
    faults, warnings = len(told.get("faults", ())), len(told.get("warnings", ()))
    print(
        _(
            "{rows} rows: {new} new, {changed} changed, {unchanged} unchanged, {doubtful} doubtful, {held} held back."
        ).format(**counts)
    )
    print(_("{faults} faults, {warnings} warnings; see {path}.").format(faults=faults, warnings=warnings, path=path))
