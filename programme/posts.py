"""Which posts lead a unit, as rosters write them: the only hint at a chain of command that a roster gives."""

# A post counts when it ends with one of these; a deputy (副局长) leads too, a section head (科长) does not.
LEADING_POSTS = (
    "书记", "局长", "主任", "镇长", "乡长", "县长", "区长", "市长", "部长", "主席", "会长", "院长", "校长", "台长", "行长", "董事长", "总经理",
)  # fmt: skip
STEPPED_BACK = frozenset({"second_line", "retired", "rehired"})


def leads_unit(post: str, standing: str) -> bool:
    """Whether somebody with this post and standing leads the unit now; who has stepped back does not."""
    return standing not in STEPPED_BACK and post.strip().endswith(LEADING_POSTS)
