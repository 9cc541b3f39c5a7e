"""What can go wrong with assessments, conclusions and the closing of a cohort."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "assessment_there": N_("This cohort has such a round of {year} already. Choose it above."),
        "assessment_nobody": N_("No pairing of this cohort is in force, so there is nobody to assess."),
        "assessment_year": N_("{value} is no year of an assessment. Choose one up to {limit}."),
        "assessment_due_past": N_("{day} is over. Choose a due date from today on."),
        "assessment_quota": N_("The quota is a whole number from 0 to {limit} percent."),
        "assessment_weights": N_("The weights sum to {sum}. They must be whole numbers that sum to 100."),
        "indicator_count": N_("Enter 1 to {limit} indicators."),
        "indicator_name": N_("Every indicator needs a name of at most {limit} characters."),
        "score_each_indicator": N_("Score each of the {count} indicators, or none of them."),
        "assessment_round_closed": N_("The grading of this round has ended. Let an officer open it again first."),
        "assessment_round_open": N_("This round is still open: simply file it, or end the grading first."),
        "assessment_unchanged": N_("Nothing was changed: all this is filed already."),
        "grade_needs_scores": N_("{count} of the assessors have no score yet. Fill in every score that counts, then sign the grade."),
        "grade_reason_needed": N_("A grade is signed already. Say why it is changed; the one before stays on file."),
        "grade_disputed": N_("The grade is under dispute. Decide the dispute first."),
        "grade_concluded": N_("A conclusion rests on this grade. Withdraw the proposal first; after it was carried out, a dispute can be taken down."),
        "grade_missing": N_("There is no grade yet that could be disputed."),
        "dispute_words": N_("Say what is disputed and why."),
        "dispute_day": N_("The day of receipt lies between the day of the grade ({since}) and today."),
        "dispute_late": N_("A dispute had to be raised by {until}. After that only a correction with a reason is possible."),
        "dispute_over": N_("This dispute is decided already."),
        "dispute_same_grade": N_("An upheld dispute changes a grade. Choose another one, or dismiss the dispute."),
        "own_grade": N_("You signed this grade. Somebody else decides the dispute."),
        "conclude_the_lead": N_("A conclusion is drawn about the lead mentor's pairing; the second mentor's follows it."),
        "conclusion_state": N_("This pairing is in a state now in which that cannot be done. Look at it again."),
        "conclusion_there": N_("A conclusion about this pairing is proposed already and waits for a decision."),
        "conclusion_checks": N_("{mentee}: {count} of the conditions are not met. Say why they are set aside, or choose an extension."),
        "conclusion_over": N_("This was decided or withdrawn meanwhile."),
        "conclusion_moved": N_("The grade of {mentee} is not the one on which this was proposed. Withdraw the proposal and make it again."),
        "conclusion_not_yet": N_("It takes effect on {day} and can be decided from that day on."),
        "conclusion_slip_moved": N_("Change slip {number} is not under way: it was sent back or put away. Submit it again under Changes, or withdraw this proposal."),
        "own_conclusion": N_("You proposed this. Somebody else decides."),
        "extension_until": N_("Choose the new end of the term: after {since}, at most three years."),
        "extension_same_mentor": N_("This is the present mentor. Leave the choice of another mentor empty."),
        "extension_barred": N_("{mentor} cannot take this pairing now: no free seat, or a rule stands against it. Choose somebody else."),
        "too_many_chosen": N_("{count} are chosen; at most {limit} can be dealt with at once."),
        "threshold_range": N_("{value} is out of range. Choose a whole number from {low} to {high}."),
        "cohort_is_closed": N_("{cohort} is closed. What is wrong in it is corrected with a reason; anything else needs it opened again."),
        "cohort_is_open": N_("{cohort} is open."),
        "cohort_stands_open": N_("{cohort} cannot be closed yet: {pairings} open pairings, {disputes} disputes, {conclusions} proposed conclusions, {slips} change slips, "
                                 "{grades} without a final grade. They are listed by name under Close the cohort."),
        "not_extended": N_("Only pairings that go on after an extension are carried over. Choose among those listed."),
        "sheet_assessment_columns": N_("No sheet has the columns of the assessment. Fill in the table that you get here, with its header as it is."),
        "sheet_assessment_unknown": N_("{value} names nobody in this round whom you grade. Take the row as it came with the table."),
        "sheet_assessment_other": N_("This number belongs to {expected}, but the row names {value}. Keep number and name together."),
        "sheet_assessment_twice": N_("Row {row} speaks about the same person. Keep one of the two."),
        "sheet_assessment_grade": N_("{value} is no grade of this scale. Choose one of: {known}."),
    }
)  # fmt: skip
