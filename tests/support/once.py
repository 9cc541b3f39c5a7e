"""Files that are dear to make and only copied or read: made once for all workers of a test run."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

POLL = 0.1


def common_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(path: Path, make: Callable[[Path], None]) -> Path:
    """The file, made by whoever comes first; the others wait. Where making it fails, the next one tries."""
    claim, draft = path.with_suffix(".claim"), path.with_suffix(".draft")
    while not path.exists():
        try:
            claim.touch(exist_ok=False)
        except FileExistsError:
            time.sleep(POLL)
            continue
        try:
            # Somebody may have finished between the two looks.
            if not path.exists():
                make(draft)
                draft.rename(path)
        finally:
            claim.unlink()
    return path
