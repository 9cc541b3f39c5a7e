"""The tables of the city report (情况报告), row by row; everything in a row is text or a count."""

from collections.abc import Iterator, Sequence
from typing import Any

from db.queries.outcome_figures import Share
from programme.codes import UNIT_KINDS
from programme.papers import report_words as words
from programme.papers.report_facts import LED, Facts
from programme.papers.words import NOTHING
from programme.reviews.values import is_absent
from texts import days

Values = dict[str, Any]
Frame = Any
EXPERTISE = 12


def percent(part: float, whole: float) -> str:
    """A share in percent with one decimal, "—" of nothing.

    >>> percent(1, 8)
    '12.5%'
    """
    return f"{100 * part / whole:.1f}%" if whole else NOTHING


def bar(part: float, whole: float) -> str:
    """A bar for a part of a whole; something is never drawn as nothing.

    >>> bar(1, 2), bar(1, 100), bar(0, 0)
    ('■■■■', '■', '')
    """
    return words.BAR * max(round(words.LONGEST_BAR * part / whole), 1) if part and whole else ""


def lines(found: Facts) -> list[Values]:
    """What came of it against the lines of reference."""
    known = found.references
    shares = [_line(name, one) for name, one in zip(words.LINES, (known.introduced, known.promoted), strict=False)]
    told_petitions = NOTHING if known.petitions is None else str(known.petitions)
    remark = words.NOT_TOLD if known.petitions is None else ""
    return [*shares, {"name": words.LINES[2], "value": told_petitions, "line": "0", "remark": remark}]


def _line(name: str, one: Share) -> Values:
    value = NOTHING if one.share is None else percent(one.numerator, one.denominator)
    remark = words.MISSING.format(count=one.unknown) if one.unknown else ""
    return {"name": name, "value": value, "line": f"{one.line:.0%}", "remark": words.FEW if one.few else remark}


def kinds(found: Facts) -> Iterator[Values]:
    """The kinds of units that somebody serves or teaches in."""
    people, loads = found.people, found.loads
    pool = loads[loads["status"].isin(["in_pool", "paused"])]
    for code, word in {**UNIT_KINDS, **words.KINDS}.items():
        own, teaching = people[people["unit_kind"] == code], pool[pool["unit_kind"] == code]
        if len(own) or len(teaching):
            units = set(own["unit_id"].dropna()) | set(teaching["unit_id"].dropna())
            yield {"name": word, "units": len(units), "mentors": len(teaching), **_paired(own)}


def _paired(own: Frame) -> Values:
    led = int(own["status"].isin(LED).sum())
    return {"mentees": len(own), "paired": led, "share": percent(led, len(own)), "bar": bar(led, len(own))}


def counties(found: Facts) -> Iterator[Values]:
    """The counties, with who waits there."""
    for county, own in found.people.groupby("county", sort=False):
        waiting = int((own["status"] == "waiting").sum())
        yield {"name": str(county) or words.KINDS[""], **_paired(own), "waiting": waiting}


def months(rows: Sequence[dict[Any, Any]]) -> Iterator[Values]:
    """The months, with bars of everything recorded against the fullest of them."""
    fullest = max((row["logs"] + row["talks"] for row in rows), default=0)
    for row in rows:
        share = row["on_time"]
        counts = {name: int(row[name]) for name in ("pairs", "logs", "talks", "households")}
        yield {
            "month": days.partial(row["month"]),
            **counts,
            "on_time": NOTHING if is_absent(share) else f"{100 * share:.0f}%",
            "bar": bar(row["logs"] + row["talks"], fullest),
        }


def expertise(found: Facts) -> Iterator[Values]:
    """What is wanted most, against who knows it."""
    remarks = {0: words.NONE, 1: words.SINGLE}
    shown = found.demand.head(EXPERTISE).to_dict("records")
    most = max((int(row["wanted"]) for row in shown), default=0)
    for row in shown:
        holders, wanted = int(row["holders"]), int(row["wanted"])
        ratio = f"{wanted / holders:.1f}" if holders else NOTHING
        yield {
            "name": row["name"],
            "wanted": wanted,
            "mentors": holders,
            "ratio": ratio,
            "single": remarks.get(holders, ""),
            "bar": bar(wanted, most),
        }
