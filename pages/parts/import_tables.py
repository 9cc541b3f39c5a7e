"""How the columns were understood, what is worth a look, and what was left out of the files."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts import tables
from pages.parts.frame import act, plain
from pages.parts.import_words import field_word, how
from programme.roster import Preview, reason_sentence, rule_sentence, suggestion_sentence
from programme.roster.review import Review, fate
from programme.roster.verbs import verbs
from texts import _

KEY = "column"


def counts(found: Review, shown: Preview) -> dict[str, int]:
    """How much there is in each view; of the faults those that nobody has decided about."""
    difference, roster = shown.difference, shown.roster
    return {
        "faults": sum(fate(found, roster, one) == "open" for one in roster.faults),
        "doubts": difference.count("doubtful"),
        "changes": difference.count("new") + difference.count("changed"),
        "columns": len(roster.mapping),
        "warnings": len(roster.warnings),
        "skipped": len(roster.skipped) + len(_copies(shown)),
    }


def columns(found: Review, shown: Preview) -> None:
    """Each column with its field; a wrong one is put right here and remembered when the import is confirmed."""
    rows = [
        {
            "id": f"{use.sheet}|{use.column}",
            "sheet": use.sheet,
            "column": use.column,
            "field": field_word(use.field),
            "how": how(use),
        }
        for use in shown.roster.mapping
    ]
    left, right = st.columns([8, 5], gap="medium")
    with left:
        tables.pick(pd.DataFrame(rows), KEY, _column_heads())
    with right, st.container(border=True):
        _assign(found, shown)


def _column_heads() -> dict[str, Any]:
    return {
        "column": tables.text(_("Header in the file"), 180),
        "field": tables.text(_("Understood as"), 150),
        "how": tables.text(_("Why"), 230),
        "sheet": tables.text(_("Sheet"), 180),
    }


def _assign(found: Review, shown: Preview) -> None:
    chosen = tables.picked(KEY)
    use = next((use for use in shown.roster.mapping if f"{use.sheet}|{use.column}" == chosen), None)
    if use is None:
        st.caption(_("Select a column to say what it stands for. Your choice is remembered for the next import."))
        return
    able = verbs(shown.roster.kind)
    options = ["", *able.fields(shown.roster.kind)]
    st.markdown("**" + plain(use.column) + "**")
    field = st.selectbox(
        _("Stands for"),
        options,
        options.index(use.field) if use.field in options else 0,
        format_func=field_word,
        key=f"assign_{chosen}",
    )
    st.button(
        _("Assign"),
        type="primary",
        on_click=act,
        args=(able.assign,),
        kwargs={"draft_id": found.kept.id, "seen_version": found.kept.version, "mappings": {use.column: field}},
    )


def warnings(found: Review, shown: Preview) -> None:
    """Cells that can be taken but are worth a look."""
    if not shown.roster.warnings:
        st.success(_("Nothing else is worth a look."))
        return
    rows = [
        {
            "row": one.row,
            "column": one.column,
            "value": one.value,
            "what": rule_sentence(one),
            "how": suggestion_sentence(one),
            "sheet": one.sheet,
        }
        for one in shown.roster.warnings
    ]
    _show(
        rows,
        {
            "row": tables.number(_("Row"), 56),
            "column": tables.text(_("Column"), 110),
            "value": tables.text(_("Value"), 130),
            "what": tables.text(_("What is remarkable"), 330),
            "how": tables.text(_("Suggestion"), 260),
            "sheet": tables.text(_("Sheet"), 180),
        },
    )


def skipped(found: Review, shown: Preview) -> None:
    """Sheets and rows without a person, and copies of rows that stand in the files already."""
    rows = [
        {"row": one.row, "what": reason_sentence(one), "text": one.text, "sheet": one.sheet}
        for one in shown.roster.skipped
    ]
    rows += [
        {
            "row": one.row,
            "what": _("the same as row {row} of {sheet}").format(row=one.same_as[1], sheet=one.same_as[0]),
            "text": "",
            "sheet": one.sheet,
        }
        for one in _copies(shown)
    ]
    _show(
        rows,
        {
            "row": tables.number(_("Row"), 56),
            "what": tables.text(_("Why left out"), 300),
            "text": tables.text(_("First words"), 320),
            "sheet": tables.text(_("Sheet"), 220),
        },
    )


def _copies(shown: Preview) -> list[Any]:
    return [one for one in shown.roster.duplicates if (one.sheet, one.row) != one.same_as]


def _show(rows: list[dict[str, Any]], heads: dict[str, Any]) -> None:
    if not rows:
        st.caption(_("Nothing was left out."))
        return
    height = min(560, tables.HEAD + tables.ROW * len(rows))
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        height=height,
        row_height=tables.ROW,
        column_config=heads,
        column_order=list(heads),
        placeholder="",
    )
