"""Builds the application: Streamlit's pages behind our own gate. `streamlit run app.py` starts it."""

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402
from starlette.middleware import Middleware  # noqa: E402

from db.engines import database  # noqa: E402
from pages.parts.mishap import report  # noqa: E402
from programme.ahead import read_ahead, written  # noqa: E402
from programme.door import Door, Limits  # noqa: E402
from programme.setup import issue_code, settle, welcome  # noqa: E402
from web.activity import is_activity  # noqa: E402
from web.ahead import Ahead  # noqa: E402
from web.gate import Gate  # noqa: E402
from web.routes import routes  # noqa: E402
from web.warm import warm_beside  # noqa: E402

limits = Limits(
    idle=timedelta(minutes=float(os.environ.get("BANGDAI_IDLE_MINUTES", 30))),
    absolute=timedelta(hours=float(os.environ.get("BANGDAI_SESSION_HOURS", 12))),
)
door = Door(database(), limits)


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Before the first request: the tables are there, and an empty installation prints its set-up code."""
    settle(database())
    code = issue_code(database())
    if code:
        print(f"\n{welcome(code)}\n", flush=True)
    ahead = Ahead(lambda: written(database()), lambda: read_ahead(database()))
    ahead.start(after=warm_beside("pages.parts"))
    yield
    ahead.stop()
    database().close()


app = st.App(
    ROOT / "pages" / "shell.py",
    middleware=[
        Middleware(Gate, door=door, allowed_hosts=st.get_option("server.allowedHosts"), is_activity=is_activity)
    ],
    routes=routes(door),
    lifespan=lifespan,
    on_script_error=report,
)
