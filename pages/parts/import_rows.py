"""What an import would do, row by row: the doubtful rows to decide, and what is new or changed."""

import pandas as pd
import streamlit as st

from db.queries.people import people
from pages.parts import tables
from pages.parts.frame import act, look, plain
from pages.parts.import_words import STATES, doubt, field_word, value_word
from pages.parts.vocabulary import names
from programme.pilots import reach_of
from programme.roster import NEW, SKIP, Entry, Preview
from programme.roster.drafts import decide
from programme.roster.review import Review
from texts import _

KEY, SHOWN_UNITS = "entry", 5


def beyond_reach(found: Review, shown: Preview) -> None:
    """Whom the roster brings from units that the cohort does not reach yet: they are saved and wait."""
    cohort = found.kept.draft.cohort_id
    if shown.roster.kind != "mentee" or cohort is None:
        return
    within, known = look(reach_of, cohort_id=cohort), names().unit_names()
    if within.units is None:
        return
    reached = {known[key] for key in within.units if key in known}
    beyond = [unit for row in shown.roster.rows if (unit := str(row.values.get("unit") or "")) not in reached]
    if beyond:
        told = _(
            "{count} rows are from units that this cohort does not reach yet: {units}. They are saved, and wait for the next stage."
        )
        listed = _(", ").join(list(dict.fromkeys(unit or "—" for unit in beyond))[:SHOWN_UNITS])
        st.warning(told.format(count=len(beyond), units=plain(listed)))


def doubts(found: Review, shown: Preview) -> None:
    """Each doubtful row with its reason and the people it may mean; nothing is decided by itself."""
    waiting = [entry for entry in shown.difference.entries if entry.state == "doubtful"]
    if not waiting:
        st.success(_("No row is doubtful."))
        return
    known = {row["id"]: row for row in _people([key for entry in waiting for key in entry.candidates])}
    st.caption(_("Until you decide, these rows stay in this draft and are not saved."))
    for entry in waiting[:50]:
        with st.container(border=True):
            _doubtful(found, shown, entry, known)
    if len(waiting) > 50:
        st.caption(_("{count} more follow when these are decided.").format(count=len(waiting) - 50))


def _people(ids: list[int]) -> list[dict]:
    everybody = look(people)
    return everybody[everybody["id"].isin(ids)].to_dict("records")


def _doubtful(found: Review, shown: Preview, entry: Entry, known: dict[int, dict]) -> None:
    row = next(one for one in shown.roster.rows if (one.sheet, one.row) == entry.line)
    told = "・".join(plain(text) for text in row.raw.values() if text.strip())
    st.markdown(f"**{plain(entry.name)}** {_('row {row}').format(row=entry.row)}  \n{plain(doubt(entry.reason))}")
    st.caption(told)
    options: dict[str, object] = {NEW: _("A new person"), SKIP: _("Leave the row out")}
    if entry.reason == "twice":
        options = {NEW: _("This row holds"), SKIP: _("Leave the row out")}
    options |= {str(key): _("It is {who}").format(who=_who(known.get(key))) for key in entry.candidates}
    columns = st.columns(min(len(options), 4))
    for place, (choice, label) in enumerate(options.items()):
        decision = int(choice) if choice.isdecimal() else choice
        columns[place % 4].button(
            str(label),
            key=f"decide_{entry.line}_{choice}",
            width="stretch",
            on_click=act,
            args=(decide,),
            kwargs={
                "draft_id": found.kept.id,
                "seen_version": found.kept.version,
                "decisions": {entry.line: decision},
            },
        )


def _who(row: dict | None) -> str:
    return "・".join(plain(row[key]) for key in ("name", "unit", "birth") if row and row[key]) or "?"


def changes(found: Review, shown: Preview) -> None:
    """New and changed rows with every field before and after."""
    entries = [entry for entry in shown.difference.entries if entry.state in ("new", "changed")]
    if not entries:
        st.info(_("Nothing would change: everything in these files is known already, held back or doubtful."))
        return
    words = names()
    known = {
        code: word for kind in ("expertise", "dialect", "strength", "field") for code, word in words.words(kind).items()
    }
    frame = pd.DataFrame([_entry(entry, known) for entry in entries])
    st.dataframe(
        frame,
        hide_index=True,
        height=min(560, tables.HEAD + tables.ROW * len(frame)),
        row_height=tables.ROW,
        column_config={
            "row": tables.number(_("Row"), 56),
            "name": tables.text(_("Name"), 90),
            "state": tables.text(_("State"), 80),
            "changes": tables.text(_("Field: before → after"), 1080),
        },
    )
    _additions(shown)


def _entry(entry: Entry, known: dict[str, str]) -> dict[str, object]:
    parts = []
    for field, (before, after) in entry.changes.items():
        if field == "name" and entry.state == "new":
            continue
        told = value_word(field, after, known)
        if entry.state == "changed":
            told = f"{value_word(field, before, known)} → {told}"
        parts.append(f"{field_word(field)} {told}")
    return {
        "row": entry.row,
        "name": entry.name,
        "state": _(STATES[entry.state]),
        "changes": _("; ").join(parts),
    }


def _additions(shown: Preview) -> None:
    units, words = shown.difference.new_units, [word for _kind, word in shown.difference.new_words]
    if units:
        st.caption(_("New units: {names}").format(names=plain(_(", ").join(units))))
    if words:
        st.caption(_("New words: {names}").format(names=plain(_(", ").join(words))))
