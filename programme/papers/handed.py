"""What goes over with a pairing, in the words of the handover sheet; "" leaves the cell to the pen."""

from typing import Any

from programme.change_handed import Handed
from programme.papers import change_words as words
from programme.papers import form_words
from programme.papers.blanks import lines
from programme.papers.words import day

# The sheet is one page: so many items and stages stand on it, and so many letters of a text.
ITEMS, STAGES = 2, 2
TEXT, ABOUT, LEARNT = 16, 20, 60


def handed_values(handed: Handed) -> dict[str, Any]:
    """Plan, growth and matters in hand as the fields of the sheet."""
    return {"progress": _plan(handed), "growth": _growth(handed), "matters": _matters(handed)}


def _plan(handed: Handed) -> str:
    agreed = words.AGREED.format(day=day(handed.agreed_on)) if handed.agreed_on else ""
    done = form_words.FINISHED.format(done=handed.items - len(handed.open), items=handed.items) if handed.items else ""
    left = [
        words.TO_DO.format(goal=form_words.GOALS[one.goal], measure=_short(one.measure, TEXT), due=day(one.due_on))
        for one in handed.open[:ITEMS]
    ]
    more = len(handed.open) - ITEMS
    return lines(
        words.STOP.join(part for part in (agreed, done) if part),
        *left,
        words.MORE_ITEMS.format(count=more) if more > 0 else "",
    )


def _growth(handed: Handed) -> str:
    reached = [
        form_words.REACHED.format(
            day=day(one.entered_on),
            stage=form_words.STAGES[one.stage],
            duty=form_words.IN_BRACKETS.format(text=_short(one.duty, TEXT)) if one.duty else "",
        )
        for one in handed.stages[-STAGES:]
    ]
    return lines(*reached, words.LEARNT.format(text=_short(handed.learnt, LEARNT)) if handed.learnt else "")


def _matters(handed: Handed) -> str:
    if not handed.records:
        return ""
    kept = form_words.KEPT.format(records=handed.records, talks=handed.talks, households=handed.households)
    works = [
        form_words.WORK_LINE.format(
            day=day(one.on),
            kind=form_words.KINDS[one.kind],
            title=form_words.IN_BRACKETS.format(text=_short(one.about, ABOUT)) if one.about else "",
        )
        for one in handed.works
    ]
    unsolved = words.UNSOLVED.format(count=handed.unsolved) if handed.unsolved else ""
    return lines(words.STOP.join(part for part in (kept, unsolved) if part), *works)


def _short(text: str, most: int) -> str:
    told = " ".join(text.split())
    return told if len(told) <= most else told[: most - 1] + words.CUT
