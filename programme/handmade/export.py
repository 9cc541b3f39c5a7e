"""A scored list as a workbook: its pairs beside the best plan's, worst first, and every broken rule; Chinese, as all papers are."""

from sqlalchemy.orm import Session

from db.clock import today
from db.models import Scheme
from documents.workbook import Sheet, write_book
from programme import exports
from programme.access import Action, Actor
from programme.breach_words import breach
from programme.handmade.score import Score, Somebody, score
from programme.results import CHINESE, XLSX, Offer
from programme.usecase import fetch, use_case
from texts import _, speaking


@use_case(Action.EXPORT)
def offer_scored_list(session: Session, by: Actor, *, scheme_id: int) -> Offer:
    """Lay a scored list ready; a liaison gets what concerns its own unit."""
    found = score(session, by.viewer, scheme_id=scheme_id)
    name = fetch(session, Scheme, scheme_id).name
    with speaking(CHINESE):
        sheets = [_differences(name, found), _breaches(name, found)]
        content = write_book(sheets)
        file = f"{name}{_('scored')}{today():%Y%m%d}.xlsx"
    return Offer(exports.offer(session, by, file, XLSX, content), file, len(found.unlike))


def _differences(name: str, found: Score) -> Sheet:
    heads = [
        _("No."),
        _("Mentee"),
        _("Unit"),
        _("On the list"),
        _("Fit"),
        _("In the best plan"),
        _("Fit"),
        _("The list loses"),
    ]
    rows = [
        [
            number, one.mentee.name, one.mentee.unit, _names(one.by_hand), _sum(one.by_hand),
            _names(one.best), _sum(one.best), round(one.loss, 1),
        ]
        for number, one in enumerate(found.unlike, start=1)
    ]  # fmt: skip
    subtitle = _("mean fit {hand} on the list, {best} in the best plan; {same} mentees have the same mentor in both")
    told = subtitle.format(hand=_points(found.hand.mean), best=_points(found.best.mean), same=found.same)
    return Sheet(_("Differences"), name, told, heads, rows)


def _breaches(name: str, found: Score) -> Sheet:
    heads = [_("No."), _("Rule"), _("Mentee"), _("Unit"), _("Mentor"), _("Unit")]
    rows = [
        [number, breach(one.code), *_person(one.mentee), *_person(one.mentor)]
        for number, one in enumerate(found.breaches, start=1)
    ]
    return Sheet(_("Broken rules"), name, "", heads, rows)


def _person(somebody: Somebody | None) -> tuple[str, str]:
    return (somebody.name, somebody.unit) if somebody else ("", "")


def _names(side: tuple[tuple[Somebody, float], ...]) -> str:
    return "、".join(mentor.name for mentor, _fit in side) or "—"


def _sum(side: tuple[tuple[Somebody, float], ...]) -> float | str:
    return round(sum(fit for _mentor, fit in side), 1) if side else "—"


def _points(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f}"
