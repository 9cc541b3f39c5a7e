"""The rules that only tables of records have, in words; they join those of the rosters."""

from texts import N_

FINDINGS: dict[str, str] = {
    "day_missing": N_("Only {date} is given; the day is missing."),
    "year_missing": N_("The year is missing: this may be {readings}."),
    "year_from_title": N_("The year is that of the table's head: {date}."),
    "kind_from_title": N_("No column says the kind; by the title these are: {kind}."),
    "several_names": N_("Several names in one cell; a row belongs to one pairing."),
    "record_day_needed": N_("Say on which day it happened."),
    "record_in_future": N_("{day} lies in the future. Write down what has happened."),
    "record_too_early": N_("{day} lies before {earliest}. Check the year."),
    "record_words_needed": N_("Say in a few words what it was about."),
    "record_private_number": N_(
        "The text holds the number of an identity card or of a mobile phone. Such numbers have no place here; take it out."
    ),
    "record_more_solved": N_("{solved} problems solved but only {found} found. Correct one of the two."),
    "record_village_needed": N_("Say which village or community was visited."),
    "record_households_needed": N_("Say how many households were visited."),
    "record_more_households": N_("{visited} households visited of only {total}. Correct one of the two."),
    "record_campaign_needed": N_("Choose the campaign."),
    "record_remedy_needed": N_("Say which of the four local remedies it was."),
    "record_outside_campaign": N_(
        "{day} lies outside the days of the campaign {campaign}, which began on {since}. Check the day or the campaign."
    ),
    "record_feedback_whole": N_("Give both the number of villagers and their mean rating, or neither."),
    "record_never_in_force": N_("This pairing has never been in force, so nothing can have happened in it."),
    "record_before_force": N_(
        "On {day} this pairing was not in force yet; it came into force on {since}. Check the day."
    ),
    "record_after_force": N_(
        "On {day} this pairing was no longer in force; it ended on {until}. Check the day, or choose the pairing that followed."
    ),
    "record_while_paused": N_(
        "On {day} this pairing was at rest; it paused on {until}. Check the day, or resume the pairing first."
    ),
    "record_cohort_closed": N_("{cohort} is closed and takes no new records. Leave the row out."),
}
SUGGESTIONS: dict[str, str] = {
    "day_missing": N_("Write the day as well, such as 2026.3.5."),
    "year_missing": N_("Write {choices}."),
    "several_names": N_("Write one line for each of them."),
}
REASONS: dict[str, str] = {
    "nothing_told": N_("pairing without a record"),
    "no_records": N_("sheet without a table of records"),
}
