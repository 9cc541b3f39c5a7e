"""What change slips and acts on units have to say: refusals, and each finding of the check before carrying out."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from programme.recheck import Finding
from texts import N_, _, days

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "change_moved": N_(
            "This slip changed since you opened it: last by {name} at {at}. "
            "The page shows it as it is now; decide again."
        ),
        "slip_stage": N_("This slip is not at the stage for this step. The page shows where it stands now."),
        "slip_unchanged": N_("This is what was sent back, unchanged. Change it, or answer the comment in your own."),
        "slip_reason": N_("Say why in words: the slip is kept for good."),
        "own_change": N_("You proposed this slip yourself; somebody else has to approve it."),
        "in_other_slip": N_("Slip no. {number} already speaks of this pairing. Finish or withdraw that one first."),
        "no_open_pairing": N_("There is no open pairing here any more. The page shows how things stand now."),
        "nobody_leaves": N_("Choose at least one mentor who leaves."),
        "leaver_twice": N_("One mentor is named twice. Name each mentor once."),
        "nobody_loses_a_mentor": N_("Nobody loses a mentor by this, so there is nothing to plan."),
        "swap_two_pairs": N_("Choose two pairings with different mentors and different mentees."),
        "successor_missing": N_("Choose the new mentor, another one than the present."),
        "return_day": N_("A pause needs the day of the return, and it lies after the day of the change."),
        "effective_day": N_("The day {value} is more than a year away. Check the date."),
        "transfer_unit": N_("{unit} is where this person already is, or no longer exists. Choose another unit."),
        "unit_act_two": N_("Choose two different units that both exist today."),
        "unit_act_undone": N_("This act has been taken back already."),
        "unit_act_later": N_("Something has changed since: {name} was moved or edited again. Take that back first."),
        "split_nobody": N_("Choose who goes to the new unit."),
        "split_stranger": N_("Everybody who goes to the new unit has to belong to the unit that is split."),
    }
)

FINDINGS: Mapping[str, str] = MappingProxyType(
    {
        "change_empty": N_("The slip changes nothing."),
        "change_not_yet": N_("It takes effect on {day} and can be carried out from that day on."),
        "pair_moved_on": N_("The pairing of {mentee} is no longer as it was when this slip was drawn up."),
        "act_not_in_state": N_("The pairing of {mentee} is in a state in which this cannot be done."),
        "before_it_began": N_("The pairing of {mentee} began on {day}; the change cannot take effect before."),
        "before_its_last_step": N_(
            "The pairing of {mentee} was last changed on {day}; this change cannot take effect before."
        ),
        "records_after": N_(
            "There is a record of {mentee} of {day}. Let the change take effect from that day on, or strike the record out."
        ),
        "successor_missing": N_("A new mentor is not chosen yet."),
        "mentor_paused": N_("Mentor {mentor} is paused. Choose somebody else."),
        "mentor_left": N_("Mentor {mentor} has left the pool or leaves by this slip. Choose somebody else."),
        "mentor_unconfirmed": N_("Mentor {mentor} is not confirmed in the pool. Confirm the mentor first."),
        "over_capacity": N_("Mentor {mentor} would have {load} pairings and {new} new ones; the seats are {capacity}."),
        "self_pair": N_("{mentee} would be their own mentor."),
        "mutual_pair": N_("{mentee} and {mentor} would be each other's mentor."),
        "twice_the_same": N_("{mentee} would have {mentor} as mentor twice."),
        "avoidance": N_("{mentee} and {mentor} have declared that they must avoid each other."),
        "leaver_moved_on": N_("Mentor {mentor} is no longer in a state from which to leave or rest."),
        "rests_with_who_left": N_(
            "{mentee} would rest with {mentor}, who leaves. Choose a successor, or let the mentee wait for one."
        ),
        "second_without_lead": N_("{mentee} would be left with a second mentor only. Give a new lead mentor too."),
        "transfer_moved_on": N_("{mentee} is no longer in the unit that the slip names."),
        "transfer_unit_gone": N_(
            "{unit} no longer exists. Draw the transfer up again to the unit that took its place."
        ),
        "pair_not_covered": N_("{mentee} is with a leaving mentor too, and the slip does not say what follows."),
        "not_what_was_signed": N_("The content is no longer what was signed ({hash})."),
        "rule_command": N_("{mentor} is the direct superior of {mentee}."),
        "rule_stream": N_("{mentee} and {mentor} belong to streams that stay apart."),
    }
)


def words(finding: Finding) -> str:
    """The sentence of a finding in the language in force."""
    return _(FINDINGS[finding.code]).format(**{name: _spoken(value) for name, value in finding.data.items()})


def _spoken(value: object) -> object:
    return days.spoken(value) if isinstance(value, date) else value
