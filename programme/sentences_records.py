"""What records, plans, stages and campaigns have to say when they refuse: what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "record_day_needed": N_("Say on which day it happened."),
        "record_in_future": N_("{day} lies in the future. Write down what has happened."),
        "record_too_early": N_("{day} lies before {earliest}. Check the year."),
        "record_words_needed": N_("Say in a few words what it was about."),
        "record_private_number": N_(
            "The text holds the number of an identity card or of a mobile phone. Such numbers have no place here; take it out."
        ),
        "record_more_solved": N_("{solved} problems solved but only {found} found. Correct one of the two."),
        "record_bad_number": N_("A whole number from {low} to {high} belongs here."),
        "record_village_needed": N_("Say which village or community was visited."),
        "record_households_needed": N_("Say how many households were visited."),
        "record_more_households": N_("{visited} households visited of only {total}. Correct one of the two."),
        "record_campaign_needed": N_("Choose the campaign."),
        "record_outside_campaign": N_(
            "{day} lies outside the days of the campaign {campaign}, which began on {since}. Check the day or the campaign."
        ),
        "record_feedback_whole": N_("Give both the number of villagers and their mean rating, or neither."),
        "record_bad_rating": N_("The mean rating lies between 1 and 5."),
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
        "entry_struck": N_("This entry has been struck out and can no longer be changed."),
        "correction_reason_needed": N_("Say why it is corrected; what it said before stays readable."),
        "strike_reason_needed": N_("Say why it is struck out; it stays readable with the reason."),
        "item_done_already": N_("This undertaking was done on {day} already. Correct it instead."),
        "item_result_needed": N_("Say in a few words what came of it."),
        "item_due_needed": N_("Say until when it is to be done."),
        "item_measure_needed": N_("Say what is to be done."),
        "stage_entered_already": N_("This stage has its day already: {day}. Correct that entry instead."),
        "stage_out_of_order": N_(
            "The stages follow one another: learning, working together, working alone. {day} does not fit the other stage, which began on {other}."
        ),
        "campaign_name_needed": N_("The campaign needs a name."),
        "campaign_start_needed": N_("Say when the campaign began."),
        "campaign_days": N_("The campaign cannot end before it began."),
        "campaign_taken": N_("There is a campaign {name} already."),
        "campaign_has_posts": N_("Posts are on record from {first} to {last}; the campaign must cover these days."),
        "bad_month": N_("“{value}” is not a month. Write it like 2026-07."),
        "units_needed": N_("Choose at least one unit."),
        "excuse_reason_needed": N_("Say why these units are excused."),
        "backfill_days_range": N_("The limit must lie between {low} and {high} days."),
        "record_import_corrected": N_(
            "{count} of these records have been corrected since. Strike out single records instead of undoing the import."
        ),
    }
)
