"""The statement of a pairing (结对理由书) on screen: what the paper says, in a window over the page it was asked from."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.downloads import download
from pages.parts.frame import look, may, plain
from pages.parts.labels import stated
from programme.access import Action
from programme.errors import ProgrammeError
from programme.papers.making import offer_paper
from programme.papers.statement_words import statement_told
from programme.sentences import sentence
from texts import _, language

ROOM = (1, 1.6, 0.6, 0.7, 5.4)


def statement_button(place: Any, scheme_id: int, mentee_id: int, key: str, quiet: bool = False) -> None:
    """A button that opens the statement; `key` tells two of them on one page apart, `quiet` ones have no frame."""
    name, look_of = f"statement-{key}-{scheme_id}-{mentee_id}", "tertiary" if quiet else "secondary"
    said = _("Why this pairing, on one page")
    if place.button(_("Statement"), key=name, icon=":material/article:", help=said, type=look_of):
        st.dialog(_("Statement of the pairing"), width="large")(statement_panel)(scheme_id, mentee_id)


def statement_panel(scheme_id: int, mentee_id: int) -> None:
    """Everything that the paper says, and the paper itself."""
    try:
        told = look(statement_told, scheme_id=scheme_id, mentee_id=mentee_id)
    except ProgrammeError as error:
        st.info(sentence(error))
        return
    _head(told, scheme_id, mentee_id)
    _people(told)
    st.markdown(f"**{_('Reasons')}**  {_lines(told['reasons'])}")
    st.caption(_lines(told["shares"]))
    _list(told["rules"], {"rule": _("Rule checked"), "verdict": _("Verdict"), "detail": _("On the ground of")})
    st.markdown("**" + _("Next choices, and why not") + "**")
    _next_choices(told["candidates"])
    st.markdown("**" + _("History") + "**")
    _list(told["history"], {"at": _("Time"), "by": _("By"), "what": _("What was done, and why")})


def _head(told: dict[str, Any], scheme_id: int, mentee_id: int) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    frozen = _("frozen as {version}").format(version=told["version"]) if told["version"] else ""
    left.caption(" · ".join(plain(part) for part in (told["cohort"], told["scheme"], frozen) if part))
    if may(Action.EXPORT):
        form = "statement_en" if language() == "en" else "statement"
        key = f"statement-word-{scheme_id}-{mentee_id}"
        download(right, _("As Word"), offer_paper, key, form=form, ids=[mentee_id], of=scheme_id)


def _people(told: dict[str, Any]) -> None:
    left, right = st.columns(2, gap="small")
    left.markdown(f"**{plain(told['mentee'])}** {plain(told['mentee_title'])}")
    left.caption(f"{plain(told['mentee_facts'])}  \n{stated(_('Needs'), plain(told['needs']))}")
    right.markdown(f"**{plain(told['mentor'])}** {plain(told['mentor_title'])}")
    right.caption(f"{_lines(told['mentor_facts'])}  \n{stated(_('Expertise'), _lines(told['expertise']))}")
    fit = _("Fit {fit}").format(fit=told["fit"])
    st.markdown(f"**{_lines(fit)}** · {_lines(told['will'])} · {_lines(told['firmness'])}")


def _next_choices(rows: list[dict[str, str]]) -> None:
    """A row for each mentor; the ground has the room that a table would not give it."""
    names = {"mentor": _("Mentor"), "unit": _("Unit"), "fit": _("Fit"), "price": _("Total"), "why": _("Why not")}
    for place, name in zip(st.columns(ROOM, gap="small"), names.values(), strict=True):
        place.caption(name)
    for row in rows:
        places = st.columns(ROOM, gap="small")
        for place, name in zip(places, names, strict=True):
            place.markdown(f":small[{_lines(row[name])}]" if row[name] else "")


def _lines(text: str) -> str:
    """Text of several lines as one paragraph of them."""
    return plain(text).replace("\n", "  \n")


def _list(rows: list[dict[str, str]], columns: dict[str, str]) -> None:
    shown = pd.DataFrame([[_lines(row[name]) for name in columns] for row in rows], columns=list(columns.values()))
    st.table(shown, border="horizontal", hide_index=True)
