"""What came of it (成果): facts about people and figures of campaigns, written down when they have happened, never predicted.

perform(database, by.id, keep.add, person_id=3, values={"kind": "honour", "happened_on": day, "title": "优秀党务工作者"})
"""
