"""The office's calendar on the page of cohorts: paste the yearly notice, see what was read, enter it."""

from collections.abc import Mapping

import streamlit as st

from db.clock import today
from pages.parts.dates import day
from pages.parts.frame import act, look, may
from programme import holidays
from programme.access import Action
from programme.errors import Invalid
from programme.holiday_notice import Entry, read_notice
from programme.sentences import sentence
from texts import _

YEAR, TEXT = "holiday-year", "holiday-text"
# From this month on the notice of the next year may be out.
LATE = 10


def calendar_form() -> None:
    """Which years are entered with their days; for whoever keeps cohorts, the form for a year."""
    known = look(holidays.days_entered)
    years = _(", ").join(str(year) for year in sorted(known)) or "—"
    title = _("Public holidays and make-up workdays (entered: {years})").format(years=years)
    with st.expander(title, icon=":material/calendar_month:", key="holidays"):
        st.caption(
            _(
                "Public notices are counted in working days. The holidays are published each autumn for the next year; "
                "paste the lines of that notice. Until a year is entered, Monday to Friday count in it."
            )
        )
        for year in _missing(known):
            told = _(
                "{year} is not entered: a notice that reaches into it counts Monday to Friday and says so. The system knows no "
                "holidays of its own; only the notice of the State Council for that year says them."
            )
            st.warning(told.format(year=year), icon=":material/event_busy:")
        if may(Action.MANAGE_COHORTS):
            _enter(known)
        for year, entries in known.items():
            _year(year, entries)


def _missing(known: Mapping[int, list[Entry]]) -> list[int]:
    """Of this year, and late in the year of the next one, those that are not entered."""
    now = today()
    wanted = [now.year, *([now.year + 1] if now.month >= LATE else [])]
    return [year for year in wanted if year not in known]


def _enter(known: Mapping[int, list[Entry]]) -> None:
    first, second = st.columns([1, 4], gap="small")
    following = max([today().year, *known]) + bool(known)
    year = first.number_input(_("Year"), holidays.FIRST, holidays.LAST, following, key=YEAR)
    example = _("National Day: 10月1日（周四）至7日（周三）放假调休，共7天。10月10日（周六）上班。")
    said = second.text_area(_("Lines of the notice"), key=TEXT, height=110, placeholder=example)
    if not said.strip():
        return
    try:
        read = read_notice(int(year), said)
    except Invalid as wrong:
        st.warning(sentence(wrong))
        return
    st.markdown(_("Read from it:") + " " + words(read))
    told = _("Enter {count} days of {year}").format(count=len(read), year=int(year))
    st.button(told, key="holiday-enter", type="primary", on_click=_put, args=(int(year), said))


def _put(year: int, text: str) -> None:
    if act(holidays.enter_year, done=_("The calendar of {year} is entered.").format(year=year), year=year, text=text):
        st.session_state[TEXT] = ""


def _year(year: int, entries: list[Entry]) -> None:
    told, button = st.columns([6, 1], vertical_alignment="center")
    told.markdown(f"**{year}** {words(entries)}")
    if may(Action.MANAGE_COHORTS):
        done = _("The calendar of {year} is taken out.").format(year=year)
        button.button(
            _("Remove"), key=f"holiday-forget-{year}", type="tertiary", on_click=act, args=(holidays.forget_year,),
            kwargs={"done": done, "year": year},
        )  # fmt: skip


def words(entries: tuple[Entry, ...] | list[Entry]) -> str:
    """Days off as spans, then the days that are made up."""
    off, made_up = ([one for one in entries if one.kind == kind] for kind in ("off", "work"))
    parts = []
    if off:
        parts.append(_("off: {days}").format(days=_spans(off)))
    if made_up:
        parts.append(_("worked: {days}").format(days=_("; ").join(day(one.day) for one in made_up)))
    return _("; ").join(parts)


def _spans(entries: list[Entry]) -> str:
    """Neighbouring days of one holiday as one span."""
    spans: list[list[Entry]] = []
    for one in entries:
        near = spans and (one.day - spans[-1][-1].day).days == 1 and one.name == spans[-1][-1].name
        spans[-1].append(one) if near else spans.append([one])
    told = []
    for span in spans:
        days = day(span[0].day) if len(span) == 1 else f"{day(span[0].day)}–{day(span[-1].day)}"
        told.append(f"{span[0].name} {days}".strip())
    return _("; ").join(told)
