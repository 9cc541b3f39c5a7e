"""One change slip: its arrangement, the chain of people, the papers, and on the right where it stands and what is due."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.parts import tables
from pages.parts.behind import clicked
from pages.parts.change_lines import adjust_panel, lines_table
from pages.parts.change_paper import handover_paper, papers_of, slip_paper
from pages.parts.change_plans import plans_view
from pages.parts.change_sign import sign_panel
from pages.parts.change_words import COLOURS, STATES, ground, leavers, title
from pages.parts.chart_style import CONFIG
from pages.parts.charts_change import chain, chain_chart
from pages.parts.dates import day
from pages.parts.frame import look, may, me, plain
from pages.parts.ways import mentee_page, mentor_page
from programme.access import Action
from programme.change_content import EDITABLE, OVER
from programme.change_slip import ChangeSlip, change_slip
from texts import N_, _

KEY = "change"
VIEWS: Mapping[str, str] = {
    "plan": N_("Arrangement"),
    "chain": N_("Who follows whom"),
    "slip": N_("Change slip"),
    "handover": N_("Handover sheets"),
}


def slip_view(change_id: int) -> None:
    """First line, then the chosen view on the left and the signing on the right."""
    slip = look(change_slip, change_id=change_id)
    _first_line(slip)
    left, right = st.columns([2.15, 1], gap="medium")
    editable = slip.status in EDITABLE and may(Action.ADJUST)
    with left:
        view = st.segmented_control(
            _("View"), list(VIEWS), required=True, default="plan", key="change-view",
            format_func=lambda name: _(VIEWS[name]), label_visibility="collapsed",
        )  # fmt: skip
        picked = _plan(slip, editable) if view == "plan" else OTHERS[view](slip)
    with right:
        if picked is not None and editable:
            with st.container(border=True, key="change-adjust"):
                adjust_panel(slip, picked)
        with st.container(border=True, key="change-sign"):
            sign_panel(slip)
            papers_of(slip)


def _first_line(slip: ChangeSlip) -> None:
    words, back = st.columns([7, 1], vertical_alignment="center")
    badge = f":{COLOURS[slip.status]}-badge[{_(STATES[slip.status])}]"
    effective = _("takes effect on {day}").format(day=day(slip.effective_on))
    words.markdown(f"#### {plain(title(slip))} {badge} :small[:gray[{effective} ・ {plain(slip.cohort)}]]")
    if back.button(_("All slips"), key="change-back", icon=":material/arrow_back:", type="tertiary"):
        tables.close(KEY)
        st.rerun()
    told = [text for text in (leavers(slip.leavers), ground(slip), slip.note) if text]
    if told:
        st.caption(plain(" ・ ".join(told)))


def _plan(slip: ChangeSlip, editable: bool) -> int | None:
    """The plans, then every pairing, until all is over: then what was decided comes first. Returns the pairing picked."""
    planned = slip.kind == "leave" and me().viewer.unit_id is None
    over = slip.status in OVER
    if planned and not over:
        plans_view(slip, editable)
    picked = lines_table(slip, editable)
    if planned and over:
        plans_view(slip, editable)
    return picked


def _chain(slip: ChangeSlip) -> None:
    """The chart; a click names the person and leads on."""
    links = chain(slip.rows)
    if links.empty:
        st.info(_("Nobody gets another mentor by this slip."))
        return
    told = _("Left who led them, right who follows; click a person to go there")
    event = st.plotly_chart(
        chain_chart(links, told), config=CONFIG, key=f"change-chain-{slip.id}", on_select="rerun", width="stretch"
    )
    key = clicked(event)
    if not key:
        return
    kind, _colon, number = str(key).partition(":")
    (mentor_page if kind == "mentor" else mentee_page)(int(number))


OTHERS: Mapping[str, Callable[[ChangeSlip], None]] = {
    "chain": _chain,
    "slip": slip_paper,
    "handover": handover_paper,
}
