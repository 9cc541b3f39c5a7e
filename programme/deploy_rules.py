"""What has to hold before real people's data go in: one line per rule, each with what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from programme.deploy_facts import Facts
from texts import N_

SOUND_SQLITE = (3, 51, 3)
REMOTE = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "afs", "glusterfs", "fuse.glusterfs", "ceph")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
IDENTITY = ("X-Bangdai-Account", "X-Bangdai-Sid")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its code: what holds when all is well, and what to say when it does not."""

    code: str
    holds: Callable[[Facts], bool]
    remedy: str


def _setting(facts: Facts, key: str, default: Any = None) -> Any:
    return facts.settings.get(key, default)


def _off(key: str, default: bool) -> Callable[[Facts], bool]:
    return lambda facts: str(_setting(facts, key, default)).lower() in ("false", "0", "no")


def _on(key: str, default: bool) -> Callable[[Facts], bool]:
    return lambda facts: str(_setting(facts, key, default)).lower() in ("true", "1", "yes")


def _pragma(name: str, *wanted: object) -> Callable[[Facts], bool]:
    return lambda facts: not facts.sqlite or facts.pragmas.get(name) in wanted


def _hosts(facts: Facts) -> bool:
    hosts = _setting(facts, "server.allowedHosts", [])
    listed = hosts.split(",") if isinstance(hosts, str) else hosts
    names = [name.strip() for name in listed if name.strip()]
    return bool(names) and "*" not in names


def _secret(facts: Facts) -> bool:
    return len(str(_setting(facts, "server.cookieSecret", ""))) >= 32


def _minutes(name: str, most: float, scale: float = 1) -> Callable[[Facts], bool]:
    return lambda facts: 0 < float(facts.environment.get(name, most / scale)) * scale <= most


RULES: tuple[Rule, ...] = (
    Rule("sqlite_version", lambda f: not f.sqlite or f.version >= SOUND_SQLITE, N_("This SQLite can damage a database (before 3.51.3): install the requirements of this release again.")),
    Rule("journal", _pragma("journal_mode", "wal"), N_("The database does not write ahead (WAL): start it with this program, not with another one.")),
    Rule("synchronous", _pragma("synchronous", 2, 3), N_("Writes are not awaited (synchronous is not FULL): a power cut could lose what was confirmed.")),
    Rule("foreign_keys", _pragma("foreign_keys", 1), N_("Foreign keys are not enforced.")),
    Rule("secure_delete", _pragma("secure_delete", 1), N_("Deleted data stay readable in the file (secure_delete is off).")),
    Rule("file_mode", lambda f: f.file_mode & 0o077 == 0, N_("Others on this machine may read the database file: chmod 600 it.")),
    Rule("folder_mode", lambda f: f.folder_mode & 0o022 == 0, N_("Others on this machine may write into the database's folder: chmod 700 it.")),
    Rule("network_disk", lambda f: f.filesystem not in REMOTE, N_("The database lies on a network disk, where locks do not hold: move it to a local one or use PostgreSQL.")),
    Rule("whole", lambda f: f.whole, N_("The database is damaged: restore the last whole copy.")),
    Rule("schema", lambda f: f.current, N_("Migrations are missing: python -m programme prepare.")),
    Rule("chain", lambda f: f.chain, N_("The audit chain is broken: python -m programme verify-audit says where.")),
    Rule("superuser", lambda f: not f.superuser, N_("The program connects to PostgreSQL as a superuser: give it a role of its own.")),
    Rule("database_link", lambda f: f.encrypted_link, N_("The link to PostgreSQL on another host is not encrypted: add sslmode=verify-full to DATABASE_URL.")),
    Rule("demo", lambda f: not f.demo, N_("This is a demonstration: its accounts and password are shown to everybody. Start with an empty database.")),
    Rule("administrator", lambda f: f.administrators > 0, N_("There is no security administrator: open the site and create the first one.")),
    Rule("auditor", lambda f: f.auditors > 0, N_("There is no auditor: nobody independent can read the log. Create the account.")),
    Rule("cookie_secret", _secret, N_("There is no cookie secret of 32 characters: set STREAMLIT_SERVER_COOKIE_SECRET.")),
    Rule("allowed_hosts", _hosts, N_("Any host name is answered: list yours in STREAMLIT_SERVER_ALLOWED_HOSTS.")),
    Rule("plain_http", lambda f: _setting(f, "server.address") in LOOPBACK or bool(_setting(f, "server.sslCertFile")), N_("The server listens beyond this machine without TLS: keep server.address on 127.0.0.1 behind a proxy.")),
    Rule("xsrf", _on("server.enableXsrfProtection", True), N_("Protection against forged requests is off: set server.enableXsrfProtection.")),
    Rule("origins", _on("server.enableCORS", True), N_("Other sites may connect: set server.enableCORS.")),
    Rule("identity", lambda f: all(name in str(_setting(f, "server.trustedUserHeaders", "")) for name in IDENTITY), N_("The gate's word about who is there does not arrive: restore server.trustedUserHeaders.")),
    Rule("error_details", lambda f: _setting(f, "client.showErrorDetails") in ("none", False, "false"), N_("Errors show traces to users: set client.showErrorDetails to none.")),
    Rule("upload_size", lambda f: int(_setting(f, "server.maxUploadSize", 200)) <= 10, N_("Uploads above 10 MB are taken, and they wait in memory: set server.maxUploadSize to 10.")),
    Rule("usage_stats", _off("browser.gatherUsageStats", True), N_("Browsers report to a foreign host: set browser.gatherUsageStats to false.")),
    Rule("static_serving", _off("server.enableStaticServing", False), N_("Static files are served: set server.enableStaticServing to false.")),
    Rule("agent_api", _off("server.enableAgentApi", False), N_("The agent interface is on: set server.enableAgentApi to false.")),
    Rule("metrics_names", lambda f: not _setting(f, "server.unsafeMetricsUserAttributes"), N_("Metrics would name users: leave server.unsafeMetricsUserAttributes empty.")),
    Rule("development", _off("global.developmentMode", False), N_("Development mode is on: set global.developmentMode to false.")),
    Rule("file_watcher", lambda f: _setting(f, "server.fileWatcherType") == "none", N_("The server watches files and reloads code: set server.fileWatcherType to none.")),
    Rule("idle_limit", _minutes("BANGDAI_IDLE_MINUTES", 30), N_("An idle session lasts longer than 30 minutes: lower BANGDAI_IDLE_MINUTES.")),
    Rule("session_limit", _minutes("BANGDAI_SESSION_HOURS", 720, 60), N_("A session lasts longer than 12 hours: lower BANGDAI_SESSION_HOURS.")),
    Rule("xml_guard", lambda f: f.defusedxml, N_("The package defusedxml is missing: a small workbook could fill the memory. Install the requirements again.")),
)  # fmt: skip


def broken(facts: Facts) -> list[Rule]:
    """The rules that do not hold."""
    return [rule for rule in RULES if not rule.holds(facts)]
