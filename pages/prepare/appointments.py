"""Nominations and appointments (提名聘任): into the pool, certificates and ceremonies, out of the pool, lineage."""

from collections.abc import Callable, Mapping

from pages.parts.appointment_view import appointments_view
from pages.parts.exit_view import exits_view
from pages.parts.frame import header
from pages.parts.lineage_view import lineage_view
from pages.parts.nomination_view import nominations_view
from pages.parts.views import chosen_view
from texts import N_, _

VIEW = "appointments-view"
VIEWS: Mapping[str, tuple[str, Callable[[], None]]] = {
    "nominations": (N_("Nomination and confirmation"), nominations_view),
    "appointments": (N_("Appointment"), appointments_view),
    "exits": (N_("Exit"), exits_view),
    "lineage": (N_("Lineage"), lineage_view),
}


def main() -> None:
    """One of the four views; the address may ask for it."""
    header(_("Nominations and appointments"))
    VIEWS[chosen_view(VIEWS, VIEW, lambda name: _(VIEWS[name][0]))][1]()


main()
