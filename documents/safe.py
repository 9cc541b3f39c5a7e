"""Read a foreign file in a process of its own, so that no file can take the server down or through its limits."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from documents import package
from documents.grid import Refused, Sheet, of_plain
from documents.limits import DEFAULT, Limits
from documents.reader import EXIT_MEMORY

ROOT = Path(__file__).resolve().parent.parent
LONGEST_ANSWER = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name (never used as a path) and its bytes."""

    name: str
    content: bytes

    @property
    def title(self) -> str:
        """The name without its ending, which stands in for the sheet's title of a CSV."""
        return Path(self.name.replace("\\", "/")).stem or "1"


def upload_of(path: Path | Upload, limits: Limits = DEFAULT) -> Upload:
    """A path's bytes, at most one more than may be read."""
    if isinstance(path, Upload):
        return path
    with path.open("rb") as file:
        return Upload(path.name, file.read(limits.file + 1))


def read_sheets(upload: Upload, limits: Limits = DEFAULT) -> list[Sheet]:
    """The sheets of a file as text, read in a child process; Refused with the reason, never another exception.

    >>> [sheet.title for sheet in read_sheets(Upload("a.csv", "姓名,性别\\n张三,男\\n".encode()))]
    ['a']
    """
    package.kind_of(upload.content, limits)
    return of_plain(answer_of_child("documents.reader", upload, limits)["sheets"])


def answer_of_child(module: str, upload: Upload, limits: Limits) -> Any:
    """What a reading process says about a file, as it comes from its JSON; Refused with the reason it gives."""
    with tempfile.TemporaryFile() as out:
        code = _run(module, upload, out, limits)
        if code != 0:
            raise Refused("too_heavy" if code == EXIT_MEMORY or code < 0 else "damaged")
        return _answer(out)


def _run(module: str, upload: Upload, out: IO[bytes], limits: Limits) -> int:
    """The exit code of the child; its errors are of no use to anybody and may hold personal data."""
    command = [sys.executable, "-m", module, upload.title, json.dumps(asdict(limits))]
    try:
        done = subprocess.run(
            command,
            input=upload.content,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=_environment(),
            timeout=limits.wall,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("too_heavy") from late
    return done.returncode


def _environment() -> dict[str, str]:
    """Nothing of the server's environment but what starting Python needs: no database address, no secrets."""
    needed = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "TMP", "TEMP")
    kept = {name: os.environ[name] for name in needed if name in os.environ}
    return kept | {"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}


def _answer(out: IO[bytes]) -> Any:
    if out.seek(0, os.SEEK_END) > LONGEST_ANSWER:
        raise Refused("too_much_text")
    out.seek(0)
    answer = json.loads(out.read())
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["data"])
    return answer
