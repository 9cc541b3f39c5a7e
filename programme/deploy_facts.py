"""What `check --deploy` judges: the facts of this machine, this database and Streamlit's settings, gathered once."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from db import schema
from db.engines import ROOT, Database
from db.models import Account
from programme import audit
from programme.setup import demo_password


@dataclass(frozen=True, slots=True)
class Facts:
    """One value per question; PRAGMA names are SQLite's, "" or None where the engine has no such thing."""

    sqlite: bool
    version: tuple[int, ...]
    pragmas: Mapping[str, Any]
    file_mode: int
    folder_mode: int
    filesystem: str
    whole: bool
    current: bool
    superuser: bool
    encrypted_link: bool
    demo: bool
    administrators: int
    auditors: int
    chain: bool
    defusedxml: bool
    settings: Mapping[str, Any]
    environment: Mapping[str, str]


def gather(database: Database, environment: Mapping[str, str] = os.environ) -> Facts:
    """Look at everything; the database has to be migrated at least once."""
    return Facts(
        **(_of_sqlite(database) if database.is_sqlite else _of_postgres(database)),
        **_of_accounts(database),
        current=schema.is_current(database),
        defusedxml=find_spec("defusedxml") is not None,
        settings=streamlit_settings(environment),
        environment=environment,
    )


def streamlit_settings(
    environment: Mapping[str, str], file: Path = ROOT / ".streamlit" / "config.toml"
) -> dict[str, Any]:
    """`section.option` -> value from the settings file, overruled by STREAMLIT_SECTION_OPTION as Streamlit does."""
    sections = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    found = {f"{section}.{name}": value for section, values in sections.items() for name, value in values.items()}
    names = {_variable(key): key for key in (*found, "server.cookieSecret", "server.sslCertFile")}
    return found | {names[name]: value for name, value in environment.items() if name in names}


def _variable(key: str) -> str:
    spelled = "".join(f"_{char}" if char.isupper() else char for char in key.replace(".", "_"))
    return f"STREAMLIT_{spelled.upper()}"


def _of_sqlite(database: Database) -> dict[str, Any]:
    path = Path(str(database.url.database))
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "quick_check")
    with database.read() as session:
        pragmas = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in names}
        version = str(session.execute(text("SELECT sqlite_version()")).scalar())
    return {
        "sqlite": True,
        "version": tuple(int(part) for part in version.split(".")),
        "pragmas": pragmas,
        "file_mode": _mode(path, 0o600),
        "folder_mode": _mode(path.parent, 0o700),
        "filesystem": filesystem(path),
        "whole": pragmas["quick_check"] == "ok",
        "superuser": False,
        "encrypted_link": True,
    }


def _mode(path: Path, otherwise: int) -> int:
    """The permission bits; Windows keeps rights elsewhere and shows none that mean anything."""
    return path.stat().st_mode & 0o777 if os.name == "posix" else otherwise


def _of_postgres(database: Database) -> dict[str, Any]:
    host = str(database.url.host or database.url.query.get("host") or "")
    with database.read() as session:
        superuser = session.execute(text("SELECT current_setting('is_superuser')")).scalar() == "on"
        tls = session.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).scalar()
    return {
        "sqlite": False,
        "version": (),
        "pragmas": {},
        "file_mode": 0o600,
        "folder_mode": 0o700,
        "filesystem": "",
        "whole": True,
        "superuser": superuser,
        "encrypted_link": bool(tls) or host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/"),
    }


def _of_accounts(database: Database) -> dict[str, Any]:
    usable = select(Account.role, func.count()).where(Account.disabled.is_(False)).group_by(Account.role)
    with database.read() as session:
        count = dict(session.execute(usable).all())
        return {
            "demo": bool(demo_password(session)),
            "administrators": count.get("secadmin", 0),
            "auditors": count.get("auditor", 0),
            "chain": audit.verify(session).broken_at is None,
        }


def filesystem(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of the file system under a path, as Linux names it ("": unknown)."""
    if not mounts.exists():
        return ""
    found = ("", "")
    for line in mounts.read_text().splitlines():
        _device, folder, kind, *_options = line.split()
        if path.resolve().is_relative_to(folder) and len(folder) >= len(found[0]):
            found = (folder, kind)
    return found[1]
