"""Imported once by the process that forks servers for the journeys: Streamlit and all that our pages import."""

import streamlit.web.cli  # noqa: F401 -- to have it imported

from web.warm import warm

warm("pages.parts")
