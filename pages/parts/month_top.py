"""The month of reviews that is looked at: its choice, its state in one sentence, and what an officer does with the whole month."""

from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from db.clock import today
from db.queries.cohorts import cohorts
from pages.parts import tables
from pages.parts.dates import day
from pages.parts.frame import act, look, may
from pages.parts.month_words import figure, month_name, word
from programme.access import Action
from programme.reviews import rounds
from texts import _

VIEW, MONTH, UNIT, STAND = "mon_view", "month", "mon_unit", "mon_stand"
REVIEW = "review"
MOST_MONTHS = 60


def top(known: pd.DataFrame, cohort_id: int) -> Any:
    """Draw the first lines; the round that is looked at."""
    choice, sentence, doing = st.columns([1.5, 6.2, 2.3], vertical_alignment="center", gap="small")
    names = list(known["month"])
    if st.session_state.get(MONTH) not in names:
        st.session_state.pop(MONTH, None)
    chosen = choice.selectbox(
        _("Month"), names, format_func=month_name, key=MONTH, bind="query-params", label_visibility="collapsed",
        on_change=tables.close, args=(REVIEW,),
    )  # fmt: skip
    row = next(known[known["month"] == chosen].itertuples())
    sentence.markdown(state_sentence(row))
    if may(Action.MANAGE_COHORTS):
        # A new key closes it once the month has changed or another one is shown.
        key = f"mon-acts-{row.id}-{row.version}"
        with doing.popover(_("The month"), icon=":material/event_note:", width="stretch", key=key):
            _acts(row)
            opening(known, cohort_id)
    return row


def state_sentence(row: Any) -> str:
    """Where the month stands, in one sentence."""
    owed = int(row.on_time + row.late + row.backfilled + row.outstanding)
    told = _(
        "**{state}** · {done} of {owed} complete: {on_time} in time, {late} late, {backfilled} in a later month; {outstanding} still "
        "to file ({begun} begun), {excused} excused"
    ).format(
        state=word("round", row.status), done=owed - int(row.outstanding), owed=owed, on_time=int(row.on_time),
        late=int(row.late), backfilled=int(row.backfilled), outstanding=int(row.outstanding), begun=int(row.begun),
        excused=int(row.excused),
    )  # fmt: skip
    mean = "" if figure(row.mean) == "—" else " · " + _("mean {mean}").format(mean=figure(row.mean))
    return f"{told}{mean} · {due_words(row)}"


def due_words(row: Any) -> str:
    """The due date, and how far it is away while the month is being filled."""
    left = (row.due_on - today()).days
    if row.status != "open":
        return _("due {day}").format(day=day(row.due_on))
    if left < 0:
        return _("due {day}, {count} days ago").format(day=day(row.due_on), count=-left)
    return _("due {day}, in {count} days").format(day=day(row.due_on), count=left)


def is_overdue(row: Any) -> bool:
    """Whether what is not filed now is overdue."""
    return bool(row.due_on < today())


def _acts(row: Any) -> None:
    """Close, open again, take up pairings that came since."""
    seen = {"round_id": int(row.id), "seen_version": int(row.version)}
    weights = {"own": row.weight_self, "head": row.weight_head, "leader": row.weight_leader}
    st.caption(_("Weights: self {own}, unit head {head}, leader in charge {leader}.").format(**weights))
    if row.status == "open":
        _button(_("End the filing"), rounds.close_round, _("The month is closed."), seen)
        _button(_("Take up what changed"), rounds.take_up, _("Pairings that came or rest since are taken up."), seen)
    elif row.status == "closed":
        _button(_("Let units file again"), rounds.reopen_round, _("The month is open again."), seen)


def _button(label: str, use_case: Any, done: str, seen: dict[str, int]) -> None:
    told = {**seen, "done": done}
    st.button(label, key=f"mon_{use_case.__name__}", width="stretch", on_click=act, args=(use_case,), kwargs=told)


def opening(known: pd.DataFrame, cohort_id: int) -> None:
    """Open a month: the latest one that is not open yet is chosen, with the usual due date and weights."""
    there, cohort = set(known["month"]), look(cohorts).set_index("id").loc[cohort_id]
    left = [month for month in _months(cohort["starts_on"], cohort["ends_on"]) if month not in there]
    if not left:
        st.caption(_("No other month of this cohort can be opened now."))
        return
    st.markdown("**" + _("Open a month") + "**")
    month = st.selectbox(_("Month to open"), left, format_func=month_name, key="mon_new")
    due = st.date_input(
        _("Due on"), rounds.usual_due(month), min_value=today(), format="YYYY-MM-DD", key=f"mon_due_{month}"
    )
    labels = (_("Self %"), _("Unit head %"), _("Leader in charge %"))
    places = st.columns(3, gap="small")
    weights = tuple(
        int(place.number_input(label, 0, 100, usual, key=f"mon_weight_{number}"))
        for number, (place, label, usual) in enumerate(zip(places, labels, rounds.WEIGHTS, strict=True))
    )
    if sum(weights) != 100:
        st.caption(_("The weights sum to {sum}; they must sum to 100.").format(sum=sum(weights)))
    asked = {"cohort_id": cohort_id, "month": month, "due_on": due, "weights": weights}
    st.button(
        _("Open {month}").format(month=month_name(month)), type="primary", width="stretch", key="mon_open",
        disabled=sum(weights) != 100, on_click=_open, kwargs=asked,
    )  # fmt: skip


def _open(**asked: Any) -> None:
    done = _("The month is open; units can file.")
    if act(rounds.open_round, done=done, **asked) is not None:
        st.session_state[MONTH] = asked["month"]


def _months(first: date, last: date) -> list[str]:
    """Months of a cohort that have begun, the latest first."""
    found: list[str] = []
    month = min(today(), last).replace(day=1)
    while month >= first.replace(day=1) and len(found) < MOST_MONTHS:
        found.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return found


def lead(unit_id: int | None = None, stand: str | None = None) -> None:
    """Show the reviews of a unit (from a chart or a table) in the list."""
    st.session_state[VIEW] = "fill"
    st.session_state[UNIT], st.session_state[STAND] = unit_id, stand
    tables.close(REVIEW)
