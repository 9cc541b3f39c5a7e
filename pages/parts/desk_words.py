"""The acts of the desk in words: what each is called, and what somebody did."""

from collections.abc import Mapping

from pages.parts.dates import moment
from pages.parts.reasons import listing, sentence, signed
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

DEEDS: Mapping[str, str] = {
    "lock": N_("locked {people}"),
    "unlock": N_("unlocked {people}"),
    "reassign": N_("gave {people} to {mentors}"),
    "appoint": N_("gave {people} to {mentors}, named by {leader}"),
    "ban": N_("banned {people} with {mentors}"),
    "unban": N_("lifted the ban on {people} with {mentors}"),
    "swap": N_("swapped the mentors of {people}"),
    "more": N_("gave {mentors} {amount} more seats in this scheme"),
    "fewer": N_("took {amount} seats from {mentors} in this scheme"),
    "alone": N_("left {people} without a mentor on purpose"),
    "call_back": N_("took {people} up again"),
    "override": N_("gave {people} to {mentors} against a rule, named by {leader}"),
    "undo": N_("undid no. {of} ({people})"),
    "redo": N_("did no. {of} again ({people})"),
}


def kind_words(kind: str) -> str:
    """The name of an act as its button says it."""
    return _(KINDS[kind]) if kind in KINDS else kind


def did(deed: Deed) -> str:
    """What an act did, without who and when."""
    people, mentors = (listing(who.label for who in side) for side in (deed.people or deed.mentors, deed.mentors))
    told = {"people": people, "mentors": mentors, "leader": deed.leader, "of": deed.of, "amount": abs(deed.amount)}
    return _(DEEDS[deed.kind]).format(**told)


def deed_words(deed: Deed) -> str:
    """Who did what when, why, and how many moved."""
    said = _("{at} {who} {did}").format(at=moment(deed.at), who=deed.by, did=did(deed))
    reason = _("reason: {reason}").format(reason=deed.reason) if deed.reason else ""
    moved = _("{count} people moved").format(count=deed.moved) if deed.moved else _("nobody moved")
    return sentence([said, reason, moved, _("total fit {change}").format(change=signed(deed.change))])
