"""What can go wrong with surveys and with marks on relations."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "survey_due": N_("{day} is over. Let them answer until a day from today on."),
        "survey_open": N_("Survey no. {number} of this cohort still takes answers. Close it first."),
        "survey_nobody": N_("No pairing of this cohort is in force, so there is nobody to ask."),
        "survey_closed": N_("This survey is closed and takes no more answers. An officer can open it again."),
        "survey_not_closed": N_("This survey is open already."),
        "survey_empty": N_("Nothing is answered yet. Choose a step for every question."),
        "survey_whole": N_("{count} questions are not answered. Answer all of them, or leave the whole row empty."),
        "survey_step": N_("“{value}” is no step of the scale. Write a whole number from {low} to {high}, or the word of the step."),
        "survey_unchanged": N_("This is what is on file already."),
        "survey_sheet_columns": N_("No sheet has the columns of the survey table. Use the table that you get here, with its header as it is."),
        "survey_unknown": N_("“{value}” is nobody whose answer your unit collects in this survey. Check the number and the name."),
        "survey_several": N_("“{value}” stands in this survey more than once. Keep the number of the answer in its column."),
        "survey_other_person": N_("This number belongs to {expected}, but the row says “{value}”. Put the right name beside it."),
        "survey_twice": N_("Row {row} is about the same answer. Keep one of the two."),
        "survey_file_moved": N_("Something was filed since you opened the file. Look at the rows again."),
        "survey_file_empty": N_("No row of this file brings anything new."),
        "relation_reason_needed": N_("Say why; it is kept and only read by those who look after pairings."),
        "relation_moved": N_("Somebody changed the mark since you opened it. Look at it again."),
        "relation_set_already": N_("This relation is marked as at risk already."),
        "relation_not_at_risk": N_("This relation is not at risk, so there is nothing to clear."),
    }
)  # fmt: skip
