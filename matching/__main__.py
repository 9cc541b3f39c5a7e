"""The engine on the command line: solve, verify, diagnose, explain, all on JSON files of format 1."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from matching.diagnose import diagnose_problem
from matching.errors import InputError, MatchingError, refuse
from matching.explain import explain
from matching.fileformat import read_problem
from matching.problem import Problem
from matching.solutionfile import read_solution, write_solution
from matching.solve import solve
from matching.verify import Verdict, verify

GOOD, BAD, MALFORMED = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 good, 1 not valid or not optimal, 2 malformed input (one line per fault on stderr)."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        return code
    except InputError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
    except MatchingError as error:
        print(error, file=sys.stderr)
    return MALFORMED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m matching", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, run in (("solve", _solve), ("verify", _verify), ("diagnose", _diagnose), ("explain", _explain)):
        command = commands.add_parser(name, help=(run.__doc__ or "").splitlines()[0])
        command.set_defaults(run=run)
        command.add_argument("problem", type=Path, metavar="IN.json")
        if name in ("verify", "explain"):
            command.add_argument("solution", type=Path, metavar="OUT.json")
        else:
            command.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")
        if name == "solve":
            command.add_argument("--time-limit", type=float, metavar="SECONDS")
            command.add_argument("--progress", action="store_true", help="one JSON line per step on standard error")
        if name == "explain":
            command.add_argument("--mentee", required=True, metavar="ID")
            command.add_argument("--limit", type=int, metavar="COUNT", help="at most so many candidates")
    return parser


def _solve(options: argparse.Namespace) -> int:
    """Find the best plan and its proof."""
    problem = _problem(options.problem)
    progress = _show_progress if options.progress else None
    _write(write_solution(problem, solve(problem, progress=progress, time_limit=options.time_limit)), options.output)
    return GOOD


def _verify(options: argparse.Namespace) -> int:
    """Check a plan and its proof: exit 0 when valid and optimal."""
    problem, claimed = _problem(options.problem), _load(options.solution)
    try:
        verdict = verify(problem, read_solution(problem, claimed))
    except InputError as error:
        verdict = Verdict(error.faults, False)
    for fault in verdict.faults:
        print(fault)
    print("valid and optimal" if verdict else "valid, not proved optimal" if verdict.valid else "not valid")
    return GOOD if verdict else BAD


def _diagnose(options: argparse.Namespace) -> int:
    """Say who cannot be placed, why, and what would help."""
    _write(dataclasses.asdict(diagnose_problem(_problem(options.problem))), options.output)
    return GOOD


def _explain(options: argparse.Namespace) -> int:
    """Explain one mentee's pairing, with the price of every other mentor."""
    problem = _problem(options.problem)
    solution = read_solution(problem, _load(options.solution))
    if not verify(problem, solution).valid:
        raise refuse("$", "solution_does_not_belong_to_problem")
    if options.mentee not in problem.mentees:
        raise refuse("--mentee", "unknown_mentee", value=options.mentee)
    _write(dataclasses.asdict(explain(problem, solution, options.mentee, options.limit)), None)
    return GOOD


def _show_progress(share: float, stage: str) -> None:
    print(json.dumps({"share": round(share, 3), "stage": stage}), file=sys.stderr, flush=True)


def _problem(path: Path) -> Problem:
    return read_problem(_load(path))


def _load(path: Path) -> Any:
    """Parsed JSON of a file; faults of the file itself are named by its path."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise refuse(str(path), "cannot_be_read", value=error.strerror) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise refuse(str(path), "not_json", value=str(error)) from error


def _write(value: Any, path: Path | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
