"""The monthly review: open a month, file self-assessments and comments, check a share of them, publish a bulletin.

perform(database, by.id, rounds.open_round, cohort_id=1, month="2026-10", due_on=date(2026, 11, 5))
"""
