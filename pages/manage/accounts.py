"""Accounts of staff: who may come in, as what, for which unit. A password is shown once, to be handed over."""

import pandas as pd
import streamlit as st

from db.queries.accounts import account_units, accounts
from pages.parts import tables
from pages.parts.dates import moment
from pages.parts.frame import act, look, plain, show_notices
from pages.parts.labels import label, labels, wording
from programme import accounts as use
from programme.accounts import NewAccount
from texts import _

KEY = "account"
WORKING = {"officer", "chief"}


def main() -> None:
    """The list, and beside it the account that is picked or a new one."""
    title, new = st.columns([6, 1.2], vertical_alignment="bottom")
    title.markdown(f"### {_('Accounts')}")
    new.button(
        _("New account"),
        type="primary",
        icon=":material/person_add:",
        on_click=tables.open_new,
        args=(KEY,),
        width="stretch",
    )
    show_notices()
    hand_over()
    known = look(accounts)
    left, right = st.columns([7, 4], gap="medium")
    with left:
        listed(known)
    with right:
        panel(known)


def listed(known: pd.DataFrame) -> None:
    """All accounts; the state is a word."""
    shown = known.assign(
        role_word=[label("role", role) for role in known["role"]],
        state=[state(row) for row in known.itertuples()],
        seen=[moment(at) if pd.notna(at) else _("never") for at in known["seen_at"]],
        unit=known["unit"].fillna(""),
    )
    columns = {
        "login": tables.text(_("Login"), 84),
        "name": tables.text(_("Name"), 66),
        "role_word": tables.text(_("Role"), tables.px(105, 150)),
        "unit": tables.text(_("Unit"), 120),
        "state": tables.text(_("State"), tables.px(90, 64)),
        "seen": tables.text(_("Last active"), tables.px(170, 136)),
    }
    tables.pick(shown, KEY, columns)


def state(row: object) -> str:
    """Disabled before locked before waiting for the first sign-in."""
    if row.disabled:  # type: ignore[attr-defined]
        return _("Disabled")
    if row.locked:  # type: ignore[attr-defined]
        return _("Locked for now")
    return _("Password to change") if row.must_change else _("In use")  # type: ignore[attr-defined]


def panel(known: pd.DataFrame) -> None:
    """What can be done with the account that is picked."""
    chosen = tables.picked(KEY)
    rows = known[known["id"].astype(str) == chosen]
    with st.container(border=True):
        if chosen == "new":
            new_form()
        elif rows.empty and not set(known["role"]) & WORKING:
            st.markdown(_("**Next: an account for the officer**, who imports the rosters and draws up the pairings."))
            st.caption(_("Then one for the section chief, who approves them. Each gets a password that is shown once."))
        elif rows.empty:
            st.caption(_("Choose an account in the list, or make a new one."))
        else:
            present(rows.iloc[0])


def new_form() -> None:
    """Login, name, role, unit; the password is invented by the system."""
    st.markdown(f"#### {_('New account')}")
    login = st.text_input(_("Login"), key="new_login", help=_("Letters a-z, digits, dot, dash, underscore"))
    name = st.text_input(_("Name"), key="new_name")
    role, unit_id = post_choice("new", "officer", None)
    ready = bool(login.strip() and name.strip()) and (role != "liaison" or unit_id is not None)
    if st.button(_("Create"), type="primary", disabled=not ready, width="stretch"):
        made = act(use.create, login=login, name=name, role=role, unit_id=unit_id)
        if made:
            keep(made)
            tables.open_row(KEY, made.id)
        st.rerun()


def present(row: pd.Series) -> None:
    """Another role or unit, a new password, an end."""
    key, version = int(row["id"]), int(row["version"])
    st.markdown(f"#### {plain(row['name'])} · {plain(row['login'])}")
    unit_id = None if pd.isna(row["unit_id"]) else int(row["unit_id"])
    role, chosen_unit = post_choice(f"post-{key}-{version}", str(row["role"]), unit_id)
    changed = (role, chosen_unit) != (row["role"], unit_id)
    if st.button(_("Save role and unit"), type="primary", disabled=not changed, width="stretch"):
        act(
            use.change_post, done=_("Saved. Open tabs of this account have ended."),
            account_id=key, role=role, unit_id=chosen_unit, seen_version=version,
        )  # fmt: skip
        st.rerun()
    reset, switch = st.columns(2)
    if reset.button(_("New password"), icon=":material/key:", width="stretch"):
        keep(act(use.reset_password, account_id=key, seen_version=version))
        st.rerun()
    ended = bool(row["disabled"])
    word = _("Enable") if ended else _("Disable")
    if switch.button(word, icon=":material/block:" if not ended else ":material/check:", width="stretch"):
        act(use.enable if ended else use.disable, done=_("Saved."), account_id=key, seen_version=version)
        st.rerun()


def post_choice(key: str, role: str, unit_id: int | None) -> tuple[str, int | None]:
    """Role, and the unit that only a liaison has."""
    roles = list(labels("role"))
    chosen = st.selectbox(_("Role"), roles, index=roles.index(role), format_func=wording("role"), key=f"{key}-role")
    if chosen != "liaison":
        return chosen, None
    units = look(account_units)
    names = dict(zip(units["id"].tolist(), units["name"].tolist(), strict=True))
    if not names:
        st.caption(
            _("No unit is known yet: the first roster brings them in, or an officer adds them under “Words and units”.")
        )
    places = list(names)
    index = places.index(unit_id) if unit_id in names else None
    unit = st.selectbox(
        _("Unit"), places, index=index, format_func=lambda place: names[place], key=f"{key}-unit",
        placeholder=_("Choose the unit"),
    )  # type: ignore[call-overload]  # fmt: skip
    return chosen, unit


def keep(made: NewAccount | None) -> None:
    """Remember a password for the one run that shows it."""
    if made:
        st.session_state["handed"] = (made.login, made.password)


def hand_over() -> None:
    """Show a new password, once."""
    handed = st.session_state.pop("handed", None)
    if handed:
        login, password = handed
        with st.container(border=True):
            told = _("Password for {login}, shown this once. Hand it over; it must be changed at the first sign-in.")
            st.markdown(told.format(login=plain(login)))
            st.code(password, language=None)


main()
