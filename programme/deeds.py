"""What an act at the desk did, in words: for the desk's history and for papers."""

from collections.abc import Mapping

from programme.desk_cards import Deed
from programme.reasons import listing
from texts import N_, _

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


def did(deed: Deed) -> str:
    """What an act did, without who and when."""
    people, mentors = (listing(who.label for who in side) for side in (deed.people or deed.mentors, deed.mentors))
    told = {"people": people, "mentors": mentors, "leader": deed.leader, "of": deed.of, "amount": abs(deed.amount)}
    return _(DEEDS[deed.kind]).format(**told)
