"""What changed since the last meeting: any two states of the cohort's schemes side by side, person by person with the reason."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.dates import moment
from pages.parts.frame import look
from pages.parts.labels import label
from pages.parts.reasons import MINUS, joined, listing, signed
from pages.parts.rule_words import change
from pages.parts.rules_telling import teller_for
from pages.parts.signoff_table import pair_table
from pages.parts.tables import ROW, text
from pages.parts.vocabulary import names
from pages.parts.ways import way
from programme.scheme_figures import SchemeFigures
from programme.version_reasons import Ground
from programme.versions import PRESENT, Comparison, State, compare_states, last_meeting, states
from texts import N_, _

NAMED = 8
KINDS: Mapping[str, str] = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed")}
ACTS: Mapping[str, str] = {
    "appoint": N_("named by {leader}: {reason}"),
    "override": N_("named by {leader}: {reason}"),
    "reassign": N_("given by {by}: {reason}"),
    "swap": N_("swapped by {by}: {reason}"),
    "ban": N_("ruled out by {by}: {reason}"),
    "rerun": N_("computed anew"),
    "": N_("nothing on record"),
}


def versions(scheme: Any) -> None:
    """Choose two states (the last meeting's and the present one to begin with) and read what differs."""
    known = {one.key: one for one in look(states, cohort_id=int(scheme.cohort_id))}
    now = f"{scheme.id}.{PRESENT}"
    meeting = last_meeting(list(known.values()), int(scheme.id))
    if len(known) < 2 or now not in known:
        st.info(_("This is the first version that goes to signing; there is nothing to compare with."))
        way("match/desk.py", _("What the desk has changed since it was computed"), scheme=scheme.id)
        return
    first = meeting.key if meeting else next(key for key in known if key != now)
    left, right = st.columns(2, gap="small")
    before = _choose(left, _("State before"), known, first, f"versions-before-{scheme.id}")
    after = _choose(right, _("State after"), known, now, f"versions-after-{scheme.id}")
    if before == after:
        st.info(_("Choose two different states."))
        return
    found = look(compare_states, before=before, after=after)
    _figures(found)
    for line in sentences(found):
        st.markdown(f"- {line}")
    _people(scheme, found, f"versions-{before}-{after}")


def _choose(place: Any, title: str, known: Mapping[str, State], first: str, key: str) -> str:
    options = list(known)
    return place.selectbox(
        title, options, options.index(first), format_func=lambda one: state_words(known[one]), key=key
    )


def state_words(state: State) -> str:
    """ "First run, version 2 of 5 March, returned", or the scheme as it is now."""
    if state.number == PRESENT:
        return _("{scheme}, as it is now").format(scheme=state.scheme)
    fate = label("signature_stage", state.fate)
    return _("{scheme}, version {number}, {at}, {fate}").format(
        scheme=state.scheme, number=state.number, at=moment(state.at) if state.at else "", fate=fate
    )  # fmt: skip


FIGURES: Mapping[str, str] = {
    "eligible": N_("Eligible"),
    "paired": N_("Paired"),
    "unmatched": N_("Unpaired"),
    "ineligible": N_("Not eligible"),
    "mean_fit": N_("Mean fit"),
    "lowest_fit": N_("Lowest fit"),
    "under_floor": N_("Low fit"),
    "gini": N_("Gini"),
}


def figure_frame(found: Comparison, before: str, after: str) -> pd.DataFrame:
    """A row for each state and one for the difference; a column for each figure, all in words and numbers."""
    rows = [
        [name, *(_number(sums, code) for code in FIGURES)]
        for name, sums in zip((before, after), found.sums, strict=True)
    ]
    rows.append([_("Difference"), *(_apart(found, code) for code in FIGURES)])
    return pd.DataFrame(rows, columns=["state", *FIGURES])


def _number(sums: SchemeFigures, name: str) -> str:
    value = getattr(sums, name)
    if value is None:
        return "—"
    return f"{value:.3f}" if name == "gini" else f"{value:.1f}" if isinstance(value, float) else str(value)


def _apart(found: Comparison, name: str) -> str:
    one, two = (getattr(sums, name) for sums in found.sums)
    if one is None or two is None:
        return ""
    if isinstance(one, int):
        return signed(two - one).removesuffix(".0")
    if name != "gini":
        return signed(two - one)
    return f"{two - one:+.3f}".replace("-", MINUS) if round(two - one, 3) else "0.000"


def _figures(found: Comparison) -> None:
    frame = figure_frame(found, _("State before"), _("State after"))
    columns = {"state": text("", 92)} | {code: text(_(title)) for code, title in FIGURES.items()}
    st.dataframe(frame, hide_index=True, key="versions-figures", column_config=columns, row_height=ROW)


def _rules_sentence(found: Comparison) -> str:
    """Which rules became which, value by value; the reader's own unit is all that is named."""
    tell = teller_for(names(), found.rules)
    parts = [dict(zip(("what", "before", "after"), change(one, tell), strict=True)) for one in found.rules]
    said = listing(_("{what} {before} → {after}").format(**part) for part in parts)
    one, two = found.rule_numbers
    return _("Rules no. {one} became no. {two}: {changes}").format(one=one, two=two, changes=said)


def sentences(found: Comparison) -> list[str]:
    """What changed beside the pairs: rules, people who came and went, locks and bans, the pool."""
    told = [_rules_sentence(found)] if found.rules else []
    for people, sentence in ((found.came, _("New people: {names}")), (found.went, _("No longer waiting: {names}"))):
        if people:
            told.append(sentence.format(names=_some(people)))
    if found.orders:
        told.append(_("{count} locks, bans or seats differ").format(count=found.orders))
    if found.other_pool:
        told.append(_("computed from another state of the pool"))
    return told or [_("Rules, people and locks are the same.")]


def _some(names: tuple[str, ...]) -> str:
    more = _(" and {count} more").format(count=len(names) - NAMED) if len(names) > NAMED else ""
    return listing(names[:NAMED]) + more


def _people(scheme: Any, found: Comparison, key: str) -> None:
    if not found.people:
        st.success(_("Nobody's mentor differs."), icon=":material/check:")
        return
    counts = {kind: sum(one.kind == kind for one in found.people) for kind in KINDS}
    said = _("{added} pairs added, {removed} removed, {changed} changed").format(**counts)
    st.markdown(f"**{said}**")
    columns = {
        "mentee": text(_("Mentee"), 70), "unit": text(_("Unit"), 100), "before": text(_("Mentor then"), 125),
        "after": text(_("Mentor now"), 125), "ground": text(_("Why")),
    }  # fmt: skip
    pair_table(scheme, change_frame(found), columns, key)


def change_frame(found: Comparison) -> pd.DataFrame:
    """mentee_id, mentee, unit, kind, before, after, ground: in words."""
    rows = [
        (
            one.mentee_id,
            one.mentee,
            one.unit,
            _(KINDS[one.kind]),
            one.before or "—",
            one.after or "—",
            ground(one.ground),
        )
        for one in found.people
    ]
    return pd.DataFrame(rows, columns=["mentee_id", "mentee", "unit", "kind", "before", "after", "ground"])


def ground(one: Ground) -> str:
    """The act that named the person, or that moved them for somebody else's sake, with its reason.

    Whoever sees one unit only is not told of acts that concerned others.
    """
    if not one.named and not one.by:
        return _("moved for {people}").format(people=_("somebody of another unit"))
    template = _(ACTS[one.kind]) if one.kind in ACTS else _("by {by}: {reason}")
    said = template.format(leader=one.leader, by=one.by, reason=one.reason or "—")
    if one.named:
        return said
    moved = _("moved for {people}").format(people=listing(one.people)) if one.people else ""
    return joined([moved, said]).removesuffix(_("."))
