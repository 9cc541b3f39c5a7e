"""The stored codes of records, in the order in which they are offered and joined."""

from db.models.records import GOALS, KINDS, STAGES

FORMS = ("telling", "hands_on", "by_example")
METHODS = ("case_teaching", "demonstration", "reflective_summary")
STEPS = ("see", "hear", "do")
ASPECTS = ("theory", "doubts", "conduct", "adjustment")
MODES = ("on_site", "stationed", "online")
REMEDIES = ("learn_dialect", "study_customs", "use_local_ways", "invite_feedback")
TRANSFERS = ("methods", "skills", "devotion", "duty")
CAMPAIGN_KINDS = ("enterprises", "buildings", "villages", "project", "other")

__all__ = [
    "ASPECTS", "CAMPAIGN_KINDS", "FORMS", "GOALS", "KINDS", "METHODS", "MODES", "REMEDIES", "STAGES", "STEPS", "TRANSFERS",
    "joined", "parted",
]  # fmt: skip


def joined(codes: object, order: tuple[str, ...]) -> str:
    """Codes as they are kept: each once, in the fixed order, with commas between."""
    chosen = set(parted(codes) if isinstance(codes, str) else codes or ())  # type: ignore[call-overload]
    return ",".join(code for code in order if code in chosen)


def parted(text: str) -> tuple[str, ...]:
    """The inverse: "telling,hands_on" is ("telling", "hands_on")."""
    return tuple(code for code in text.split(",") if code)
