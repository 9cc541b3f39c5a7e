"""The acts of the desk in words: what each is called, and what somebody did."""

from collections.abc import Mapping

from pages.parts.dates import moment
from pages.parts.reasons import sentence, signed
from programme.deeds import DEEDS as DEEDS
from programme.deeds import did as did
from programme.desk_cards import Deed
from texts import N_, _

KINDS: Mapping[str, str] = {
    "lock": N_("Lock"),
    "unlock": N_("Unlock"),
    "reassign": N_("Reassign"),
    "appoint": N_("Appoint"),
    "ban": N_("Ban"),
    "unban": N_("Lift ban"),
    "swap": N_("Swap"),
    "more": N_("Seat +1"),
    "fewer": N_("Seat −1"),
    "alone": N_("Leave alone"),
    "call_back": N_("Take up again"),
    "override": N_("Appoint against the rule"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
}


def kind_words(kind: str) -> str:
    """The name of an act as its button says it."""
    return _(KINDS[kind]) if kind in KINDS else kind


def deed_words(deed: Deed) -> str:
    """Who did what when, why, and how many moved."""
    said = _("{at} {who} {did}").format(at=moment(deed.at), who=deed.by, did=did(deed))
    reason = _("reason: {reason}").format(reason=deed.reason) if deed.reason else ""
    moved = _("{count} people moved").format(count=deed.moved) if deed.moved else _("nobody moved")
    return sentence([said, reason, moved, _("total fit {change}").format(change=signed(deed.change))])
