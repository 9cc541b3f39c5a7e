"""The templates of the forms: what stands behind each placeholder, the office's own put in place, fetched, taken back."""

from typing import Any

import pandas as pd
import streamlit as st

from pages.parts.dates import moment
from pages.parts.downloads import download
from pages.parts.frame import act, ask, look, may, plain, say
from pages.parts.papers_words import form_name
from pages.parts.tables import pick, picked, text
from programme.access import Action
from programme.papers.office import LONGEST, name_office, office
from programme.papers.store import TemplateState, Upload, fields_of, offer_template, put_template, take_back, templates
from texts import _

KEY, OFFICE = "template", "papers-office"
TALL, FIELDS_TALL = 560, 250


def template_view() -> None:
    """The list on the left, the template that is picked on the right; without one the name of the office."""
    known = {one.form: one for one in look(templates)}
    left, right = st.columns([1.25, 1], gap="medium")
    with left:
        pick(_frame(known.values()), KEY, _columns(), height=TALL)
    with right, st.container(border=True):
        chosen = known.get(picked(KEY) or "")
        if chosen is None:
            _office()
        else:
            _one(chosen)


def _frame(known: Any) -> pd.DataFrame:
    rows = [
        {
            "id": one.form,
            "name": form_name(one.form),
            "state": _("own: {file}").format(file=one.name) if one.own_id else _("default"),
            "by": one.by,
            "at": moment(one.at) if one.at else "",
        }
        for one in known
    ]
    return pd.DataFrame(rows)


def _columns() -> dict[str, Any]:
    return {
        "name": text(_("Paper form"), 230), "state": text(_("Template"), 160), "by": text(_("Put in by"), 90),
        "at": text(_("When"), 140),
    }  # fmt: skip


def _office() -> None:
    """Under whose name papers go out; and what the list is for."""
    st.markdown("**" + _("Name of the office") + "**")
    present = look(office)
    if may(Action.MANAGE_WORDS):
        st.text_input(
            _("Stands under every paper before the place of the seal"), value=present, key=OFFICE, max_chars=LONGEST,
            placeholder=_("Full name, as on the seal"),
        )  # fmt: skip
        st.button(_("Keep the name"), key="papers-office-keep", on_click=_keep_name)
    else:
        st.markdown(plain(present) or "—")
    st.caption(
        _("Pick a form to see its placeholders, to fetch its template, to edit it in Word and put your own in place.")
    )


def _keep_name() -> None:
    act(name_office, name=st.session_state.get(OFFICE, ""), done=_("The name is kept."))


def _one(one: TemplateState) -> None:
    """One form: fetch, put an own one in place, take it back, the placeholders."""
    st.markdown(f"**{plain(form_name(one.form))}**")
    places = st.columns(2)
    if may(Action.EXPORT):
        words = _("Fetch the own template") if one.own_id else _("Fetch the template")
        download(places[0], words, offer_template, f"template-{one.form}", form=one.form)
        if one.own_id:
            download(
                places[1], _("Fetch the default"), offer_template, f"default-{one.form}", form=one.form, default=True
            )
    if may(Action.MANAGE_WORDS):
        _change(one)
    st.caption(
        _(
            "Placeholders: write them in the template as {{ mentor }}; a row of a list stands between two rows with marks."
        )
    )
    st.dataframe(
        pd.DataFrame(fields_of(one.form), columns=["name", "meaning"]),
        column_config={"name": text(_("Placeholder"), 170), "meaning": text(_("Meaning"))},
        hide_index=True, height=FIELDS_TALL, row_height=30, key=f"fields-{one.form}",
    )  # fmt: skip


def _change(one: TemplateState) -> None:
    number = st.session_state.get("template-round", 0)
    file = st.file_uploader(
        _("Own template (.docx, at most 2 MB)"), type=["docx"], key=f"template-file-{one.form}-{number}"
    )
    if file is not None:
        _put(one, file)
    if one.own_id:
        st.button(
            _("Take the own template back"), key=f"template-back-{one.own_id}", on_click=act, args=(take_back,),
            kwargs={"template_id": one.own_id, "done": _("The template before it is in force again.")},
        )  # fmt: skip


def _put(one: TemplateState, file: Any) -> None:
    """Look at the file and put it in force; a fresh uploader follows, so that it happens once."""
    with st.spinner(_("Looking at the template…")):
        kept = ask(put_template, form=one.form, upload=Upload(file.name, file.getvalue()))
    if kept is not None:
        say(_("The own template is in force."), "success")
    st.session_state["template-round"] = st.session_state.get("template-round", 0) + 1
    st.rerun()
