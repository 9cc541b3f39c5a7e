"""What the pool, the cohorts and the words have to say when they refuse: what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "pool_unchanged": N_("Nothing differs from what is saved."),
        "unknown_field": N_("There is no field {field}."),
        "not_in_list": N_("“{value}” is not one of the choices. Choose from the list."),
        "bad_name": N_("“{value}” cannot be a name. Write the name only, without notes or figures."),
        "bad_birth": N_(
            "“{value}” cannot be read as a date of birth. Write it like 1986.10 or 1986.10.05, not after today."
        ),
        "bad_work_start": N_("“{value}” cannot be read as the start of work. Write it like 2024.08 or 2024.08.15."),
        "ambiguous_month": N_(
            "“{value}” may be January or October. Write the month with two figures: 1986.01 or 1986.10."
        ),
        "work_before_fourteen": N_(
            "The start of work ({work_start}) is less than 14 years after the birth ({birth}). Correct one of them."
        ),
        "bad_capacity": N_("The capacity must be a whole number from {low} to {high}."),
        "bad_grassroots_years": N_("The years of grassroots work must lie between {low} and {high}."),
        "bad_demand": N_("A mentee asks for one mentor or two."),
        "bad_priority": N_("The priority must be a whole number from {low} to {high}."),
        "bad_grade": N_("A grade of expertise must be a whole number from {low} to {high}."),
        "text_too_long": N_("This text has {length} characters; at most {limit} can be kept."),
        "too_many_needs": N_("{count} needs were chosen; name the {limit} most important ones at most."),
        "no_unit": N_("There is no such unit. Add it under Words and units first."),
        "no_term": N_("There is no such word in the vocabulary ({value}). Add it under Words and units first."),
        "no_taken": N_("The number {no} belongs to somebody else. Check both entries."),
        "same_person": N_(
            "There is a {name} with the same unit and birth already. Choose that person instead, or tell the two apart."
        ),
        "mentor_already": N_("{name} is in the mentor pool already. Look for the name there."),
        "mentee_already": N_("{name} is among the mentees of {cohort} already. Look for the name there."),
        "no_such_move": N_("This step is not possible from the present state. Reload the page and look again."),
        "reason_missing": N_("Choose a reason for this step."),
        "note_missing": N_("Say in a note what the judgement of weak results rests on."),
        "future_day": N_("{value} lies in the future. Give the day on which it happened."),
        "not_confirmed": N_("No department has confirmed this mentor yet. Record a confirmation first."),
        "not_reviewed": N_("This mentor has to be reviewed before a department can confirm."),
        "other_department": N_("The publicity department records its own confirmation only."),
        "same_two": N_("Nobody can be declared against himself. Choose another person."),
        "declared_already": N_("An avoidance between these two is declared already."),
        "cohort_closed": N_("{cohort} is closed. Open it again before adding anybody."),
        "cohort_name": N_("Give the cohort a name of at most {limit} characters."),
        "cohort_name_taken": N_("There is a cohort called {name} already. Choose another name."),
        "ends_before_starts": N_("The end ({ends_on}) must come after the start ({starts_on})."),
        "eligible_after_end": N_(
            "Eligibility would be judged on {eligible_on}, after the cohort has ended ({ends_on}). Correct one of the dates."
        ),
        "bad_notice_days": N_("The public notice must last from {low} to {high} working days."),
        "cohort_has_open_pairings": N_("{cohort} still has open pairings. End or graduate them before closing it."),
        "bad_word": N_("Give a word; it and each synonym may have {limit} characters at most."),
        "word_taken": N_("“{word}” means {name} already. Merge the two, or choose another word."),
        "word_changed": N_(
            "Somebody changed this since you opened it; it is called {name} now. Look again and decide."
        ),
        "merge_two": N_("Choose two different entries of the same list that are both in use."),
        "unit_name": N_("Give the unit a name of at most {limit} characters."),
        "no_county": N_("Choose the county first."),
    }
)
