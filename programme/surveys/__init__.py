"""The mutual satisfaction survey (互评): both sides of a pairing are asked how they get on; a relation at risk is looked after.

perform(database, by.id, rounds.open_survey, cohort_id=1, due_on=date(2026, 12, 10))
"""
