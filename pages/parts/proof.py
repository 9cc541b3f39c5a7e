"""How sure a plan is, and the short form of its fingerprint."""

from texts import _

SHORT = 12


def proof_word(proof: str) -> str:
    """Proved optimal, or how far the search got."""
    return {"proved": _("Proved optimal"), "gap": _("Best found, not proved")}.get(proof, "")


def proof_colour(proof: str) -> str:
    """Green only for a proof."""
    return "green" if proof == "proved" else "orange"


def short(fingerprint: str) -> str:
    """The first twelve digits of a fingerprint."""
    return fingerprint.removeprefix("sha256:")[:SHORT]
