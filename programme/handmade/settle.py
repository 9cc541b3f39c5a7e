"""What becomes of each row of a list: paired, left alone, asked about, out, or said twice; and so which pairs it makes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from documents.handlist import SIDES, Line, Told
from programme.handmade.who import Found, Named, Side

Pair = tuple[int, int]
OUT = -1


@dataclass(frozen=True, slots=True)
class Ask:
    """A name that is not certain; `candidates` and `near` are people.id, see `who.Found`."""

    side: str
    name: str
    reason: str
    candidates: tuple[int, ...] = ()
    near: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what became of it: `state` is paired, alone (no mentor named), asked, out, or twice.

    `pairs` are (people.id of the mentee, people.id of the mentor); names as written, "、" between several.
    """

    sheet: str
    row: int
    mentee: str
    mentor: str
    state: str
    pairs: tuple[Pair, ...] = ()
    asks: tuple[Ask, ...] = ()


def key_of_line(sheet: str, row: int, side: str = "", name: str = "") -> str:
    """How a decision names a row, or one name in it."""
    return "\t".join((sheet, str(row), side, name)).rstrip("\t")


def settle(lines: Iterable[Line], sides: Mapping[str, Side], choices: Mapping[str, int]) -> list[Row]:
    """The rows of a list. `choices` are people.id by `key_of_line` of a name, or OUT by that of a row."""
    rows: list[Row] = []
    seen: set[Pair] = set()
    for line in lines:
        row = _row(line, sides, choices)
        if row.pairs and seen.issuperset(row.pairs):
            row = Row(row.sheet, row.row, row.mentee, row.mentor, "twice", row.pairs)
        seen.update(row.pairs)
        rows.append(row)
    return rows


def pairs_of(rows: Iterable[Row]) -> list[Pair]:
    """Every pair of the list, once."""
    return sorted({pair for row in rows if row.state in ("paired", "asked") for pair in row.pairs})


def as_plain(rows: Iterable[Row]) -> list[dict[str, object]]:
    """Rows as JSON."""
    return [asdict(row) for row in rows]


def of_plain(row: Mapping[str, object]) -> Row:
    """The inverse of `as_plain` for one row."""
    told = dict(row)
    asks = tuple(
        Ask(one["side"], one["name"], one["reason"], tuple(one["candidates"]), tuple(one["near"]))
        for one in told.pop("asks")  # type: ignore[attr-defined]
    )
    pairs = tuple((a, b) for a, b in told.pop("pairs"))  # type: ignore[attr-defined]
    return Row(**told, pairs=pairs, asks=asks)  # type: ignore[arg-type]


def _row(line: Line, sides: Mapping[str, Side], choices: Mapping[str, int]) -> Row:
    told = {"mentee": line.mentee, "mentor": line.mentor}
    plain = line.sheet, line.row, "、".join(line.mentee.names), "、".join(line.mentor.names)
    if choices.get(key_of_line(line.sheet, line.row)) == OUT:
        return Row(*plain, "out")
    found = {side: _people(line, side, sides[side], choices) for side in SIDES}
    asks = tuple(ask for side in SIDES for _person, ask in found[side] if ask)
    if not told["mentee"].names:
        asks = (*asks, Ask("mentee", "", "nobody_named"))
    pairs = tuple((a, b) for a, no in found["mentee"] if not no for b, but in found["mentor"] if not but)
    if asks:
        return Row(*plain, "asked", pairs, asks)
    return Row(*plain, "paired" if pairs else "alone", pairs)


def _people(line: Line, side: str, known: Side, choices: Mapping[str, int]) -> list[tuple[int, Ask | None]]:
    """(people.id, None) or (0, what is to be asked) of each name."""
    told: Told = getattr(line, side)
    out: list[tuple[int, Ask | None]] = []
    for name in told.names:
        chosen = choices.get(key_of_line(line.sheet, line.row, side, name), 0)
        found = Found(chosen) if chosen in known.open else known.find(Named(name, told.no, told.unit))
        asked = Ask(side, name, found.reason, found.candidates, found.near) if not found.person_id else None
        out.append((found.person_id, asked))
    return out
