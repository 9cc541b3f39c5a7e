"""Late joiners: who is new in the cohort since the signing, and one click to a scheme for them alone."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.frame import act, look, may
from pages.parts.tables import open_row
from pages.parts.ways import to_import, way
from programme.access import Action
from programme.desk_cards import Who
from programme.latecomers import Latecomers, latecomers
from programme.runs import start_run
from programme.scheme_names import NAME_LENGTH
from texts import _


def late_view(cohort_id: int) -> None:
    """How many are new, what stays untouched, and the scheme for them."""
    found = look(latecomers, cohort_id=cohort_id, stem=_("Late joiners"))
    waiting = len(found.new) + len(found.left)
    left, right = st.columns([1.5, 1], gap="medium")
    with left:
        if waiting:
            _people(found)
        else:
            st.info(_("Nobody new waits in this cohort. New people come in by the roster import or the mentee list."))
            to_import(_("Import rosters"))
    with right, st.container(border=True, key="late-box"):
        _untouched(found)
        if waiting and (found.signed or found.pending) and may(Action.RUN_SCHEME):
            _start(cohort_id, found, waiting)


def _people(found: Latecomers) -> None:
    st.markdown(
        "**" + _("{new} new people wait, {left} are left over or wait again").format(
            new=len(found.new), left=len(found.left)
        ) + "**"
    )  # fmt: skip
    shown = pd.DataFrame(
        [_cells(who, _("new")) for who in found.new] + [_cells(who, _("left over")) for who in found.left]
    )
    columns = {
        "name": tables.text(_("Name"), 90), "unit": tables.text(_("Unit")), "post": tables.text(_("Post"), 160),
        "since": tables.text(_("What"), 90),
    }  # fmt: skip
    st.dataframe(
        shown, column_config=columns, hide_index=True, row_height=tables.ROW, key="late-people", placeholder="",
        height=min(460, tables.HEAD + tables.ROW * len(shown)),
    )  # fmt: skip
    if found.ineligible:
        st.caption(_("Not eligible, and so not counted: {count}.").format(count=found.ineligible))


def _cells(who: Who, since: str) -> dict[str, str]:
    return {"name": who.label, "unit": who.unit, "post": who.post, "since": since}


def _untouched(found: Latecomers) -> None:
    """What their scheme cannot touch, in numbers."""
    if not found.signed and not found.pending:
        st.info(_("Nothing is signed in this cohort yet: an ordinary run under Schemes pairs everybody who waits."))
        way("match/schemes.py", _("Go to schemes"))
        return
    st.markdown("**" + _("What is signed stays") + "**")
    st.markdown(
        _(
            "{signed} pairings are confirmed and {pending} pairs stand under signature: none of them is in the new scheme."
        ).format(signed=found.signed, pending=found.pending)
    )
    st.markdown(_("Their seats count as taken; {seats} seats are free for those who wait.").format(seats=found.seats))


def _start(cohort_id: int, found: Latecomers, waiting: int) -> None:
    name = st.text_input(_("Name of the scheme"), found.name, key=f"late-name-{found.name}", max_chars=NAME_LENGTH)
    pressed = st.button(
        _("{count} people wait: compute a scheme for them alone").format(count=waiting), type="primary",
        width="stretch", key="late-go", icon=":material/group_add:",
    )  # fmt: skip
    if not pressed:
        return
    started = act(start_run, cohort_id=cohort_id, name=name, late=True, done=_("The scheme is being computed."))
    if started:
        open_row("scheme", started.scheme_id)
        st.switch_page("match/schemes.py", query_params={"scheme": str(started.scheme_id)})
    st.rerun()
