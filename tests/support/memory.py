"""Temporary files of tests lie in memory where there is room: thousands of databases come and go, and none is kept."""

import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")
# Bytes that have to be free: PostgreSQL servers, profiles of browsers, and the databases of the tests at work.
ROOM = 2 * 1024**3


def use_memory(environment: MutableMapping[str, str], memory: Path = SHARED_MEMORY, room: int = ROOM) -> None:
    """Let TMPDIR of this process and its children be in memory; a TMPDIR that somebody has set stays."""
    if "TMPDIR" in environment or not memory.is_dir() or shutil.disk_usage(memory).free < room:
        return
    environment["TMPDIR"] = str(memory)
    # What was looked up before counts no more.
    tempfile.tempdir = None
