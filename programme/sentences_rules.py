"""What can go wrong with seats by name, quotas, named pairs and templates of rules, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "rule_reason_needed": N_("Give the reason: it stands in the record beside your name."),
        "quota_bounds": N_("At least {least} and at most {most} cannot both hold. Lower the first or raise the second."),
        "quota_says_nothing": N_("This quota asks for nothing: give a smallest number above 0 or a largest number."),
        "quota_names_nobody": N_("Choose at least one unit, county, category or mentor; or choose “everybody”."),
        "quota_each_is_a_ceiling": N_(
            "“With any one mentor” takes a largest number only, for the mentees of some unit, county or category. For all mentees use “Seat ceilings”."
        ),
        "quota_twice": N_("Quota {number} says the same already."),
        "quotas_contradict": N_(
            "Quota {number} allows at most {most} pairs, but within it quotas {numbers} ask for {least} at least. Change one of them."
        ),
        "quota_against_pairs": N_(
            "Quota {number} allows at most {most} pairs, but {pairs} pairs that must be fall under it. Take a pair out or raise the quota."
        ),
        "must_same_person": N_("Nobody can be their own mentor. Choose two people."),
        "pair_named_already": N_("This pair is named in the rules already. Take the old entry out first."),
        "pair_mentee_not_waiting": N_("This person does not wait for a mentor in this cohort (any more)."),
        "pair_mentor_unknown": N_("This person is not in the mentor pool."),
        "pair_paused": N_("This mentor is paused. Bring the mentor back into the pool first."),
        "pair_left": N_("This mentor has left the pool."),
        "pair_unconfirmed": N_("This mentor is not confirmed yet."),
        "pair_same_person": N_("Nobody can be their own mentor. Choose two people."),
        "pair_two_cycle": N_("Each would be the other's mentor."),
        "pair_mutual": N_("Each would be the other's mentor: the reverse pair is named in the rules."),
        "pair_kinship": N_("These two have declared that they must avoid each other (kinship avoidance). This rule cannot be set aside."),
        "pair_command": N_(
            "The mentor is the direct superior, which the hard rules forbid. Somebody who may approve can give a reason to set the rule aside for this pair."
        ),
        "pair_stream": N_(
            "Only one side belongs to discipline inspection, which the hard rules forbid. Somebody who may approve can give a reason to set the rule aside for this pair."
        ),
        "pair_ineligible": N_(
            "This mentee is not eligible in this cohort. Somebody who may approve can give a reason to set the rule aside for this pair."
        ),
        "pair_mentee_full": N_("The rules name enough mentors for this mentee already."),
        "pair_mentor_full": N_("This mentor has no seat left. Give the mentor more seats by name first, under “Seat ceilings”."),
        "waiver_needs_approver": N_("A hard rule can be set aside only by somebody who may approve, such as the section chief."),
        "named_in_rules": N_(
            "The cohort's rules name this pair (under “Named pairs”), so it stays as it is here. Change the rules and run again."
        ),
        "template_name": N_("A template needs a name of 1 to {limit} characters; this one has {length}."),
        "template_name_taken": N_("There is a template “{name}” already. Choose another name."),
    }
)  # fmt: skip
