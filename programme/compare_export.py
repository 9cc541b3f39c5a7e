"""The comparison as a workbook: the figures, fairness, and every difference worst first; Chinese, as all papers are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from db.clock import today
from documents.workbook import Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.breach_words import broken_rules
from programme.codes import word_of
from programme.compare_groups import OTHERS, Group, groups
from programme.compare_moves import Move, moves_between
from programme.compare_people import DIMENSIONS
from programme.comparison import OWN, Comparison, Side, comparison
from programme.results import CHINESE, XLSX, Offer
from programme.scheme_names import NAME_LENGTH
from programme.usecase import use_case
from texts import N_, _, speaking

WORDS = {"county": N_("County"), "unit": N_("Unit"), "category": N_("Category"), "sex": N_("Sex")}


@use_case(Action.EXPORT)
def offer_comparison(session: Session, by: Actor, *, scheme_ids: Sequence[int], judged_by: str = OWN) -> Offer:
    """Lay a comparison of two or three schemes ready; a liaison gets its own unit's people.

    Raises as `comparison` does.
    """
    found = comparison(session, by.viewer, scheme_ids=scheme_ids, judged_by=judged_by)
    with speaking(CHINESE):
        sheets = [_figure_sheet(found), _fairness_sheet(found), *_difference_sheets(found)]
        file = f"{_('Comparison of schemes')}{today():%Y%m%d}.xlsx"
        content = write_book(sheets)
    return Offer(exports.offer(session, by, file, XLSX, content), file, sum(len(list(sheet.rows)) for sheet in sheets))


def _sheet(name: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Sheet:
    return Sheet(name, title, "", list(columns), rows)


def _figure_sheet(found: Comparison) -> Sheet:
    """Figures down, schemes across."""
    title = _(" against ").join(side.name for side in found.sides)
    heads = [_("Figure"), *(side.name for side in found.sides)]
    return _sheet(_("Figures"), title, heads, [list(row) for row in figure_rows(found)])


def figure_rows(found: Comparison) -> list[list[Any]]:
    """Each figure with its value in every scheme."""
    lines: list[tuple[str, list[Any]]] = [
        (_("Rules no."), [side.rules for side in found.sides]),
        (_("Judged by"), [_judged_by(found, side) for side in found.sides]),
        (_("Eligible"), [side.figures.eligible for side in found.sides]),
        (_("Paired"), [side.figures.paired for side in found.sides]),
        (_("Not paired"), [side.figures.unmatched for side in found.sides]),
        (_("Mean fit"), [_points(side.figures.mean_fit) for side in found.sides]),
        (_("Lowest fit"), [_points(side.figures.lowest_fit) for side in found.sides]),
        (_("Under the floor"), [side.figures.under_floor for side in found.sides]),
        (_("Gini of load"), [round(side.figures.gini, 3) for side in found.sides]),
        (_("Biggest load"), [_load(side.figures.burden, side.figures.seats) for side in found.sides]),
        (_("Mentors over their seats"), [side.figures.crowded for side in found.sides]),
        (_("Moves against pairings in force"), [_known(side.figures.moves) for side in found.sides]),
        (_("Broken rules"), [broken_rules(side.broken) or 0 for side in found.sides]),
        (_("Fingerprint"), [side.fingerprint for side in found.sides]),
    ]
    return [[name, *values] for name, values in lines]


def _judged_by(found: Comparison, side: Side) -> str:
    if found.judged_by == OWN:
        return _("own rules and snapshot")
    if found.judged_by.isdigit():
        return found.side(int(found.judged_by)).name
    return _("the rules in force (no. {number})").format(number=found.rules_now)


def _fairness_sheet(found: Comparison) -> Sheet:
    """Every group of every dimension with its size, and mean fit and people left out in each scheme."""
    heads = [_("By"), _("Group"), _("People")]
    for side in found.sides:
        heads += [_("Mean: {name}").format(name=side.name), _("Without a mentor: {name}").format(name=side.name)]
    rows = [
        [_(WORDS[dimension]), _group(dimension, group), len(group.mentee_ids), *_spreads(group)]
        for dimension in DIMENSIONS
        for group in groups(found, dimension)[0]
    ]
    return _sheet(_("Fairness"), _("Fairness by group, the worst served first"), heads, rows)


def _spreads(group: Group) -> list[Any]:
    return [value for spread in group.spreads for value in (_points(spread.mean), spread.left_out)]


def _group(dimension: str, group: Group) -> str:
    if group.key == OTHERS:
        return _("Others")
    return (word_of(dimension, group.key) if dimension in ("category", "sex") else group.key) or _("not recorded")


def _difference_sheets(found: Comparison) -> list[Sheet]:
    """A sheet for each scheme after the first: who changes from whom to whom, worst first."""
    first, *others = found.sides
    heads = [
        _("No."),
        _("Mentee"),
        _("Unit"),
        _("Mentor before"),
        _("Mentor after"),
        _("Fit before"),
        _("Fit after"),
        _("Change"),
    ]
    return [
        _sheet(
            _("Differences {number}").format(number=number),
            _("from “{before}” to “{after}”").format(before=first.name, after=other.name)[: 2 * NAME_LENGTH],
            heads,
            [[place, *_row(found, move)] for place, move in enumerate(moves_between(first, other).moves, 1)],
        )
        for number, other in enumerate(others, 1)
    ]


def _row(found: Comparison, move: Move) -> list[Any]:
    person = found.people.mentees[move.mentee_id]
    mentors = [
        _(", ").join(found.people.mentors[key].label for key in ids if key in found.people.mentors)
        for ids in (move.before, move.after)
    ]
    change = move.change if found.fits_alike else None
    fits = [_points(fit) for fit in (move.fit_before, move.fit_after, change)]
    return [person.name, person.unit, *(names or _("no mentor") for names in mentors), *fits]


def _points(value: float | None) -> Any:
    return "—" if value is None else round(value, 1)


def _known(value: int | None) -> Any:
    return "—" if value is None else value


def _load(people: int, seats: int) -> str:
    return _("leads {people}, seats {seats}").format(people=people, seats=seats)
