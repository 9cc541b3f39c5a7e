"""`python -m programme check [--deploy]`: whether the database is whole and current; with --deploy, whether it may hold real data."""

import argparse

from db.engines import Database, database
from programme.deploy_facts import gather
from programme.deploy_rules import RULES, broken
from texts import _

ALWAYS = ("sqlite_version", "journal", "synchronous", "foreign_keys", "whole", "schema", "chain")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--deploy."""
    parser.add_argument("--deploy", action="store_true", help="everything that has to hold before real data go in")


def run(arguments: argparse.Namespace) -> int:
    """Check the database of DATABASE_URL and the settings beside the program."""
    return tell(database(), deploy=arguments.deploy)


def tell(database: Database, *, deploy: bool) -> int:
    """Print a line per broken rule; exit code 1 if there is one."""
    found = [rule for rule in broken(gather(database)) if deploy or rule.code in ALWAYS]
    for rule in found:
        print(f"{rule.code}: {_(rule.remedy)}")
    count = len(RULES) if deploy else len(ALWAYS)
    print(_("{count} rules checked, {broken} broken").format(count=count, broken=len(found)))
    return 1 if found else 0
