"""What records rest on: campaigns, months in which units are excused, after how many days a record is back-filled."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.records_counts import backfill_limit, campaigns, exempt_months
from db.queries.words import units
from pages.parts import tables
from pages.parts.dates import day, partial
from pages.parts.frame import act, look, may, plain
from pages.parts.labels import spoken
from pages.parts.record_words import WORDS, wording
from programme.access import Action
from programme.recordbook import campaigns as keeping
from texts import N_, _

KEY = "campaign"
STATES = {"open": N_("Open"), "closed": N_("Closed")}


def setup_view(pairings: pd.DataFrame, cohort_id: int) -> None:
    """Campaigns left, excused months and the limit right; who may not change them reads them."""
    left, right = st.columns([7, 6], gap="large")
    with left:
        _campaigns()
    with right:
        _limit()
        _excused()


def _campaigns() -> None:
    st.markdown("**" + _("Campaigns") + "**")
    known = look(campaigns)
    if known.empty:
        st.caption(_("No campaign yet. Posts in a campaign are recorded with their links and visits."))
    else:
        shown = known.assign(
            kind=known["kind"].map(wording("campaign_kind")), days=[_days(row) for row in known.itertuples()],
            state=[_(STATES[code]) for code in known["status"]],
        )  # fmt: skip
        tables.pick(shown, KEY, _columns(), height=260)
    if may(Action.MANAGE_COHORTS):
        picked = known[known["id"].astype(str) == tables.picked(KEY)] if len(known) else known
        _campaign_form(None if picked.empty else next(picked.itertuples()))


def _days(row: Any) -> str:
    return f"{day(row.starts_on)} – {day(row.ends_on)}"


def _columns() -> dict[str, Any]:
    return {
        "name": tables.text(_("Name of the campaign"), 168), "kind": tables.text(_("Kind"), tables.px(90, 120)), "days": tables.text(_("From – until"), tables.px(210, 170)),
        "state": tables.text(_("State"), 60), "people": tables.number(_("Pairs on record"), 60),
        "links": tables.number(_("Links"), 60), "visits": tables.number(_("Visits"), 60),
    }  # fmt: skip


def _campaign_form(told: Any) -> None:
    key = f"campaign-{told.id}-{told.version}" if told else "campaign-new"
    with st.form(key, clear_on_submit=told is None):
        st.markdown("**" + (plain(told.name) if told else _("New campaign")) + "**")
        values = _campaign_fields(key, told)
        if st.form_submit_button(_("Save"), type="primary"):
            if told:
                seen = {"campaign_id": int(told.id), "seen_version": int(told.version)}
                act(keeping.edit_campaign, done=_("The campaign is saved."), values=values, **seen)
            else:
                act(keeping.add_campaign, done=_("The campaign is open."), values=values)
            st.rerun()


def _campaign_fields(key: str, told: Any) -> dict[str, Any]:
    name, kind = st.columns([2, 1], gap="small")
    first, last, state = st.columns(3, gap="small")
    kinds, states = list(WORDS["campaign_kind"]), list(STATES)
    ends: date | None = None if told is None or pd.isna(told.ends_on) else told.ends_on
    return {
        "name": name.text_input(_("Name of the campaign"), told.name if told else "", max_chars=120, key=f"{key}-name"),
        "kind": kind.selectbox(_("Kind"), kinds, kinds.index(told.kind) if told else 0, format_func=wording("campaign_kind"), key=f"{key}-kind"),
        "starts_on": first.date_input(_("From"), told.starts_on if told else today(), format="YYYY-MM-DD", key=f"{key}-from"),
        "ends_on": last.date_input(_("Until (empty: still running)"), ends, format="YYYY-MM-DD", key=f"{key}-until"),
        "status": state.selectbox(_("State"), states, states.index(told.status) if told else 0, format_func=spoken(STATES), key=f"{key}-state"),
        "forces": st.checkbox(_("Grade units by the three forces"), bool(told.forces) if told else False, key=f"{key}-forces"),
        "note": st.text_input(_("Note"), told.note if told else "", max_chars=300, key=f"{key}-note"),
    }  # fmt: skip


def _limit() -> None:
    st.markdown("**" + _("Back-filled records") + "**")
    limit = look(backfill_limit)
    st.caption(
        _(
            "A record that is written down more than {days} days after the event is marked as back-filled. The limit holds for all "
            "records, old and new; where units hand their tables in once a month, 45 days fit better."
        ).format(days=limit)
    )
    if may(Action.MANAGE_COHORTS):
        number, button = st.columns([1, 1], vertical_alignment="bottom", gap="small")
        low, high = keeping.FEWEST_DAYS, keeping.MOST_DAYS
        days = number.number_input(_("Limit in days"), low, high, limit, key="rec_limit")
        button.button(_("Set the limit"), disabled=days == limit, on_click=act, args=(keeping.set_backfill_days,),
                      kwargs={"days": int(days), "done": _("The limit is set.")}, width="stretch")  # fmt: skip


def _excused() -> None:
    st.markdown("**" + _("Excused months") + "**")
    st.caption(
        _("In these months (flood control, closed training) nothing is expected of a unit, and nobody is warned.")
    )
    known = look(exempt_months)
    for (month, reason), rows in known.groupby(["month", "reason"], sort=False):
        label = f"{partial(month)} ・ {plain(reason)} ・ " + _("{count} units").format(count=len(rows))
        with st.expander(label, key=f"excused-{month}-{reason}"):
            _units_of(rows)
    if may(Action.MANAGE_COHORTS):
        _excuse()


def _units_of(rows: pd.DataFrame) -> None:
    with st.container(horizontal=True, gap="small"):
        for row in rows.itertuples():
            if may(Action.MANAGE_COHORTS):
                st.button(plain(row.unit), icon=":material/close:", key=f"no-more-{row.month}-{row.unit_id}", help=_("Excuse no more"),
                          on_click=act, args=(keeping.excuse_no_more,), kwargs={"month": row.month, "unit_id": int(row.unit_id)})  # fmt: skip
            else:
                st.markdown(plain(row.unit))


def _excuse() -> None:
    known = look(units)
    names = dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    counties = [county for county in dict.fromkeys(known["county"]) if county]
    with st.form("excuse", clear_on_submit=True):
        first, second = st.columns([1, 2], gap="small")
        month = first.text_input(_("Month"), f"{today():%Y-%m}", max_chars=7, key="excuse-month")
        reason = second.text_input(_("Reason"), max_chars=100, key="excuse-reason", placeholder=_("Flood control"))
        chosen = st.multiselect(
            _("Units"), list(names), format_func=names.__getitem__, key="excuse-units", placeholder=_("Choose units")
        )
        whole = st.multiselect(
            _("or all townships and villages of"), counties, key="excuse-counties", placeholder=_("Choose counties")
        )
        if st.form_submit_button(_("Excuse them")):
            inside = known[known["county"].isin(whole) & known["kind"].isin(["township", "village"])]["id"].tolist()
            asked = {"month": month.strip(), "unit_ids": [*chosen, *inside], "reason": reason}
            count = act(keeping.excuse, **asked, done=_("The month is excused."))
            if count is not None:
                st.rerun()
