"""Three plans side by side: what each costs, how they differ pair by pair, and the button that takes one."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.change_job import under_way
from pages.parts.change_words import AIMS, PLANS, SCOPES, differences, placed, same_as
from pages.parts.frame import act, look, plain
from pages.parts.labels import spoken
from pages.parts.reasons import signed
from programme import change_drafts
from programme.change_slip import ChangeSlip
from programme.change_view import PlanView, ThreePlans, three_plans
from texts import _

SAID = 4


def plans_view(slip: ChangeSlip, editable: bool) -> None:
    """The three plans, then their differences; nothing where nobody loses a mentor."""
    found = look(three_plans, change_id=slip.id)
    if found is None:
        st.info(_("Nobody loses a mentor by this; the slip only says who leaves."))
        return
    under_way(slip)
    twins = same_as(found)
    for place, plan in zip(st.columns(3, gap="small"), found.plans, strict=True):
        with place.container(border=True, key=f"plan-{plan.name}", height="stretch"):
            _plan(slip, found, plan, twins[plan.name], editable)
    _underneath(slip, found, editable)
    _unlike(found, slip.plan, twins)


def _plan(slip: ChangeSlip, found: ThreePlans, plan: PlanView, twin: str, editable: bool) -> None:
    chosen = slip.plan == plan.name
    by_hand = sum(row.origin == "staff" for row in slip.rows)
    word = _("chosen, {count} by hand").format(count=by_hand) if by_hand else _("chosen")
    mark = f" :green-badge[{word}]" if chosen else ""
    st.markdown(f"**{_(PLANS[plan.name])}**{mark}", help=_(AIMS[plan.name]))
    st.markdown("  \n".join(_figures(found, plan)))
    if twin:
        st.caption(_("The same people as in “{plan}”.").format(plan=_(PLANS[twin])))
    elif plan.without:
        names = _(", ").join(who.label for who in plan.without[:SAID])
        st.caption(_("Without a mentor: {names}").format(names=plain(names)))
    if editable and not chosen and twin != slip.plan:
        st.button(_("Take this plan"), key=f"take-{plan.name}", width="stretch", on_click=_take, args=(slip, plan.name))


def _figures(found: ThreePlans, plan: PlanView) -> list[str]:
    """What each plan costs, four lines; fits are means over every pairing that was in play."""
    moved = _("{moved} moves").format(moved=f"**{plan.moved}**")
    if plan.moved > plan.unavoidable:
        more = _("{more} more than needed").format(more=plan.moved - plan.unavoidable)
        moved += f" :orange[{more}]"
    without = _("{count} without a mentor").format(count=f"**{len(plan.without)}**")
    change = signed(plan.mean_fit - found.fit_before)
    fit = _("mean fit {before} → {after} ({change})").format(
        before=f"{found.fit_before:.1f}", after=f"**{plan.mean_fit:.1f}**", change=change
    )
    lowest = "—" if plan.lowest_fit is None else f"**{plan.lowest_fit:.0f}**"
    floor = _("lowest {fit}, {count} under the floor").format(fit=lowest, count=plan.under_floor)
    load = _("largest load {load}, {full} mentors full").format(load=f"**{plan.largest}**", full=plan.full)
    marked = f":red[{without}]" if plan.without else without
    return [f"{moved} ・ {marked}", fit, floor, load]


def _take(slip: ChangeSlip, plan: str) -> None:
    done = _("“{plan}” is taken; single successors can still be chosen by hand.").format(plan=_(PLANS[plan]))
    act(change_drafts.choose_plan, done=done, change_id=slip.id, seen_version=slip.version, name=plan)


def _underneath(slip: ChangeSlip, found: ThreePlans, editable: bool) -> None:
    """On what the plans rest, and computing again with another freedom."""
    proved = all(plan.proved for plan in found.plans)
    rules = _("rules no. {number}").format(number=found.rules) if found.rules else _("the default rules")
    told = _("Over {count} pairings, under {rules}; {proof}").format(
        count=found.in_play,
        rules=rules,
        proof=_("each plan is proved best for its aim") if proved else _("best found, not proved"),
    )
    if not editable:
        st.caption(told)
        return
    words, scope, button = st.columns([2, 2, 1], vertical_alignment="center", gap="small")
    words.caption(told)
    chosen = scope.selectbox(
        _("Who may get another mentor"), list(SCOPES), list(SCOPES).index(found.scope), format_func=spoken(SCOPES),
        key=f"change-scope-{slip.id}-{slip.version}", label_visibility="collapsed",
    )  # fmt: skip
    if button.button(
        _("Compute again"), key="change-again", width="stretch",
        help=_("On the pool as it is now; successors chosen by hand fall away."),
    ):  # fmt: skip
        act(change_drafts.compute_again, change_id=slip.id, seen_version=slip.version, scope=chosen)
        st.rerun()


def _unlike(found: ThreePlans, chosen: str, twins: dict[str, str]) -> None:
    """In words how the others differ from the chosen plan, and the whole table behind it."""
    base = chosen or found.plans[0].name
    said = {plan.name: differences(found, base, plan.name) for plan in found.plans if plan.name != base}
    told = {name: lines for name, lines in said.items() if lines and twins[name] not in said}
    for place, (name, lines) in zip(st.columns(max(len(told), 1), gap="medium"), told.items(), strict=False):
        with place:
            _one_difference(base, name, lines)
    with st.expander(_("All pairs in the three plans"), expanded=False):
        _table(found)


def _one_difference(base: str, name: str, lines: list[str]) -> None:
    heading = _("“{other}” against “{base}”: {count} pairs differ")
    st.markdown("**" + heading.format(other=_(PLANS[name]), base=_(PLANS[base]), count=len(lines)) + "**")
    st.markdown("  \n".join(f":small[{plain(line)}]" for line in lines[:SAID]))
    if len(lines) > SAID:
        st.caption(_("and {count} more, in the table below").format(count=len(lines) - SAID))


def _table(found: ThreePlans) -> None:
    shown = pd.DataFrame(
        {
            "mentee": [choice.mentee.label for choice in found.choices],
            "unit": [choice.mentee.unit for choice in found.choices],
            "old": [f"{choice.old.label} {choice.fit_before:.0f}" for choice in found.choices],
            **{plan.name: [placed(choice, plan.name) for choice in found.choices] for plan in found.plans},
        }
    )
    columns = {
        "mentee": tables.text(_("Mentee"), 90), "unit": tables.text(_("Unit"), 150), "old": tables.text(_("Now"), 110),
        **{plan.name: tables.text(_(PLANS[plan.name]), 130) for plan in found.plans},
    }  # fmt: skip
    st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key="change-choices", placeholder="",
        height=tables.HEAD + tables.ROW * min(len(shown), 10),
    )  # fmt: skip
