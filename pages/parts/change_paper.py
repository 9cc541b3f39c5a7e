"""The change slip and the handover sheets as they are printed: plain tables, in the words of the office."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from pages.parts.change_handed import handed
from pages.parts.change_words import ACTS, KINDS, STAGES, STATES, ground, leavers, outcome
from pages.parts.dates import day
from pages.parts.downloads import download
from pages.parts.frame import look, may, plain
from pages.parts.labels import label
from pages.parts.signoff_print import ON_PAPER
from programme.access import Action
from programme.change_handover import HandoverSheet, handover
from programme.change_slip import ChangeSlip
from programme.frozen import short
from programme.papers.making import offer_paper
from texts import N_, _

BLANK = "　"
HANDED = ("change", "release")
PAPERS: Mapping[str, str] = {"change_slip": N_("Change slip"), "handover": N_("Handover sheets")}


def papers_of(slip: ChangeSlip) -> None:
    """The slip and its handover sheets as Word files, whatever view is open."""
    if not may(Action.EXPORT):
        return
    st.markdown("**" + _("As Word") + "**")
    places = st.columns(2, gap="small")
    for place, (form, name) in zip(places, PAPERS.items(), strict=True):
        if form == "change_slip" or any(row.act in HANDED for row in slip.rows):
            download(place, _(name), offer_paper, f"slip-{form}-{slip.id}", form=form, of=slip.id)


def slip_paper(slip: ChangeSlip) -> None:
    """The slip as one page: what, who, from when, why, who signed."""
    st.html(ON_PAPER)
    with st.container(border=True, key="slip-paper"):
        st.markdown("### " + _("Change slip for mentor pairings"))
        st.caption(
            _("No. {number} ・ {cohort} ・ {state}").format(
                number=slip.id, cohort=plain(slip.cohort), state=_(STATES[slip.status])
            )
        )
        st.table(_head(slip), border="horizontal")
        if slip.rows:
            st.table(_rows(slip), border="horizontal", hide_index=True)
        for row in slip.transfers:
            told = _("{mentee} moves from {old} to {new}.")
            st.markdown(plain(told.format(mentee=row.mentee.name, old=row.from_unit or "—", new=row.to_unit)))
        st.table(_signed(slip), border="horizontal", hide_index=True)


def _head(slip: ChangeSlip) -> dict[str, str]:
    out = {
        _("Kind"): _(KINDS[slip.kind]),
        _("Takes effect"): day(slip.effective_on),
        _("Ground of the change"): ground(slip) or "—",
        _("Note"): plain(slip.note) or "—",
        _("Drawn up by"): f"{plain(slip.by)} {day(slip.at)}",
    }
    if slip.leavers:
        out[_("Mentors who leave or rest")] = plain(leavers(slip.leavers))
    if slip.frozen_hash:
        out[_("Frozen content")] = short(slip.frozen_hash)
    return out


def _rows(slip: ChangeSlip) -> pd.DataFrame:
    return pd.DataFrame(
        {
            _("No."): range(1, len(slip.rows) + 1),
            _("Mentee"): [plain(row.mentee.name) for row in slip.rows],
            _("Unit and post"): [plain(f"{row.mentee.unit} {row.mentee.post}") for row in slip.rows],
            _("Present mentor"): [plain(f"{row.old.name}（{row.old.unit}）") for row in slip.rows],
            _("What follows"): [_(ACTS[row.act]) for row in slip.rows],
            _("Succeeding mentor"): [
                plain(f"{row.new.name}（{row.new.unit}）") if row.new else plain(outcome(row)) for row in slip.rows
            ],
            _("Until"): [day(row.return_on if row.return_on else row.ends_on) for row in slip.rows],
        }
    )


def _signed(slip: ChangeSlip) -> pd.DataFrame:
    """Who signed, and empty lines for the seal and the hand; none is ever drawn by the system."""
    present = [row for row in slip.signatures if row.present] or list(slip.signatures)
    return pd.DataFrame(
        {
            _("Step"): [_(STAGES[row.stage]) for row in present] + [_("Signature and seal")],
            _("Name"): [plain(row.name) for row in present] + [BLANK],
            _("Role"): [label("role", row.role) for row in present] + [BLANK],
            _("Day"): [day(row.at) for row in present] + [BLANK],
            _("Comment"): [plain(row.comment) for row in present] + [BLANK],
        }
    )


def handover_paper(slip: ChangeSlip) -> None:
    """One sheet for each pairing that gets another mentor."""
    found = look(handover, change_id=slip.id)
    if not found.sheets:
        st.info(_("No pairing of this slip is handed over."))
        return
    names = {place: sheet.mentee.label for place, sheet in enumerate(found.sheets)}
    if len(names) > 1:
        every = -1
        chosen = st.selectbox(
            _("Sheet"), [every, *names], key=f"handover-{slip.id}",
            format_func=lambda place: names.get(place, _("All sheets")), label_visibility="collapsed",
        )  # fmt: skip
        sheets = found.sheets if chosen == every else (found.sheets[chosen],)
    else:
        sheets = found.sheets
    st.html(ON_PAPER)
    for place, sheet in enumerate(sheets):
        with st.container(border=True, key=f"whole-sheet-{place}-paper"):
            _sheet(slip, sheet)


def _sheet(slip: ChangeSlip, sheet: HandoverSheet) -> None:
    st.markdown("### " + _("Handover sheet"))
    st.caption(_("To change slip no. {number}, as of {day}").format(number=slip.id, day=day(sheet.on)))
    st.table(_who(sheet), border="horizontal")
    steps = pd.DataFrame(
        {
            _("Day"): [day(step.on) for step in sheet.steps],
            _("State"): [label("pairing_state", step.to_status) for step in sheet.steps],
            _("Note"): [plain(step.reason) for step in sheet.steps],
        }
    )
    st.table(steps, border="horizontal", hide_index=True)
    known = handed(sheet.handed) | dict.fromkeys(_to_fill(), "")
    st.table({name: told or BLANK * 30 for name, told in known.items()}, border="horizontal")


def _who(sheet: HandoverSheet) -> dict[str, str]:
    following = f"{sheet.new.name}（{sheet.new.unit} {sheet.new.post}）" if sheet.new else _("nobody yet")
    out = {
        _("Mentee"): plain(f"{sheet.mentee.name}（{sheet.mentee.unit} {sheet.mentee.post}）"),
        _("Category and place"): plain(f"{label('category', sheet.category)} {sheet.county}"),
        _("Needs"): plain(_(", ").join(sheet.needs)) or "—",
        _("Hands over"): plain(f"{sheet.old.name}（{sheet.old.unit} {sheet.old.post}）"),
        _("Takes over"): plain(following),
        _("Time so far"): _("{start} to {end}, {months} full months").format(
            start=day(sheet.starts_on), end=day(sheet.on), months=sheet.months
        ),
        _("Time left"): _("until {end}, {months} full months").format(end=day(sheet.ends_on), months=sheet.months_left),
    }
    if sheet.before:
        told = [f"{one.mentor.name} {day(one.starts_on)}–{day(one.until)}" for one in sheet.before]
        out[_("Mentors before")] = plain(_("; ").join(told))
    return out


def _to_fill() -> list[str]:
    """What the two write by hand."""
    return [
        _("Advice to the new mentor"),
        _("Hands over (signature, day)"),
        _("Takes over (signature, day)"),
    ]
