"""One pairing of a person: who decided it, when, on which grounds, and everything that was changed since."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import local
from db.queries.changes import signatures_of_slips
from db.queries.pairings import pairing_events
from db.queries.person import ground_of_pair, slips_of_pair
from db.queries.signoff import leaders, signatures
from pages.parts.change_words import ACTS, KINDS, STAGES
from pages.parts.dates import day, moment
from pages.parts.example_view import example_told, kind_badges
from pages.parts.frame import look, plain
from pages.parts.labels import label
from pages.parts.reasons import rule
from pages.parts.statement_panel import statement_button
from pages.parts.ways import way
from programme.errors import ProgrammeError
from programme.frozen import short
from programme.pair_kinds import kinds_of
from programme.papers.statement_words import statement_told
from texts import _

PAIRING = "person_pairing"
ASKED = "pairing"
DECIDING = ("approved", "signed", "confirmed")


def choose_pairing(pairs: pd.DataFrame, own: int) -> Any:
    """The pairing that the tabs speak of: the one that a link asks for, else the first; None without any."""
    if pairs.empty:
        st.session_state.pop(PAIRING, None)
        return None
    rows = {int(row.id): row for row in pairs.itertuples()}
    asked = st.query_params.pop(ASKED, "")
    if asked.isdecimal() and int(asked) in rows:
        st.session_state[PAIRING] = int(asked)
    if st.session_state.get(PAIRING) not in rows:
        st.session_state[PAIRING] = next(iter(rows))
    if len(rows) == 1:
        return rows[st.session_state[PAIRING]]
    chosen = st.selectbox(
        _("Pairing"), list(rows), format_func=lambda key: _told(rows[key], own), key=PAIRING, width=760
    )
    return rows[chosen]


def _told(row: Any, own: int) -> str:
    other = f"{row.mentee} {row.mentee_unit}" if row.mentor_id == own else f"{row.mentor} {row.mentor_unit}"
    part = _("leads") if row.mentor_id == own else label("pairing_role", row.role)
    return f"{part} {other} ・ {row.cohort} ・ {label('pairing_state', row.status)}"


def pair_tab(row: Any) -> None:
    """Left the decision with its grounds, right what happened since."""
    if row is None:
        st.info(_("This person has no pairing yet. It appears here as soon as one is confirmed."))
        return
    ground = look(ground_of_pair, pairing_id=int(row.id))
    left, right = st.columns([1, 1], gap="medium")
    with left, st.container(border=True, key="person-decision"):
        _head(row)
        if ground is None:
            _without_scheme(row)
        else:
            _decided(row, ground)
            _grounds(row, ground)
    with right, st.container(border=True, key="person-since"):
        _since(row)


def _head(row: Any) -> None:
    st.markdown(f"**{plain(row.mentor)}** {plain(row.mentor_unit)} → **{plain(row.mentee)}** {plain(row.mentee_unit)}")
    term = _("{start} to {end}").format(start=day(row.starts_on), end=day(row.ends_on))
    st.caption(" ・ ".join(plain(part) for part in (label("pairing_state", row.status), term, row.cohort)))
    kind_badges(kinds_of(row._asdict()))
    example_told(int(row.id))


def _without_scheme(row: Any) -> None:
    """A pairing from before, or one that a slip made: its first event tells who and why."""
    st.markdown("**" + _("Who decided, and when") + "**")
    slips = look(slips_of_pair, pairing_id=int(row.id))
    if not slips[slips["began"]].empty:
        st.markdown(_("It continues another pairing by a signed change slip, which stands on the right."))
        return
    first = look(pairing_events, pairing_id=int(row.id)).head(1)
    for event in first.itertuples():
        st.markdown(f"{plain(event.by)} :small[:gray[{moment(event.at)}]] {plain(event.reason)}")
    st.caption(_("It was not made by a scheme of this system, so no reasons were computed."))


def _decided(row: Any, ground: Mapping[str, Any]) -> None:
    """The scheme, its frozen version, and the names under it."""
    st.markdown("**" + _("Who decided, and when") + "**")
    version = _("frozen version {number}").format(number=ground["number"]) if ground["number"] else ""
    digest = short(ground["frozen_hash"]) if ground["frozen_hash"] else ""
    parts = (_("Scheme “{name}”").format(name=ground["scheme"]), version, digest)
    st.caption(" ・ ".join(plain(part) for part in parts if part))
    signed = look(signatures, scheme_id=int(row.scheme_id))
    under = signed[signed["frozen_hash"] == ground["frozen_hash"]]
    for name in under.itertuples():
        who = f"{plain(name.by)} :small[:gray[{label('role', name.role)} ・ {moment(name.at)}]]"
        mark = ":material/verified:" if name.stage in DECIDING else ":material/edit:"
        comment = f"  \n> {plain(name.comment)}" if name.comment else ""
        st.markdown(f"{mark} **{label('signature_stage', name.stage)}** {who}{comment}")
    if under.empty:
        st.caption(_("Nobody has signed yet."))


def _grounds(row: Any, ground: Mapping[str, Any]) -> None:
    """How the pair came about, the reasons as they were computed, and the statement with every alternative."""
    st.markdown("**" + _("On which grounds") + "**")
    told = [label("origin", ground["origin"])] if ground["origin"] else []
    if ground["fit"] is not None:
        told.append(_("fit {fit}").format(fit=f"{ground['fit']:.1f}"))
    st.markdown(plain(" ・ ".join(told)))
    leader = look(leaders, scheme_id=int(row.scheme_id)).get((int(row.mentee_id), int(row.mentor_id)))
    if leader:
        st.markdown(_("Appointed by {leader}").format(leader=f"**{plain(leader)}**"))
    if ground["reason"] or ground["by"]:
        aside = " ・ " + _("sets aside: {rule}").format(rule=rule(ground["rule"])) if ground["rule"] else ""
        st.markdown(
            f"> {plain(ground['reason'])}  \n:small[:gray[{plain(ground['by'])} {moment(ground['at'])}{plain(aside)}]]"
        )
    if not ground["proof"]:
        return
    st.markdown(_reasons(row))
    with st.container(horizontal=True):
        statement_button(st, int(row.scheme_id), int(row.mentee_id), "person")
        desk = {"scheme": int(row.scheme_id), "mentee": int(row.mentee_id)}
        way("match/desk.py", _("Prices of every other"), ":material/balance:", **desk)


def _reasons(row: Any) -> str:
    """The sentence of the statement; nothing where the scheme can no longer tell."""
    try:
        told = look(statement_told, scheme_id=int(row.scheme_id), mentee_id=int(row.mentee_id))
    except ProgrammeError:
        return ""
    return plain(told["reasons"]).replace("\n", "  \n")


def _since(row: Any) -> None:
    """States, change slips with their names: the latest at the bottom."""
    st.markdown("**" + _("What was changed since") + "**")
    for event in look(pairing_events, pairing_id=int(row.id)).itertuples():
        line = f"- {day(event.on_day)} **{label('pairing_state', event.to_status)}** :small[:gray[{plain(event.by)} ・ {_written(event.at)}]]"
        st.markdown(f"{line}  \n  :small[{plain(event.reason)}]" if event.reason else line)
    slips = look(slips_of_pair, pairing_id=int(row.id))
    names = look(signatures_of_slips, change_ids=slips["change_id"].astype(int).tolist())
    for slip in slips.itertuples():
        _slip(slip, names[names["change_id"] == slip.change_id])
    if slips.empty:
        st.caption(_("No change slip concerns this pairing."))


def _written(instant: Any) -> str:
    return _("written {day}").format(day=day(local(instant).date()))


def _slip(slip: Any, names: pd.DataFrame) -> None:
    told = _("Change slip {number}: {change}, in force {day}").format(
        number=int(slip.change_id), change=_(KINDS[slip.kind]), day=day(slip.effective_on)
    )
    act = _("this pairing continues another") if slip.began else (_(ACTS[slip.act]) if slip.act in ACTS else slip.act)
    st.markdown(f"- {plain(told)} :small[:gray[{plain(act)}]]")
    for name in names.itertuples():
        who = f"{_(STAGES[name.stage])} {name.by} {moment(name.at)}"
        st.markdown(f"  :small[{plain(who)}]" + (f"  \n> {plain(name.comment)}" if name.comment else ""))
    way("match/changes.py", _("To the slip"), change=int(slip.change_id))
