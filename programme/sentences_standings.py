"""What pilot units and example pairings have to say when they refuse."""

from collections.abc import Mapping
from types import MappingProxyType

from texts import N_

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "standing_reason": N_("Give the reason, in at most {limit} characters: it is kept and shown."),
        "standing_ended": N_("It was taken back on {day} already. Reload the page."),
        "standing_before": N_("It began on {day}; it cannot be taken back before that day."),
        "pilot_already": N_("{unit} is a pilot unit already. Reload the page."),
        "pilot_of_ended_unit": N_(
            "{unit} has ended, so it cannot become a pilot unit. Choose the unit that took it over."
        ),
        "pilot_merged": N_(
            "{unit} is a pilot unit, and its people would fall out of the pilot. Name {keep} a pilot unit first, or take the name back from {unit}."
        ),
        "example_already": N_("This pairing is an example already. Reload the page."),
        "example_not_in_force": N_("Only a pairing that is or was in force, and did not end early, can be an example."),
        "example_before": N_("The pairing began on {day}; it cannot be an example before that day."),
    }
)
