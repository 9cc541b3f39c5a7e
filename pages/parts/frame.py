"""What every page stands on: who looks, looking, acting, the first line, and what has to be said to the user."""

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from db.engines import database
from db.queries.cohorts import cohorts
from pages.parts.landing import land
from programme import usecase
from programme.access import Action, Actor, actor_of
from programme.errors import ProgrammeError, Stale
from programme.sentences import sentence
from texts import LANGUAGES, _, listen

R = TypeVar("R")
MARKDOWN = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>()#+-.!|~$:^"})


def session_language() -> str | None:
    """The language of this browser: its own choice, else its cookie, else what it asks for."""
    chosen = st.session_state.get("lang") or st.context.cookies.get("lang")
    if chosen in LANGUAGES:
        return chosen
    return "zh_CN" if (st.context.locale or "zh").lower().startswith("zh") else "en"


listen(session_language)


class NothingYet(Exception):
    """The page has said what to do first and ends here; the frame goes on with its footer (after st.stop it could not)."""


def me() -> Actor:
    """The signed-in account as it is at this moment."""
    with database().read() as session:
        return actor_of(session, int(str(st.user["account"])))


def may(action: Action) -> bool:
    """Whether to show a control at all; the use case checks again."""
    return me().may(action)


def look(query: Callable[..., R], **arguments: Any) -> R:
    """Run a read model with the scope of who looks."""
    return usecase.look_as(database(), int(str(st.user["account"])), query, **arguments)


def ask(function: Callable[..., R], **arguments: Any) -> R | None:
    """Call a function of the programme that takes (database, by); say what went wrong (None then)."""
    try:
        return function(database(), me(), **arguments)
    except ProgrammeError as error:
        say(sentence(error), "error")
        return None


def act(use_case: Callable[..., R], *, done: str = "", **arguments: Any) -> R | None:
    """Run a use case; say what was done or what went wrong (None then). Works in callbacks and in the page body."""
    try:
        result = usecase.perform(database(), int(str(st.user["account"])), use_case, **arguments)
    except ProgrammeError as error:
        st.session_state["stale"] = isinstance(error, Stale)
        say(sentence(error), "error")
        return None
    if done:
        say(done, "success")
    return result


def say(text: str, kind: str = "info") -> None:
    """Keep a sentence (info, success, warning, error) for the next first line, across a rerun."""
    st.session_state.setdefault("notices", []).append((kind, text))


def plain(text: object) -> str:
    """A value as literal text inside Markdown: names and notes must not become links or images."""
    return str(text).translate(MARKDOWN)


def header(title: str, *badges: tuple[str, str], actions: int = 0) -> list[Any]:
    """The first line: title, badges as (text, colour), the search, the cohort; returns `actions` places for main buttons."""
    land()
    widths = [4.2] + [1.2] * actions + [2.4, 1.7]
    columns = st.columns(widths, vertical_alignment="top", gap="small")
    marks = " ".join(f":{colour}-badge[{plain(text)}]" for text, colour in badges)
    columns[0].markdown(f"## {title} {marks}")
    if "programme" in me().viewer.areas:
        _search(columns[-2])
    _cohort_choice(columns[-1])
    show_notices()
    return list(columns[1:-2])


def _search(place: Any) -> None:
    """The way to any person, from every page."""
    # The search itself stands on this frame.
    from pages.parts.find import finder

    with place:
        finder()


def show_notices() -> None:
    """Say everything that was kept, once: successes as toasts, the rest where it stays readable."""
    for kind, text in st.session_state.pop("notices", []):
        if kind == "success":
            st.toast(plain(text), icon=":material/check_circle:")
        else:
            getattr(st, kind)(plain(text))


def cohort_id() -> int | None:
    """The cohort in the first line (None: there is none yet)."""
    return st.session_state.get("cohort")


def need_cohort() -> int:
    """The cohort in the first line; without one the page ends with what to do next."""
    chosen = cohort_id()
    if chosen is None:
        st.info(_("There is no cohort yet. Create one first: its dates decide who is eligible."))
        if may(Action.MANAGE_COHORTS):
            st.page_link("prepare/cohorts.py", label=_("Go to cohorts"), icon=":material/arrow_forward:")
        raise NothingYet
    return int(chosen)


def _cohort_choice(place: Any) -> None:
    if "programme" not in me().viewer.areas:
        return
    known = look(cohorts)
    names = dict(zip(known["id"].tolist(), known["name"].tolist(), strict=True))
    if names:
        _recall_cohort(names)
        st.session_state["cohort_kept"] = place.selectbox(
            _("Cohort"),
            list(names),
            format_func=lambda key: names.get(key, ""),
            key="cohort",
            bind="query-params",
            label_visibility="collapsed",
            on_change=lambda: choose_cohort(st.session_state["cohort"]),
        )


def choose_cohort(chosen: int) -> None:
    """Make it the cohort in the first line of this page and of the next."""
    st.session_state["cohort"] = st.session_state["cohort_kept"] = chosen


def _recall_cohort(names: dict[int, str]) -> None:
    # A value that came by the address does not outlive a change of page, where the address has none.
    if "cohort" not in st.query_params and st.session_state.get("cohort_kept") in names:
        st.session_state["cohort"] = st.session_state["cohort_kept"]
    if st.session_state.get("cohort") not in names:
        st.session_state.pop("cohort", None)
