"""What all tests of pages share."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from pages.parts.sketch import Sketch


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_read_once() -> Iterator[None]:
    """Each AppTest asks every installed package for components, a tenth of a second; here the answer stays the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def plotly_looks_at_every_chart() -> Iterator[None]:
    """A word that Plotly does not know would be left out in the browser without a sound; here it is an error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sketch, "checked", True)
        yield
