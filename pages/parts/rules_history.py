"""Who changed which rule when: every saving, the difference of any two, and the way back to an earlier one."""

import pandas as pd
import streamlit as st

from db.queries.rules import rule_rows
from pages.parts.dates import moment
from pages.parts.frame import look, may, plain
from pages.parts.rule_words import change, shortly
from pages.parts.rules_state import change as do
from pages.parts.rules_telling import Teller, teller
from pages.parts.tables import HEAD, ROW, text
from pages.parts.vocabulary import Names
from programme.access import Action
from programme.rules import Change, Rules, differences
from programme.rules_edit import return_to
from texts import _

SHOWN = 6


def history(cohort_id: int, names: Names) -> None:
    """The savings as a table; under it what differs between the chosen ones."""
    rows = look(rule_rows, cohort_id=cohort_id)
    if rows.empty:
        st.caption(_("Nobody saved rules in this cohort yet: the defaults are in force."))
        return
    stored = {int(row.number): Rules.of(int(row.number), row.rules) for row in rows.itertuples()} | {0: Rules()}
    tell = teller(names, *stored.values())
    chosen = _table(rows, stored, tell)
    older, newer = _two(chosen, rows)
    _between(stored[older], stored[newer], tell)
    if may(Action.EDIT_RULES):
        _way_back(cohort_id, newer if len(chosen) == 1 else older, int(rows["number"].iloc[0]))


def _table(rows: pd.DataFrame, stored: dict[int, Rules], tell: Teller) -> list[int]:
    """Show all savings; the numbers of the chosen ones."""
    numbers = rows["number"].astype(int).tolist()
    shown = pd.DataFrame(
        {
            "number": [_("No. {number}").format(number=number) for number in numbers],
            "at": rows["at"].map(moment),
            "by": rows["by"],
            "note": rows["note"],
            "what": [_short(stored[number - 1], stored[number], tell) for number in numbers],
        }
    )
    columns = {
        "number": text(_("Number"), 60), "at": text(_("When"), 150), "by": text(_("Who"), 90),
        "note": text(_("Note"), 220), "what": text(_("Changed"), 460),
    }  # fmt: skip
    event = st.dataframe(
        shown, key="rules-history", hide_index=True, column_config=columns, row_height=ROW,
        height=HEAD + ROW * min(len(shown), SHOWN), on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    st.caption(_("Select one for its change, two for the difference between them."))
    return [numbers[at] for at in event["selection"]["rows"] if at < len(numbers)]


def _two(chosen: list[int], rows: pd.DataFrame) -> tuple[int, int]:
    """The older and the newer number to compare: two chosen ones, or one with the one before."""
    if len(chosen) > 1:
        return min(chosen), max(chosen)
    newest = chosen[0] if chosen else int(rows["number"].iloc[0])
    return newest - 1, newest


def _short(before: Rules, after: Rules, tell: Teller) -> str:
    changes = differences(before.to_dict(), after.to_dict())
    return shortly([change(one, tell)[0] for one in changes])


def _between(older: Rules, newer: Rules, tell: Teller) -> None:
    title = _("From no. {older} to no. {newer}") if older.number else _("From the defaults to no. {newer}")
    st.markdown("**" + plain(title.format(older=older.number, newer=newer.number)) + "**")
    found: list[Change] = differences(older.to_dict(), newer.to_dict())
    if not found:
        st.caption(_("No difference."))
        return
    words = [[plain(part) for part in change(one, tell)] for one in found]
    st.table(pd.DataFrame(words, columns=[_("Rule"), _("Before"), _("After")]).set_index(_("Rule")))


def _way_back(cohort_id: int, number: int, present: int) -> None:
    """Back to an earlier row, as a new one."""
    if number == present:
        return
    told = _("Return to no. {number}") if number else _("Return to the defaults")
    st.button(
        told.format(number=number), key="rules-return", icon=":material/undo:", on_click=_return, args=(cohort_id, number),
        help=_("The rules of that number come into force again as the next number; nothing is lost."),
    )  # fmt: skip


def _return(cohort_id: int, number: int) -> None:
    note = _("back to no. {number}").format(number=number)
    done = _("These rules are in force now.")
    do(cohort_id, return_to, done=done, keep_form=False, number=number, note=note)
