"""What the desk has to say when it refuses: a colleague was faster, a rule forbids it, a reason is missing."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "desk_moved_on": N_(
            "{who} changed this scheme at {at} (concerning {names}; you saw version {seen}, now it is {present}). "
            "Nothing was overwritten. The page shows it as it is now; decide again."
        ),
        "desk_closed_proposed": N_("“{name}” is submitted for approval and cannot be changed. Withdraw it first."),
        "desk_closed_approved": N_("“{name}” is approved and cannot be changed."),
        "desk_closed_confirmed": N_("“{name}” is confirmed and cannot be changed; changes go through the pairings."),
        "desk_closed_superseded": N_("“{name}” has been replaced by a newer scheme. Open that one."),
        "desk_closed_computing": N_("“{name}” is still being computed."),
        "desk_closed_failed": N_("“{name}” could not be computed. Run it again."),
        "reason_needed": N_("Somebody moves by this: give the reason."),
        "leader_needed": N_("Give the name of the leader who appoints."),
        "nothing_to_lock": N_("These pairs are locked already, or there is no mentor yet."),
        "nothing_to_unlock": N_("There is no lock here."),
        "nothing_to_unban": N_("There is no ban here."),
        "nothing_to_undo": N_("There is nothing to undo."),
        "nothing_to_redo": N_("There is nothing to redo."),
        "not_a_swap": N_("A swap takes two people with different mentors. Choose two rows."),
        "which_mentor_goes": N_("This person has two mentors. Say which of them goes."),
        "seats_taken": N_(
            "With {seats} seats this mentor would have fewer than are taken ({taken}: pairings in force and locks)."
        ),
        "seats_amount": N_("Give or take at least one and at most {most} seats."),
        "alone_already": N_("This person is left without a mentor on purpose already."),
        "not_alone": N_("This person is not left alone on purpose."),
        "no_rule_against": N_("No rule speaks against this pair: appoint the mentor as usual."),
        "not_in_snapshot": N_("This mentor joined the pool after the scheme was computed. Run the scheme again."),
        "pin_no_seat": N_(
            "All {seats} seats of this mentor are locked for others ({locked} with this one). Unlock one of them first."
        ),
        "pin_banned": N_("Staff banned this pair (“{reason}”). Lift the ban first."),
        "pin_unavailable": N_("This mentor is not available: not confirmed, paused or left."),
        "pin_ineligible": N_("This person is not eligible in this cohort."),
        "pin_same_person": N_("Nobody can be their own mentor."),
        "pin_kinship": N_("Kinship avoidance is declared between the two; they must not be paired."),
        "pin_command": N_("The mentor is the direct superior; the rules of this cohort forbid such a pair."),
        "pin_stream": N_("The discipline stream stays among itself; the rules of this cohort forbid such a pair."),
        "pin_two_cycle": N_("The two would be each other's mentor."),
    }
)
