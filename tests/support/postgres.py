"""A PostgreSQL server of its own: Debian's binaries, a temporary folder, one Unix socket, no network."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

BINARIES = Path("/usr/lib/postgresql")
# The data are thrown away with the server, so nothing is lost by not waiting for the disk.
SPEED = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=200", "log_min_messages=fatal")


def find_binaries() -> Path | None:
    """The folder with `initdb` of the newest installed server (None: there is none)."""
    versions = sorted(BINARIES.glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where its programs and its folder are, and whom it runs as (None: ourselves)."""

    binaries: Path
    folder: Path
    user: str | None

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def run(self, program: str, *arguments: str) -> None:
        """Call one of the server's programs; a failure shows what it said."""
        command = [str(self.binaries / program), *arguments]
        done = subprocess.run(command, user=self.user, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stdout}{done.stderr}")

    def sql(self, statement: str) -> None:
        """Run one statement outside every transaction."""
        with psycopg.connect(f"host={self.folder} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self, mode: str = "immediate") -> None:
        """Stop it; `immediate` is a crash."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def start(self) -> None:
        """Start it and wait until it answers."""
        settings = " ".join(f"-c {setting}" for setting in SPEED)
        options = f"-c listen_addresses= -k {self.folder} {settings}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", log, "-w", "start")

    def remove(self) -> None:
        """Stop it and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder)


def start_server(binaries: Path) -> Server:
    """Make an empty server and start it; it refuses to run as root, so root hands it to another user."""
    user = _other_user() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if user:
        shutil.chown(folder, user)
    server = Server(binaries, folder, user)
    data = str(folder / "data")
    server.run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    server.start()
    return server


def _other_user() -> str:
    # Only Unix knows its users so; elsewhere nobody gets here.
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
