"""The server is warm before the first click."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import gc, sys
from web.warm import warm_beside
warm_beside("documents").join()
assert "documents.roster" in sys.modules and "documents.__main__" not in sys.modules
print(gc.get_freeze_count() > 10_000, sum(1 for one in gc.get_objects() if getattr(one, "__module__", "") == "documents.grid"))
"""


def test_every_module_is_imported_and_no_longer_walked_by_the_garbage_collector() -> None:
    # In a process of its own: freezing is for the whole process and would hide garbage from other tests.
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "0"]
