"""A file for the browser: made on demand and audited, fetched once through our own route, never through a public address."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts.frame import act
from texts import _


def download(place: Any, label: str, use_case: Callable[..., Any], key: str, **arguments: Any) -> None:
    """A button that has the file made; in its place then the link that fetches it, until the page is drawn again.

    `use_case` returns an offer with `token` and `name`. The link works once and for five minutes.
    """
    offer = st.session_state.pop(f"{key}-offer", None)
    if offer is None:
        asked = {"use_case": use_case, "key": key, "arguments": arguments}
        place.button(label, key=key, icon=":material/table_view:", width="stretch", on_click=_make, kwargs=asked)
        return
    token, name = offer
    told = _("{name}: works once, for five minutes").format(name=name)
    place.link_button(
        _("Save file"), f"/export/{token}", icon=":material/download:", help=told, type="primary", width="stretch"
    )


def _make(use_case: Callable[..., Any], key: str, arguments: dict[str, Any]) -> None:
    offer = act(use_case, **arguments)
    if offer is not None:
        st.session_state[f"{key}-offer"] = (offer.token, offer.name)
