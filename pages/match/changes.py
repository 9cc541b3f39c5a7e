"""Changes (变更应急): mentors who leave, single changes, late joiners, units; every change by a slip that two people sign."""

from collections.abc import Callable, Mapping

from pages.parts import change_ahead, change_late, change_leave, change_list, change_open, change_single, change_units
from pages.parts.colleague import watch
from pages.parts.frame import header, look, me, need_cohort
from pages.parts.tables import picked
from pages.parts.views import chosen_view
from programme.change_view import slips
from texts import N_, _

VIEW = "changes-view"
VIEWS: Mapping[str, tuple[str, Callable[[int], None]]] = {
    "slips": (N_("Slips"), change_list.slips_view),
    "leave": (N_("Mentors leave"), change_leave.leave_view),
    "single": (N_("Single changes"), change_single.single_view),
    "late": (N_("Late joiners"), change_late.late_view),
    "units": (N_("Changes of units"), change_units.units_view),
    "ahead": (N_("What is coming"), change_ahead.ahead_view),
}


def main() -> None:
    """The slip in the address, else the view that was chosen; a liaison sees the slips of its unit only."""
    header(_("Changes"))
    cohort = need_cohort()
    chosen = picked(change_list.KEY)
    known = {line.id for line in look(slips)} if chosen else set()
    if chosen and chosen.isdigit() and int(chosen) in known:
        watch("change", int(chosen))
        change_open.slip_view(int(chosen))
        return
    view = "slips" if me().viewer.unit_id is not None else chosen_view(VIEWS, VIEW, lambda name: _(VIEWS[name][0]))
    if view == "slips":
        watch("change")
    VIEWS[view][1](cohort)


main()
