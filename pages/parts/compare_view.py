"""Two or three schemes side by side: what sets them apart, then figures, fairness, pair by pair, what moved."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.compare_fairness import fairness
from pages.parts.compare_figures import figures, summary
from pages.parts.compare_moves import pair_by_pair, what_moved
from pages.parts.compare_words import names, unlike_sentences
from pages.parts.downloads import download
from pages.parts.frame import look, may, plain
from pages.parts.pool_panels import show_tabs
from pages.parts.scheme_list import KEY
from programme.access import Action
from programme.compare_export import offer_comparison
from programme.comparison import NOW, OWN, Comparison, comparison
from texts import _


def comparison_view(ticked: pd.DataFrame) -> None:
    """The comparison of the ticked schemes, the oldest first, so that it reads from before to after."""
    ids = sorted(ticked["id"].tolist())
    judged_by = _kept_choice(ids)
    found = look(comparison, scheme_ids=ids, judged_by=judged_by)
    _first_line(found, ids)
    _apart(found)
    show_tabs(
        "compare-tabs",
        {
            _("Figures"): lambda: figures(found),
            _("Fairness"): lambda: fairness(found),
            _("Pair by pair"): lambda: pair_by_pair(found),
            _("What moved"): lambda: what_moved(found),
        },
    )


def _first_line(found: Comparison, ids: Sequence[int]) -> None:
    """Which schemes, the file, and back to one."""
    title, judge, file, back = st.columns([4.0, 3.2, 1.3, 1.3], vertical_alignment="bottom")
    title.markdown("#### " + plain(_(" against ").join(names(found))))
    _yardstick(judge, found, ids)
    if may(Action.EXPORT):
        download(file, _("As Excel"), offer_comparison, "compare-file", scheme_ids=list(ids), judged_by=found.judged_by)
    back.button(_("Untick all"), icon=":material/close:", key="compare-close", width="stretch", on_click=_untick)


def _untick() -> None:
    tables.close(KEY)


def _kept_choice(ids: Sequence[int]) -> str:
    """The yardstick that was chosen, as long as its scheme is still ticked."""
    kept = st.session_state.get(_choice_key(ids), OWN)
    return kept if kept in (OWN, NOW, *map(str, ids)) else OWN


def _choice_key(ids: Sequence[int]) -> str:
    return f"compare-judge-{'-'.join(map(str, ids))}"


def _yardstick(place: st.delta_generator.DeltaGenerator, found: Comparison, ids: Sequence[int]) -> None:
    """By which rules all are judged; nothing to choose where all are alike and under the rules in force."""
    options = [OWN]
    if len(found.yardsticks) > 1:
        options += map(str, found.yardsticks)
    if found.rules_now:
        options.append(NOW)
    if len(options) > 1:
        words = {code: _yardstick_word(found, code) for code in options}
        place.selectbox(
            _("Judge all by"), options, format_func=words.__getitem__, key=_choice_key(ids),
            label_visibility="collapsed",
        )  # fmt: skip


def _yardstick_word(found: Comparison, code: str) -> str:
    if code == OWN:
        return _("judge each by its own rules and snapshot")
    if code == NOW:
        return _("judge all by the rules in force (no. {number})").format(number=found.rules_now)
    side = found.side(int(code))
    return _("judge all by the rules (no. {number}) and snapshot of “{name}”").format(number=side.rules, name=side.name)


def _apart(found: Comparison) -> None:
    """What the inputs have otherwise, before any figure; then the comparison in a sentence."""
    told = unlike_sentences(found)
    if told:
        warn = found.judged_by == OWN and any(one.rules_or_pool for one in found.unlike)
        show = st.warning if warn else st.info
        show("  \n".join(plain(one) for one in told), icon=":material/rule:")
    if not found.whole:
        st.caption(_("Only people of your unit are counted and shown."))
    st.markdown(plain(summary(found)))
