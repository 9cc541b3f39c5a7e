"""The audit log: who did what to what, when, and whether it was let; and whether the chain is whole."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.clock import CHINA, UTC, today
from db.queries.audit import AuditFilter, audit_actions, audit_count, audit_people, audit_rows
from pages.parts import tables
from pages.parts.audit_words import action_word, outcome_word
from pages.parts.dates import moment
from pages.parts.frame import act, look, may, show_notices
from pages.parts.labels import aside, stated
from programme.access import Action
from programme.audit_check import verify_chain
from texts import _

PAGE = 200


def main() -> None:
    """The verification, the filters, the rows."""
    title, check = st.columns([6, 1.2], vertical_alignment="bottom")
    title.markdown(f"### {_('Audit log')}")
    if may(Action.VERIFY_AUDIT) and check.button(_("Verify the chain"), icon=":material/link:", width="stretch"):
        verified()
    show_notices()
    wanted = filters()
    count = look(audit_count, wanted=wanted)
    pages = max(1, -(-count // PAGE))
    told, turn = st.columns([6, 2], vertical_alignment="center")
    told.caption(_("{count} entries").format(count=count))
    number = turn.number_input(_("Page of {pages}").format(pages=pages), 1, pages, key="audit_page") if pages > 1 else 1
    rows(look(audit_rows, wanted=wanted, limit=PAGE, offset=(int(number) - 1) * PAGE))


def verified() -> None:
    """Walk the chain and say what was found."""
    report = act(verify_chain)
    if report is None:
        return
    if report.broken_at is None:
        whole = _("The chain is whole: {rows} entries. Its head, to be kept outside this system: {head}")
        st.success(whole.format(rows=report.rows, head=report.head))
    else:
        st.error(
            _("Entry {seq} does not fit: it or the one before was changed, removed or put in.").format(
                seq=report.broken_at
            )
        )


def filters() -> AuditFilter:
    """Days, person, action, outcome, object."""
    columns = st.columns([2.2, 1.6, 1.6, 1.2, 1.8])
    span = columns[0].date_input(_("Days"), (today() - timedelta(days=30), today()), key="audit_days")
    people = {row.id: aside(row.name, row.login) for row in look(audit_people).itertuples()}
    actions = {code: action_word(code) for code in look(audit_actions)}
    outcomes = {code: outcome_word(code) for code in ("done", "refused", "failed", "locked")}
    who = choice(columns[1], _("Who"), {None: _("All"), **people}, "audit_who")
    action = choice(columns[2], _("Action"), {"": _("All"), **actions}, "audit_action")
    outcome = choice(columns[3], _("Outcome"), {"": _("All"), **outcomes}, "audit_outcome")
    sought = columns[4].text_input(_("Object contains"), key="audit_object", max_chars=60)
    first, last = ends(span)
    return AuditFilter(instant(first), instant(last + timedelta(days=1)), action, outcome, who, sought.strip())


def choice(place: DeltaGenerator, label: str, words: dict[Any, str], key: str) -> Any:
    """A list of codes shown as their words."""
    return place.selectbox(label, list(words), format_func=lambda code: words[code], key=key)


def ends(span: date | tuple[date, ...]) -> tuple[date, date]:
    """The two days of a range; while only one is chosen, that day."""
    days = (span,) if isinstance(span, date) else span or (today(),)
    return days[0], days[-1]


def instant(day: date) -> datetime:
    """The beginning of a day in China as a stored instant."""
    return datetime.combine(day, time(), CHINA).astimezone(UTC).replace(tzinfo=None)


def rows(found: pd.DataFrame) -> None:
    """The entries, the newest first."""
    if found.empty:
        st.info(_("No entry fits. Widen the days or take a filter away."))
        return
    shown = pd.DataFrame(
        {
            "seq": found["seq"],
            "at": [moment(at) for at in found["at"]],
            "who": found["who"].fillna("—"),
            "action": [action_word(code) for code in found["action"]],
            "outcome": [outcome_word(code) for code in found["outcome"]],
            "object": found["object"],
            "detail": [told(detail) for detail in found["detail"]],
        }
    )
    columns = {
        "seq": tables.number(_("No."), 70),
        "at": tables.text(_("Time"), 170),
        "who": tables.text(_("Who"), 110),
        "action": tables.text(_("Action"), 150),
        "outcome": tables.text(_("Outcome"), 90),
        "object": tables.text(_("Object"), 160),
        "detail": tables.text(_("Detail")),
    }
    st.dataframe(shown, hide_index=True, column_config=columns, height=600, key="audit_rows")


def told(detail: dict[str, Any] | None) -> str:
    """The particulars of an entry as they were recorded, without braces and what is empty."""
    pairs = {key: value for key, value in (detail or {}).items() if value not in (None, "", {}, [])}
    return _("; ").join(stated(key, _plainly(value)) for key, value in pairs.items())


def _plainly(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


main()
