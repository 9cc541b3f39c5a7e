"""Run, keep, compare by figures and open the schemes of the cohort."""

import pandas as pd
import streamlit as st

from db.queries.schemes import scheme_floor, schemes
from pages.parts import scheme_detail, scheme_list
from pages.parts.frame import act, header, look, may, need_cohort, plain
from pages.parts.labels import label
from pages.parts.proof import proof_colour, proof_word, short
from pages.parts.scheme_acts import acts
from pages.parts.scheme_jobs import ending, running
from pages.parts.ways import way
from programme.access import Action
from programme.runs import NAME_LENGTH, start_run
from programme.staleness import drift
from texts import _


def main() -> None:
    """The run line, what is under way, the list, the selected scheme."""
    header(_("Schemes"))
    cohort_id = need_cohort()
    known = look(schemes, cohort_id=cohort_id)
    run_line(cohort_id, known)
    running(known)
    if known.empty:
        st.info(_("No scheme yet. Look at the rules and the seats first, then give the scheme a name and run it."))
        way("match/rules.py", _("To the rules and the count"))
        return
    shown = scheme_list.kept(known)
    scheme_list.scheme_table(shown)
    scheme = scheme_list.chosen(known)
    if scheme is not None:
        detail(scheme)


def run_line(cohort_id: int, known: pd.DataFrame) -> None:
    """A name and the button that starts a run."""
    if not may(Action.RUN_SCHEME):
        return
    field, button, hint = st.columns([3, 1, 5], vertical_alignment="bottom")
    proposed = _("Scheme {number}").format(number=len(known) + 1)
    key = f"run-name-{len(known)}"
    field.text_input(_("Name of the new scheme"), proposed, key=key, max_chars=NAME_LENGTH)
    button.button(
        _("Run"), type="primary", icon=":material/play_arrow:", width="stretch", key="run",
        on_click=_run, args=(cohort_id, key),
    )  # fmt: skip
    hint.caption(_("Takes the pool and the rules as they are now; confirmed pairings stay and count as load."))


def _run(cohort_id: int, key: str) -> None:
    act(start_run, cohort_id=cohort_id, name=st.session_state[key])


def detail(scheme: pd.Series) -> None:
    """The selected scheme: title with proof, what can be done with it, its figures and people."""
    badges = [f":gray-badge[{plain(label('scheme_state', scheme['status']))}]"]
    if scheme["proof"]:
        badges.append(f":{proof_colour(scheme['proof'])}-badge[{plain(proof_word(scheme['proof']))}]")
        badges.append(f":gray-badge[{plain(short(scheme['fingerprint']))}]")
    st.markdown(f"#### {plain(scheme['name'])} {' '.join(badges)}")
    acts(scheme)
    ending(int(scheme["id"]))
    moved_on(int(scheme["id"]))
    if not scheme["fingerprint"]:
        return
    loads = scheme_detail.loads_of(int(scheme["id"]))
    scheme_detail.figures(scheme, loads)
    scheme_detail.views(scheme, loads, look(scheme_floor, scheme_id=int(scheme["id"])))


def moved_on(scheme_id: int) -> None:
    """Say so when the pool is no longer that of the snapshot."""
    since = look(drift, scheme_id=scheme_id)
    if since:
        told = _(
            "The pool has changed since this scheme was computed: {mentors} mentors, {mentees} mentees, {relations} relations. Run it again to take that in."
        )
        st.info(
            told.format(mentors=len(since.mentors), mentees=len(since.mentees), relations=since.relations),
            icon=":material/history:",
        )


main()
