"""What can go wrong with monthly reviews."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "round_there": N_("The month {month} is open already. Choose it above."),
        "round_nobody": N_("No pairing of this cohort was in force in {month}. Choose another month or another cohort."),
        "round_not_open": N_("The month {month} is closed. Let an officer open it again first."),
        "round_not_closed": N_("The month {month} is not closed, so there is nothing to open again."),
        "round_published": N_("The month {month} is published. What was wrong is corrected with a reason, and that shows."),
        "round_not_published": N_("The month {month} is not published yet: simply file the review again."),
        "review_month_ahead": N_("The month {month} has not begun. Choose this month or an earlier one."),
        "review_due_past": N_("{day} is over. Choose a due date from today on."),
        "review_weights": N_("The three weights sum to {sum}. They must be whole numbers that sum to 100."),
        "review_part_whole": N_("A text and its score belong together: fill in both or neither."),
        "review_score": N_("{value} is no score. Enter a number from {low} to {high} with at most one decimal."),
        "review_author_needed": N_("Whose comment is it? Enter the name of the one who wrote it."),
        "review_before_month": N_("{day} lies before the month under review, which begins on {since}."),
        "review_self_first": N_("The self-assessment comes first. Fill it in before the comments."),
        "review_paused": N_("This pairing rests, so its month is excused and nothing is filed."),
        "review_unchanged": N_("Nothing was changed: all this is filed already."),
        "comment_by_mentor": N_("{author} is the mentor of {mentee} and cannot comment in this place. Name another reviewer of the unit under “Ask somebody else”; "
                                "a person who only shares the name is ticked as a namesake."),
        "comment_by_mentee": N_("{author} is the mentee. The comments are written by the unit head and the leader in charge."),
        "comment_same_author": N_("{author} stands under both comments. The unit head and the leader in charge are two people."),
        "reviewer_needed": N_("Enter the reviewer's name or post."),
        "review_share": N_("The share is a number from {low} to {high} percent."),
        "nothing_to_draw": N_("No review of this month is complete yet, so nothing can be drawn."),
        "finding_note_needed": N_("Say in the note what is wrong."),
        "bulletin_moved": N_("Something changed since you looked at the bulletin. Read it again, then publish."),
        "bulletin_reason_needed": N_("This month was published before. Say why a new bulletin replaces the last one."),
        "nothing_to_publish": N_("No review of this month is complete yet, so there is nothing to publish."),
        "review_sheet_columns": N_("No sheet has the columns of the monthly review. Fill in the table that you get here, with its header as it is."),
        "review_unknown": N_("{value} names no review of this month that you keep. Take the row as it came with the table."),
        "review_other_person": N_("This number belongs to {expected}, but the row names {value}. Keep number and name together."),
        "review_several": N_("Several reviews of this month belong to people called {value}. Fill in the number as it came with the table."),
        "review_twice": N_("Row {row} speaks about the same review. Keep one of the two."),
        "review_day_unread": N_("{value} is no date. Write it like 2026.10.31."),
        "review_file_moved": N_("Something was filed since you looked at the file. Look at it again, then take it in."),
        "review_file_empty": N_("The file has nothing new to take in."),
    }
)  # fmt: skip
