"""What the records say on a handover sheet: the plan and how far it is, the stages, the matters in hand."""

from collections.abc import Iterable

from pages.parts.dates import day
from pages.parts.frame import plain
from pages.parts.record_list import short
from pages.parts.record_words import word
from programme.change_handed import Handed
from texts import _


def handed(found: Handed) -> dict[str, str]:
    """The three rows of the sheet; "" where nothing is on record."""
    return {
        _("Plan and how far it is"): _joined(_plan(found)),
        _("Stage of growth, and what was learnt"): _joined(_growth(found)),
        _("Matters in hand, cases, visits"): _joined(_matters(found)),
    }


def _joined(parts: Iterable[str]) -> str:
    return plain(_("; ").join(parts))


def _plan(found: Handed) -> Iterable[str]:
    if found.agreed_on:
        yield _("agreed on {day}").format(day=day(found.agreed_on))
    if found.items:
        yield _("items done: {done} of {count}").format(done=found.items - len(found.open), count=found.items)
    for one in found.open:
        told = _("to do by {day}: {measure} ({goal})")
        yield told.format(day=day(one.due_on), measure=short(one.measure), goal=word("goal", one.goal))


def _growth(found: Handed) -> Iterable[str]:
    for one in found.stages:
        told = _("{stage} since {day}").format(stage=word("stage", one.stage), day=day(one.entered_on))
        yield _("{stage}: {duty}").format(stage=told, duty=short(one.duty)) if one.duty else told
    if found.learnt:
        yield _("in the mentee's words: {text}").format(text=short(found.learnt))


def _matters(found: Handed) -> Iterable[str]:
    if found.records:
        told = _("records: {records}, talks among them: {talks}, households visited: {households}")
        yield told.format(records=found.records, talks=found.talks, households=found.households)
    if found.unsolved:
        yield _("problems not solved: {count}").format(count=found.unsolved)
    for one in found.works:
        told = _("{day} {kind}").format(day=day(one.on), kind=word("kind", one.kind))
        yield _("{work}: {about}").format(work=told, about=short(one.about)) if one.about else told
