"""How much a file may be: generous for any roster, narrow for anything that only looks like one."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one file and of the process that reads it; sizes in bytes, times in seconds."""

    file: int = 10 * MIB
    entries: int = 200
    unpacked: int = 100 * MIB
    part: int = 12 * MIB
    ratio: int = 100
    one_row: int = 4 * MIB
    sheets: int = 60
    rows: int = 20_000
    columns: int = 60
    cell: int = 32_767
    text: int = 16_000_000
    memory: int = 512 * MIB
    cpu: int = 20
    wall: int = 40


DEFAULT = Limits()
