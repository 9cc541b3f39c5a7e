"""What can be done with a whole scheme: open it at the desk, re-run, rename, copy, put away."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.frame import act, may
from programme.access import Action
from programme.runs import rerun
from programme.scheme_names import NAME_LENGTH, first_free
from programme.schemes import EDITABLE, PUT_AWAY, copy_scheme, put_away, rename
from texts import _


def acts(scheme: pd.Series, taken: Sequence[str]) -> None:
    """One line of buttons; what cannot be done in this state is not offered. `taken` are the names in the cohort."""
    scheme_id, version, has_plan = int(scheme["id"]), int(scheme["version"]), bool(scheme["fingerprint"])
    computed = has_plan and scheme["status"] != "handmade"
    line = st.container(horizontal=True, gap="small")
    if computed and line.button(
        _("Open at the desk"), type="primary", icon=":material/table_restaurant:", key="to-desk"
    ):
        st.session_state["scheme"] = scheme_id
        st.switch_page("match/desk.py", query_params={"scheme": str(scheme_id)})
    if not may(Action.RUN_SCHEME):
        return
    if computed:
        line.button(
            _("Run again on the pool as it is now"), icon=":material/refresh:", key="rerun",
            help=_("Keeps every lock and ban that still stands and names those that do not."),
            on_click=_rerun, args=(scheme_id, version),
        )  # fmt: skip
    if has_plan:
        with line.popover(_("Copy")):
            _named(
                _("Name of the copy"),
                first_free(_("{name} copy").format(name=scheme["name"])[:NAME_LENGTH], taken),
                f"copy-{scheme_id}",
                _copy,
                scheme_id,
            )
    if scheme["status"] in (*EDITABLE, "handmade"):
        with line.popover(_("Rename")):
            _named(_("New name"), scheme["name"], f"rename-{scheme_id}-{version}", _rename, scheme_id, version)
    if scheme["status"] in (*PUT_AWAY, "handmade"):
        line.button(
            _("Put away"), icon=":material/archive:", key="put-away", on_click=_put_away, args=(scheme_id, version)
        )


def _named(title: str, proposed: str, key: str, callback: Callable[..., None], *args: int) -> None:
    st.text_input(title, proposed, key=key, max_chars=NAME_LENGTH)
    st.button(_("Save"), key=f"{key}-save", on_click=callback, args=(key, *args))


def _rerun(scheme_id: int, version: int) -> None:
    started = act(rerun, scheme_id=scheme_id, seen_version=version)
    if started:
        tables.open_row("scheme", started.scheme_id)


def _copy(key: str, scheme_id: int) -> None:
    copy_id = act(copy_scheme, done=_("Copied."), scheme_id=scheme_id, name=st.session_state[key])
    if copy_id:
        tables.open_row("scheme", copy_id)


def _rename(key: str, scheme_id: int, version: int) -> None:
    act(rename, done=_("Renamed."), scheme_id=scheme_id, seen_version=version, name=st.session_state[key])


def _put_away(scheme_id: int, version: int) -> None:
    done = _("Put away; it is still there under “put away or failed”.")
    act(put_away, done=done, scheme_id=scheme_id, seen_version=version)
    tables.close("scheme")
