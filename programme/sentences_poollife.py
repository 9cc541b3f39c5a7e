"""What nominations, certificates, ceremonies and exits have to say when they refuse: what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "not_graduated": N_("{name} has not graduated. Only a graduated mentee is nominated this way."),
        "nomination_over": N_("This nomination is decided already. Nominate the person anew to change anything."),
        "verdict_reason": N_("Say why: whoever was nominated will ask."),
        "criteria_unmet": N_(
            "{name} does not meet {count} criteria of the checklist. Tick what is met, or give the reason for an exception."
        ),
        "not_at_this_stage": N_("{name} is not at this stage any more. Reload the page and look again."),
        "no_mentor_chosen": N_("Choose at least one mentor in the table."),
        "mentors_too_many": N_("{count} mentors at once are too many; choose at most {limit}."),
        "return_before_pause": N_("The return ({return_on}) must come after the first day of the pause ({on})."),
        "exit_ground": N_("Say what the other reason is: somebody else will have to decide by it."),
        "exit_proposed": N_("The exit of {name} is proposed already and waits for a decision."),
        "exit_over": N_("This proposal is dealt with already. Reload the page and look again."),
        "own_exit": N_("You proposed this exit yourself. Somebody else has to decide."),
        "exit_too_early": N_("The day of leaving ({on}) has not come yet. Decide on that day."),
        "exit_has_pairs": N_(
            "This mentor still leads {count} people. Draw up a change slip that says who continues; it takes the mentor out of the pool."
        ),
        "appoint_in_pool": N_("{name} is not in the pool. Only mentors in the pool are appointed."),
        "terms_meet": N_("{name} is appointed until {ends_on} already. Let the new term begin after that day."),
        "term_too_long": N_("A term lasts {years} years at most. Correct its end."),
        "bad_number": N_("The number must be a whole number from 1 to {limit}."),
        "number_taken": N_("{number} is taken. The next free number is {next}."),
        "ceremony_place": N_("Write down where the ceremony was held."),
        "ceremony_nobody": N_("Choose which mentors or which pairs were there."),
        "ceremony_other_cohort": N_("One of these pairs belongs to another cohort. Choose pairs of this cohort only."),
    }
)
