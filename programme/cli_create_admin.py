"""`python -m programme create-admin LOGIN NAME`: the first administrator of an installation without accounts."""

import argparse
import getpass

from db.engines import Database, database
from programme.setup import first_administrator, settle
from texts import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """LOGIN and NAME; the password is asked for, never given on the command line, where others could read it."""
    parser.add_argument("login", metavar="LOGIN")
    parser.add_argument("name", metavar="NAME")


def run(arguments: argparse.Namespace) -> int:
    """Ask for the password and create the account."""
    return create(database(), arguments.login, arguments.name, getpass.getpass(_("Password") + ": "))


def create(database: Database, login: str, name: str, password: str) -> int:
    """Create the security administrator; Conflict where somebody has an account already."""
    settle(database)
    with database.write() as session:
        actor = first_administrator(session, login=login, name=name, password=password)
    print(_("Created: {login}. Sign in and make the accounts of the others.").format(login=actor.login))
    return 0
