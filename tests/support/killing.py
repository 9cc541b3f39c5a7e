"""Confirmations in a child process that is killed at a random moment inside its transaction.

`python -m tests.support.killing URL` answers one order a line, "account scheme version delay" with the delay in
seconds after the transaction began, by 1 (the confirmation was acknowledged before the kill) or 0.
"""

import os
import signal
import subprocess
import sys
import time
from types import TracebackType

from sqlalchemy import event

from db.engines import ROOT, Database
from programme import signoff
from programme.usecase import perform


class Killer:
    """A process without threads that forks the children, so that each costs milliseconds, not the imports."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.killing", url],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )  # fmt: skip

    def confirm(self, account: int, scheme: int, version: int, delay: float) -> bool:
        """Start a confirmation, kill it `delay` seconds into its transaction; whether it was acknowledged before."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{account} {scheme} {version} {delay}\n")
        answer = self.process.stdout.readline().strip()
        if answer not in ("0", "1"):
            raise RuntimeError("the killing process ended")
        return answer == "1"

    def __enter__(self) -> "Killer":
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def attempt(url: str, account: int, scheme: int, version: int, delay: float) -> bool:
    """Fork a child that confirms, kill it (after its acknowledgement if `delay` is negative); whether it acknowledged."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        confirm_and_tell(url, tell, account, scheme, version)
    os.close(tell)
    began = os.read(told, 1)
    acknowledged = delay < 0 and os.read(told, 1) == b"a"
    time.sleep(max(delay, 0) if began else 0)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = acknowledged or os.read(told, 1) == b"a"
    os.close(told)
    return acknowledged


def confirm_and_tell(url: str, tell: int, account: int, scheme: int, version: int) -> None:
    """In the child: "b" when the transaction has begun, "a" when it is acknowledged, then wait for the kill."""
    database = Database(url)
    event.listen(database.engine, "begin", lambda _connection: os.write(tell, b"b"))
    perform(database, account, signoff.confirm, scheme_id=scheme, seen_version=version)
    os.write(tell, b"a")
    signal.pause()


def main() -> None:
    """Answer orders until there are no more."""
    for line in sys.stdin:
        account, scheme, version, delay = line.split()
        done = attempt(sys.argv[1], int(account), int(scheme), int(version), float(delay))
        print(int(done), flush=True)


if __name__ == "__main__":
    main()
