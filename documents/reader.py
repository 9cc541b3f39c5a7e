"""The process that reads a foreign file: bytes on standard input, sheets or a refusal as JSON on standard output.

It is started by `documents.safe` as `python -m documents.reader TITLE LIMITS`, bounds its own memory and time, and
holds nothing worth stealing. Whatever goes wrong here ends this process and nothing else.
"""

import json
import sys

from documents.grid import Refused, Sheet, to_plain
from documents.limits import DEFAULT, Limits

EXIT_MEMORY = 3


def restrict(limits: Limits) -> None:
    """Bound this process, where the system can: memory, processor time, size of what it writes, no core file."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the bound there.
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_content(title: str, content: bytes, limits: Limits = DEFAULT) -> list[Sheet]:
    """The sheets of a file of either kind; Refused with the reason otherwise."""
    from documents import package

    if package.kind_of(content, limits) == "csv":
        from documents.csvtext import read_csv

        return read_csv(title, content, limits)
    package.check(content, limits)
    from documents.xlsx import read_xlsx

    return read_xlsx(content, limits)


def answer(title: str, content: bytes, limits: Limits) -> str:
    """The JSON for the parent."""
    try:
        sheets = read_content(title, content, limits)
    except Refused as refusal:
        return json.dumps({"refused": refusal.rule, "data": refusal.data})
    return json.dumps({"sheets": to_plain(sheets)}, ensure_ascii=False)


def main() -> int:
    """Read, answer, and end."""
    # numpy would start threads whose stacks count against the memory limit; openpyxl does without it.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    title, limits = sys.argv[1], Limits(**json.loads(sys.argv[2]))
    restrict(limits)
    try:
        sys.stdout.write(answer(title, sys.stdin.buffer.read(), limits))
    except MemoryError:
        return EXIT_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
