"""What a list made by hand is worth: figures beside those of the optimum, broken rules, differences worst first."""

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.behind import chosen_row
from pages.parts.frame import plain
from pages.parts.handmade_rows import picked_row
from pages.parts.handmade_words import broken, points, who, whom
from pages.parts.ways import mentee_page, mentor_page
from programme.breach_words import breach
from programme.handmade.score import Score, Somebody, Unlike
from programme.handmade.view import HandListView
from texts import _


def figures(found: HandListView, worth: Score) -> None:
    """The list's figures with the optimum's below each."""
    hand, best = worth.hand, worth.best
    told: tuple[tuple[str, int | str, int | str], ...] = (
        (_("Paired"), hand.paired, best.paired),
        (_("Without a mentor"), hand.unmatched, best.unmatched),
        (_("Mean fit"), points(hand.mean), points(best.mean)),
        (_("Lowest fit"), points(hand.lowest), points(best.lowest)),
        (_("Under the floor"), hand.under_floor, best.under_floor),
        (_("Overfull mentors"), hand.crowded, best.crowded),
        (_("Highest load"), hand.largest, best.largest),
        (_("Gini of load"), f"{hand.gini:.2f}", f"{best.gini:.2f}"),
    )
    for column, (name, mine, theirs) in zip(st.columns(len(told)), told, strict=True):
        best_word = _("optimum {value}").format(value=theirs)
        column.metric(name, mine, best_word, border=True, delta_color="off", delta_arrow="off")


def breaches(found: HandListView, worth: Score) -> None:
    """Every broken rule with the people whom it concerns."""
    if not worth.breaches:
        st.success(_("The list breaks no rule."))
        return
    rows = pd.DataFrame(
        [
            {
                "rule": breach(one.code), "who": whom(one), "what": broken(one),
                "mentee": one.mentee.id if one.mentee else 0, "mentor": one.mentor.id if one.mentor else 0,
            }
            for one in worth.breaches
        ]
    )  # fmt: skip
    columns = {
        "rule": tables.text(_("Rule"), 160),
        "who": tables.text(_("Whom it concerns"), 320),
        "what": tables.text(_("What is broken"), 260),
    }
    row = picked_row(rows, columns, f"hand-breaches-{found.scheme_id}")
    if row is not None and row["mentor"]:
        mentor_page(int(row["mentor"]))


def differences(found: HandListView, worth: Score) -> None:
    """Mentees for whom list and optimum differ, those whom the list serves worst first."""
    st.caption(
        _("{same} mentees have the same mentor in both. Worst first: where the list loses the most fit.").format(
            same=worth.same
        )
    )
    if not worth.unlike:
        st.success(_("The list is the best plan under the rules."))
        return
    rows = pd.DataFrame([_row(one) for one in worth.unlike])
    columns = {
        "mentee": tables.text(_("Mentee"), 80),
        "unit": tables.text(_("Unit"), 170),
        "hand": tables.text(_("On the list"), 190),
        "best": tables.text(_("In the best plan"), 190),
        "loss": tables.number(_("The list loses"), 90, format="%.1f"),
    }
    row = chosen_row(rows, columns, f"hand-unlike-{found.scheme_id}")
    if row is not None:
        st.markdown(_sentence(next(one for one in worth.unlike if one.mentee_id == row["id"])))
        mentee_page(int(row["id"]))


def _row(one: Unlike) -> dict[str, object]:
    return {
        "id": one.mentee_id,
        "mentee": one.mentee.name,
        "unit": one.mentee.unit,
        "hand": _mentors(one.by_hand),
        "best": _mentors(one.best),
        "loss": one.loss,
    }


def _mentors(side: tuple[tuple[Somebody, float], ...]) -> str:
    return _(", ").join(f"{mentor.name} {fit:.1f}" for mentor, fit in side) or _("no mentor")


def _sentence(one: Unlike) -> str:
    hand, best = (
        _(", ").join(who(mentor) for mentor, _fit in side) or _("no mentor") for side in (one.by_hand, one.best)
    )
    if one.loss >= 0:
        told = _("{mentee}: {hand} on the list, {best} in the best plan; the list loses {points} points of fit here.")
    else:
        told = _(
            "{mentee}: {hand} on the list, {best} in the best plan; the list is kinder here by {points} points, at the cost of others."
        )
    return plain(told.format(mentee=who(one.mentee), hand=hand, best=best, points=f"{abs(one.loss):.1f}"))
