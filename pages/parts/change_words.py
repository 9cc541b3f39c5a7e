"""The words of change slips: kinds, states, grounds, acts, plans, and the differences between plans as sentences."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pages.parts.dates import day
from programme.change_slip import ChangeSlip, LeaverRow, Row
from programme.change_view import Choice, ThreePlans
from texts import N_, _

KINDS: Mapping[str, str] = {
    "leave": N_("Mentors leave"),
    "change": N_("Change of mentor"),
    "swap": N_("Swap of mentors"),
    "end": N_("End of a pairing"),
    "pause": N_("Pause of a pairing"),
    "transfer": N_("Transfer of a mentee"),
}
STATES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "proposed": N_("Submitted for approval"),
    "approved": N_("Approved"),
    "carried_out": N_("Carried out"),
    "returned": N_("Returned"),
    "withdrawn": N_("Withdrawn"),
}
STAGES: Mapping[str, str] = {**STATES, "signed": N_("Signed by the leader")}
COLOURS: Mapping[str, str] = {
    "draft": "gray", "proposed": "blue", "approved": "green", "carried_out": "green", "returned": "orange",
    "withdrawn": "gray",
}  # fmt: skip
EXITS: Mapping[str, str] = {
    "retirement": N_("Leaves the post: retirement"),
    "transfer": N_("Leaves the post: transfer"),
    "left_post": N_("Leaves the post"),
    "weak_results": N_("Weak mentoring results"),
    "other": N_("Other (illness, death and the like; no cause is recorded)"),
    "posting": N_("Rests: posted elsewhere"),
    "workload": N_("Rests: heavy workload"),
    "rest": N_("Rests: other reason"),
}
SHORT_EXITS: Mapping[str, str] = {**EXITS, "other": N_("Other reason")}
GROUNDS: Mapping[str, str] = {
    "own_wish": N_("Wish of one side or both"),
    "work_need": N_("Needs of the work"),
    "not_suited": N_("The two do not suit each other"),
    "transferred": N_("Transferred"),
    "promoted": N_("Promoted"),
    "returned": N_("Sent back"),
    "posting": N_("Temporary posting or secondment"),
    "long_leave": N_("Long leave"),
    "other": N_("Other reason"),
}
ACTS: Mapping[str, str] = {
    "change": N_("New mentor"),
    "release": N_("Waits for a mentor"),
    "end": N_("The pairing ends"),
    "pause": N_("Rests"),
    "keep": N_("Stays"),
}
PLANS: Mapping[str, str] = {
    "fewest_moves": N_("Fewest moves"),
    "best_fit": N_("Best fit"),
    "most_even": N_("Most even"),
}
AIMS: Mapping[str, str] = {
    "fewest_moves": N_("Moves as few people as can be, then fits best."),
    "best_fit": N_("Fits best by the rules, then moves few."),
    "most_even": N_("Spreads the people over the mentors, then fits."),
}
SCOPES: Mapping[str, str] = {
    "affected": N_("Only those who lose their mentor"),
    "cohort": N_("Others of the cohort too, where the plan gains by it"),
}
NOBODY = "—"


def outcome(row: Row) -> str:
    """What becomes of a pairing, in few words."""
    if row.act == "change" and row.new is not None:
        return row.new.label
    if row.act == "pause":
        return _("rests until {day}").format(day=day(row.return_on))
    return _(ACTS[row.act])


def leavers(rows: Iterable[LeaverRow]) -> str:
    """The leaving mentors by what they leave for: one ground once, with the names behind it."""
    by_ground: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        name = _("{mentor} ({unit})").format(mentor=row.mentor.name, unit=row.mentor.unit or NOBODY)
        if row.return_on is not None:
            name = _("{said}, back on {day}").format(said=name, day=day(row.return_on))
        by_ground[row.ground].append(name)
    told = _("{ground}: {names}")
    parts = [told.format(ground=_(SHORT_EXITS[code]), names=_(", ").join(names)) for code, names in by_ground.items()]
    return _("; ").join(parts)


def ground(slip: ChangeSlip) -> str:
    """The ground of the change in words, "" where the kind has none."""
    return _(GROUNDS[slip.ground]) if slip.ground in GROUNDS else ""


def title(slip: ChangeSlip) -> str:
    """No. 12 · Mentors leave."""
    return _("Change slip no. {number} · {kind}").format(number=slip.id, kind=_(KINDS[slip.kind]))


def same_as(plans: ThreePlans) -> dict[str, str]:
    """For each plan the earlier plan that gives everybody the same mentor, "" when it is one of its own."""
    seen: dict[tuple[object, ...], str] = {}
    out = {}
    for plan in plans.plans:
        given = tuple(_mentor_key(choice, plan.name) for choice in plans.choices)
        out[plan.name] = seen.get(given, "")
        seen.setdefault(given, plan.name)
    return out


def differences(plans: ThreePlans, one: str, other: str) -> list[str]:
    """Pair by pair how the second plan differs from the first, the largest difference of fit first."""
    unlike = [choice for choice in plans.choices if _mentor_key(choice, one) != _mentor_key(choice, other)]
    ranked = sorted(unlike, key=lambda choice: -abs(_fit(choice, other) - _fit(choice, one)))
    return [_difference(choice, one, other) for choice in ranked]


def placed(choice: Choice, plan: str) -> str:
    """The mentor in a plan with the fit; the present one where the pairing stays."""
    found = choice.plans[plan]
    if not found:
        return _("stays ({fit})").format(fit=f"{choice.fit_before:.0f}")
    mentor, fit = found
    return _("nobody") if mentor is None else f"{mentor.label} {fit:.0f}"


def _difference(choice: Choice, one: str, other: str) -> str:
    gained = _fit(choice, other) - _fit(choice, one)
    said = _("{mentee}: {second} instead of {first}").format(
        mentee=choice.mentee.label, first=_with(choice, one), second=_with(choice, other)
    )
    if abs(gained) < 0.5:
        return said
    text = _("{said}, {points} points more") if gained > 0 else _("{said}, {points} points less")
    return text.format(said=said, points=f"{abs(gained):.0f}")


def _with(choice: Choice, plan: str) -> str:
    if choice.plans[plan]:
        return placed(choice, plan)
    return _("{mentor} {fit} (as now)").format(mentor=choice.old.label, fit=f"{choice.fit_before:.0f}")


def _mentor_key(choice: Choice, plan: str) -> int | None:
    found = choice.plans[plan]
    if not found:
        return choice.old.id
    return found[0].id if found[0] else None


def _fit(choice: Choice, plan: str) -> float:
    found = choice.plans[plan]
    return choice.fit_before if not found else (found[1] or 0.0)
