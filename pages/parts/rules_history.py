"""Who changed which rule when: each saving against the one before."""

import pandas as pd
import streamlit as st

from db.queries.rules import rule_rows
from pages.parts.dates import moment
from pages.parts.frame import look, plain
from pages.parts.rule_words import change
from programme.rules import Rules, differences
from texts import _

SHOWN = 10


def history(cohort_id: int) -> None:
    """The newest savings, each with what it changed."""
    rows = look(rule_rows, cohort_id=cohort_id)
    if rows.empty:
        st.caption(_("Nobody saved rules in this cohort yet: the defaults are in force."))
        return
    stored = [*(Rules.of(0, kept).to_dict() for kept in rows["rules"]), Rules().to_dict()]
    for place, row in enumerate(rows.head(SHOWN).itertuples()):
        told = _("No. {number} ・ {who} ・ {when}").format(number=row.number, who=row.by, when=moment(row.at))
        st.markdown(f"**{plain(told)}**" + (f"  \n{plain(row.note)}" if row.note else ""))
        _changes(stored[place + 1], stored[place])


def _changes(before: dict, after: dict) -> None:
    changes = [change(one) for one in differences(before, after)]
    if not changes:
        st.caption(_("As the defaults."))
        return
    table = pd.DataFrame(changes, columns=["what", "before", "after"])
    st.dataframe(
        table, hide_index=True, column_config={"what": _("Rule"), "before": _("Before"), "after": _("After")}, width=560
    )
