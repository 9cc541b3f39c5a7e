"""What happens in a pairing, written down: records, plans, stages of growth, campaigns, excused months, and their import.

perform(database, by.id, keep.add, pairing_id=3, values={"kind": "log", "happened_on": day, "content": "..."})
"""
