"""What outcomes and figures of campaigns have to say when they refuse: what, where, and how to mend it."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "outcome_in_future": N_("{day} lies in the future. Only what has happened is an outcome; promises are none."),
        "outcome_title_needed": N_("Say what it is: the name of the honour, the task, the report."),
        "outcome_place_needed": N_("Say to which unit the person was posted."),
        "outcome_promotion_needed": N_("Say to which post, level or grade the person was promoted."),
        "outcome_until": N_("The posting cannot end before it began on {day}."),
        "outcome_own_introducer": N_("Nobody introduces himself into the Party. Choose the introducer."),
        "outcome_other_pairing": N_("This pairing is not one of this person. Choose one of the person's own pairings."),
        "outcome_party_taken": N_("This step into the Party is on record for {day} already. Correct that entry instead."),
        "outcome_party_order": N_(
            "The steps into the Party follow one another. {day} does not fit the step that is on record for {other}."
        ),
        "outcome_follows_other": N_("What it came of must be a fact about the same person that has not been struck out."),
        "outcome_follows_later": N_("What it came of happened on {day}, after it. Check the two days."),
        "outcome_follows_circle": N_("The two facts would each have come of the other. Choose an earlier one."),
        "outcome_before_followers": N_("What came of it is on record for {first}, before {day}. Check the two days."),
        "outcome_sheet_columns": N_("No sheet has the columns of the table of outcomes. Fill in the table that you get here, with its header as it is."),
        "outcome_person_unknown": N_("Nobody of this name is known, or not in your unit. Check the name, or add the number."),
        "outcome_person_several": N_("Several people have this name. Write the unit or the number beside it."),
        "outcome_word_unknown": N_("“{value}” is none of the words for this column; the guide of the table names them."),
        "forces_off": N_("“{name}” is not judged by the three forces. Switch that on for the campaign first."),
        "force_evidence_needed": N_("Say in a few words what the grade rests on."),
        "figures_needed": N_("Write at least one number down. What was not reported stays empty; that is not nought."),
        "figures_more_done": N_("{done} projects under way of only {projects}. Correct one of the two."),
        "figures_before_campaign": N_("{day} lies before the campaign, which began on {since}. Check the day."),
        "figures_taken": N_("This unit has figures for {day} already. Correct those instead."),
    }
)  # fmt: skip
