"""`python -m programme prepare [--demo]`: make or renew the tables and the first words; with --demo also the invented city, if the database is empty."""

import argparse
from pathlib import Path

from db import schema
from db.copies import copy_to
from db.engines import Database, database
from programme.seed import seed_words
from programme.setup import is_empty
from texts import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--demo."""
    parser.add_argument("--demo", action="store_true", help="fill an empty database with a fictitious city")


def run(arguments: argparse.Namespace) -> int:
    """Prepare the database of DATABASE_URL."""
    return prepare(database(), demo=arguments.demo)


def prepare(database: Database, *, demo: bool) -> int:
    """Bring the schema up (keeping a copy of an older SQLite file), give a vocabulary without words its first ones and,
    if asked and nothing is there, build the city."""
    present = schema.revision(database)
    if present is not None and not schema.is_current(database):
        _keep_copy(database, present)
    schema.upgrade(database)
    with database.write() as session:
        seed_words(session)
    print(_("The database is ready: {url}").format(url=database.url.render_as_string()))
    if demo:
        _build_city(database)
    return 0


def _keep_copy(database: Database, present: str) -> None:
    if not database.is_sqlite:
        return
    path = Path(str(database.url.database))
    copy = path.with_name(f"{path.stem}.before-upgrade-from-{present}{path.suffix}")
    if not copy.exists():
        copy_to(database, copy)
        print(_("A copy from before the upgrade: {path}").format(path=copy))


def _build_city(database: Database) -> None:
    if not is_empty(database):
        print(_("The database is not empty; it stays as it is."))
        return
    # The city is a big module that only this command needs.
    from programme.demo import build

    built = build(database, size="demo")
    told = _("A fictitious city: {mentors} mentors, {mentees} mentees, {pairings} past pairings.")
    print(told.format(mentors=built.mentors, mentees=built.mentees, pairings=built.pairings))
