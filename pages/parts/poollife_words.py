"""Words of nominations, criteria, certificates and exits, and how far nominations have come."""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from texts import N_

TRACKS: Mapping[str, str] = MappingProxyType(
    {"grassroots": N_("Rooted in the grass roots"), "professional": N_("Professional expertise")}
)
CRITERIA: Mapping[str, str] = MappingProxyType(
    {
        "long_grassroots": N_("Long grass-roots work (10 years or more)"),
        "experienced": N_("Rich experience"),
        "led_before": N_("Held a leading post"),
        "second_line": N_("Stepped back from the front line"),
        "senior_title": N_("Senior professional title (associate or higher)"),
        "talent_title": N_("Talent title, such as “five firsts” of publicity and culture"),
        "renown": N_("Well known in the field"),
    }
)
STAGES: Mapping[str, str] = MappingProxyType(
    {
        "submitted": N_("Awaiting review"),
        "returned": N_("Sent back"),
        "reviewed": N_("Awaiting confirmation"),
        "confirmed": N_("Confirmed into the pool"),
        "rejected": N_("Rejected"),
    }
)
FILTERS: Mapping[str, str] = MappingProxyType(
    {
        "waiting": N_("All that wait"),
        **{code: STAGES[code] for code in ("submitted", "returned", "reviewed")},
        "reached": N_("Passed the review"),
        "confirmed": STAGES["confirmed"],
        "appointed": N_("Appointed"),
        "rejected": STAGES["rejected"],
        "all": N_("All nominations"),
    }
)
STEPS: Mapping[str, str] = MappingProxyType(
    {
        "submitted": N_("Submitted"),
        "returned": N_("Sent back"),
        "reviewed": N_("Review passed"),
        "rejected": N_("Rejected"),
        "confirmed_organization": N_("Confirmed by the organization department"),
        "confirmed_publicity": N_("Confirmed by the publicity department"),
    }
)
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {"accepted": N_("Accept"), "returned": N_("Send back"), "rejected": N_("Reject")}
)
REQUIRED: Mapping[str, str] = MappingProxyType(
    {
        "any": N_("One of the two departments"),
        "organization": N_("The organization department"),
        "publicity": N_("The publicity department"),
        "both": N_("Both departments"),
    }
)
EXIT_STATES: Mapping[str, str] = MappingProxyType(
    {
        "proposed": N_("Awaiting decision"),
        "decided": N_("Agreed, left the pool"),
        "refused": N_("Not agreed"),
        "withdrawn": N_("Withdrawn"),
        "earlier": N_("Left before exits were kept"),
        "by_slip": N_("Left by a change slip"),
    }
)
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "all": N_("Everybody in the pool"),
        "none": N_("Without a certificate"),
        "expired": N_("Term over"),
        "soon": N_("Ends within 90 days"),
        "running": N_("Term running"),
    }
)


def stages_reached(known: pd.DataFrame) -> dict[str, int]:
    """How many nominations were made, passed the review, were confirmed, and led to a certificate.

    `known` has `status` and `appointed` (bool), one row per newest nomination; the codes are those of FILTERS.
    """
    confirmed = known["status"] == "confirmed"
    return {
        "all": len(known),
        "reached": int(known["status"].isin(["reviewed", "confirmed"]).sum()),
        "confirmed": int(confirmed.sum()),
        "appointed": int((confirmed & known["appointed"]).sum()),
    }
