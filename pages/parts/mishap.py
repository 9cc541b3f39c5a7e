"""What a page shows when our own code failed: a sentence and the time, never a trace; the trace goes to the server's log."""

import logging

import streamlit as st

from db.clock import local, now
from texts import _

LOG = logging.getLogger("bangdai.pages")


def report(error: Exception) -> bool:
    """Log an uncaught error of a page and say so to the user in place of Streamlit's own message."""
    LOG.error("a page failed", exc_info=error)
    told = _(
        "Something went wrong on the server. Nothing was changed by this step. Reload the page; if it happens again, "
        "tell the system administrator the time: {time}"
    )
    st.error(told.format(time=local(now()).strftime("%Y-%m-%d %H:%M:%S")))
    return True
