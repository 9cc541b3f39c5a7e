"""What all tests of pages share."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner, require_widgets_deltas

from pages.parts.sketch import Sketch


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_read_once() -> Iterator[None]:
    """Each AppTest asks every installed package for components, a tenth of a second; here the answer stays the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def runs_are_waited_for_asleep() -> Iterator[None]:
    """AppTest asks a thousand times a second whether a script has ended, and holds it up each time; here it is told."""

    def wait(runner: LocalScriptRunner, timeout: float = 3) -> None:
        assert runner._script_thread
        runner._script_thread.join(timeout)
        if not runner.script_stopped():
            # It says that the time is over, and stops the script.
            require_widgets_deltas(runner, 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(scope="session", autouse=True)
def plotly_looks_at_every_chart() -> Iterator[None]:
    """A word that Plotly does not know would be left out in the browser without a sound; here it is an error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sketch, "checked", True)
        yield
