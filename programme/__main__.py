"""`python -m programme COMMAND`: what the office's IT does from the command line.

Each module `programme/cli_*.py` is a command. Its docstring begins with "`python -m programme NAME ...`", which names
it; `add_arguments(parser)` describes its arguments and `run(arguments)` returns the exit code.
"""

import argparse
import os
import pkgutil
import re
import sys
from importlib import import_module
from types import ModuleType

import programme
from programme.errors import ProgrammeError
from programme.sentences import sentence
from texts import DEFAULT, speaking

NAME = re.compile(r"`python -m programme ([a-z-]+)")


def commands() -> dict[str, ModuleType]:
    """name -> module of every command."""
    names = sorted(part.name for part in pkgutil.iter_modules(programme.__path__) if part.name.startswith("cli_"))
    modules = [import_module(f"programme.{name}") for name in names]
    return {_name(module): module for module in modules}


def main(argv: list[str] | None = None) -> int:
    """Run one command; a refusal of the programme is a sentence on stderr and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m programme", description="The desk of a mentor programme.")
    below = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module in commands().items():
        one = below.add_parser(name, help=_summary(module), description=module.__doc__)
        module.add_arguments(one)
        one.set_defaults(run=module.run)
    arguments = parser.parse_args(argv)
    with speaking(_language()):
        try:
            return int(arguments.run(arguments))
        except ProgrammeError as error:
            print(sentence(error), file=sys.stderr)
            return 2


def _name(module: ModuleType) -> str:
    found = NAME.search(module.__doc__ or "")
    if found is None:
        raise RuntimeError(f"{module.__name__}: its docstring does not name the command")
    return found[1]


def _summary(module: ModuleType) -> str:
    first = (module.__doc__ or "").split("\n", 1)[0]
    return first.split("`: ", 1)[-1]


def _language() -> str:
    """The console's language: Chinese unless the locale is set and another one."""
    wish = os.environ.get("BANGDAI_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "en" if wish.lower().startswith("en") else DEFAULT


if __name__ == "__main__":
    sys.exit(main())
