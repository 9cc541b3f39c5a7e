"""The process that reads a foreign file: bytes on standard input, sheets or a refusal as JSON on standard output.

It is started by `documents.safe` as `python -m documents.reader TITLE`, with limits on memory and time, and holds
nothing worth stealing. Whatever goes wrong here ends this process and nothing else.
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


def answer(title: str, content: bytes) -> str:
    """The JSON line for the parent."""
    try:
        sheets = read_content(title, content)
    except Refused as refusal:
        return json.dumps({"refused": refusal.rule, "data": refusal.data})
    return json.dumps({"sheets": to_plain(sheets)}, ensure_ascii=False)


def main() -> int:
    """Read, answer, and end."""
    # numpy would start threads whose stacks count against the memory limit; openpyxl does without it.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    restrict(DEFAULT)
    try:
        sys.stdout.write(answer(sys.argv[1], sys.stdin.buffer.read()))
    except MemoryError:
        return EXIT_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main())
