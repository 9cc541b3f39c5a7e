"""A point of the frontier in words: what it is called, and what it would change against the present plan."""

from pages.parts.reasons import signed
from programme.studies import BALANCE
from programme.tradeoffs import Point, TradeOff
from texts import _


def point_label(found: TradeOff, point: Point) -> str:
    """What the point is called."""
    if point.weight == found.own:
        return _("Present plan")
    if found.term == BALANCE:
        return _("Weight of even load {weight:g}").format(weight=point.weight)
    return _("Each change brings {price:g} points or more").format(price=point.weight)


def proposed_name(name: str, found: TradeOff, point: Point) -> str:
    """A name for the scheme of a point."""
    told = _("{name}, load weight {weight:g}") if found.term == BALANCE else _("{name}, changes from {weight:g} points")
    return told.format(name=name, weight=point.weight)


def what_changes(found: TradeOff, point: Point, near: str = "") -> list[str]:
    """Sentences; `near` is the name of the plan to stay near to."""
    own = found.present
    if point is own:
        return [_("The plan as it is, under the weight that the rules give."), *_figures(point)]
    lines = [
        _fit(own, point),
        _load(own, point),
        _("{count} people get other mentors than in the present plan.").format(count=point.moved),
    ]
    if found.term != BALANCE:
        told = _("{count} pairs of “{name}” are given up; in the present plan {own}.")
        lines.insert(0, told.format(count=point.changes, name=near, own=own.changes))
        lines.insert(
            1,
            _("The total (fit less uneven load) is {points} points against the present plan.").format(
                points=signed(point.score - own.score)
            ),
        )
    return lines


def _figures(point: Point) -> list[str]:
    told = _("Mean fit {mean:.1f}; the biggest load is {largest} people (with {full} mentors), Gini {gini:.2f}.")
    return [told.format(mean=point.fit / max(point.paired, 1), largest=point.largest, full=point.full, gini=point.gini)]


def _fit(own: Point, point: Point) -> str:
    before, after = own.fit / max(own.paired, 1), point.fit / max(point.paired, 1)
    share = abs(point.fit - own.fit) / own.fit if own.fit else 0.0
    if f"{share:.1%}" == "0.0%":
        return _("The fit stays practically the same (mean {before:.1f}).").format(before=before)
    told = (
        _("The fit falls by {share} (mean {before:.1f} to {after:.1f}).")
        if point.fit < own.fit
        else _("The fit rises by {share} (mean {before:.1f} to {after:.1f}).")
    )
    return told.format(share=f"{share:.1%}", before=before, after=after)


def _load(own: Point, point: Point) -> str:
    gini = _("Gini {before:.2f} to {after:.2f}").format(before=own.gini, after=point.gini)
    if point.largest != own.largest:
        told = _("The biggest load goes from {before} to {after} people; {gini}.")
        return told.format(before=own.largest, after=point.largest, gini=gini)
    if point.full != own.full:
        told = _("The biggest load stays {largest} people, with {after} mentors instead of {before}; {gini}.")
        return told.format(largest=own.largest, before=own.full, after=point.full, gini=gini)
    if f"{own.gini:.2f}" == f"{point.gini:.2f}":
        return _("The load of the mentors stays practically the same.")
    return _("The biggest load stays {largest} people; {gini}.").format(largest=own.largest, gini=gini)
