"""What can go wrong with lists made by hand and with points of the frontier, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "scheme_is_handmade": N_(
            "“{name}” is a list made by hand. It can be compared; make a draft of it to adjust or to sign it."
        ),
        "scheme_not_handmade": N_("“{name}” is no list made by hand."),
        "hand_list_long": N_("The file has {rows} rows; a list may have {limit}. Keep only the sheet with the pairs."),
        "hand_list_nobody": N_("The person chosen for “{name}” is not in the snapshot of this list on that side."),
        "hand_list_empty": N_("“{name}” pairs nobody yet. Settle its open rows first."),
        "not_a_point": N_("There is no such point on the frontier. Reload the page and choose again."),
    }
)  # fmt: skip
