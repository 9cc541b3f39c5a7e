"""A page as AppTest draws it for one account, in one language, on one database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from db import engines
from db.engines import Database
from programme.access import Actor

SHELL = Path(__file__).resolve().parent.parent.parent / "pages" / "shell.py"
# Seconds: on a busy machine a page may take long, and that is no fault of the page.
PATIENCE = 120


@contextmanager
def on_database(database: Database, patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the pages of this process use the test's database."""
    patch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    engines.database.cache_clear()
    yield
    engines.database().close()
    engines.database.cache_clear()


def open_page(account: Actor, file: str, *, locale: str = "en", **state: Any) -> AppTest:
    """The page `file` (below pages/) as the account sees it, already run; ValueError where the menu does not have it."""
    return at_the_door(account, locale, **state).switch_page(file).run()


def at_the_door(account: Actor, locale: str = "en", **state: Any) -> AppTest:
    """The shell as an account sees it, with its menu and before any page is drawn.

    AppTest knows the pages of a menu only after a first run; without the first page that run takes a tenth of the time.
    """
    screen = AppTest.from_file(str(SHELL), default_timeout=PATIENCE)
    screen.user = {"account": str(account.id)}
    screen.context = {"locale": locale}
    for key, value in state.items():
        screen.session_state[key] = value
    with patch.object(StreamlitPage, "run"):
        return screen.run()


def words(screen: AppTest) -> str:
    """Everything said in sentences on the page: Markdown, captions, notices, alerts, toasts, metrics."""
    parts = [
        *screen.markdown,
        *screen.caption,
        *screen.success,
        *screen.info,
        *screen.warning,
        *screen.error,
        *screen.toast,
    ]
    return "\n".join([part.value for part in parts] + [f"{metric.label}: {metric.value}" for metric in screen.metric])


def said(screen: AppTest) -> str:
    """`words` as a reader sees them, without the marks that keep names from becoming Markdown."""
    return words(screen).replace("\\", "")


def chart(screen: AppTest, key: str) -> dict[str, Any]:
    """The plotly figure of a chart, as JSON."""
    found = [one for one in screen.get("plotly_chart") if key in one.proto.id]
    assert found, f"no chart {key}"
    return json.loads(found[0].proto.spec)


def button(screen: AppTest, label: str) -> Any:
    """The one button with this label."""
    found = [one for one in screen.button if one.label == label]
    assert len(found) == 1, [one.label for one in screen.button]
    return found[0]
