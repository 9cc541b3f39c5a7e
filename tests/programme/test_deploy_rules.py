"""Before real data go in: each rule finds its own fault and keeps silent about the others."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db.engines import ROOT, Database
from programme.deploy_facts import Facts, filesystem, gather, streamlit_settings
from programme.deploy_rules import RULES, broken
from programme.setup import mark_demo
from tests.conftest import Staff

SECRET = {"STREAMLIT_SERVER_COOKIE_SECRET": "s" * 32}
GOOD = Facts(
    sqlite=True, version=(3, 51, 3), file_mode=0o600, folder_mode=0o700, filesystem="ext4", whole=True, current=True,
    pragmas={"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}, superuser=False,
    encrypted_link=True, demo=False, administrators=1, auditors=1, chain=True, defusedxml=True,
    settings=streamlit_settings(SECRET), environment=SECRET,
)  # fmt: skip


def pragma(**others: Any) -> Facts:
    """All well, but for a setting of the database."""
    return replace(GOOD, pragmas={**GOOD.pragmas, **others})


def setting(key: str, value: Any) -> Facts:
    """All well, but for a setting of Streamlit."""
    return replace(GOOD, settings={**GOOD.settings, key: value})


def environment(**others: str) -> Facts:
    """All well, but for an environment variable."""
    return replace(GOOD, environment={**SECRET, **others})


FAULTS: dict[str, list[Facts]] = {
    "sqlite_version": [replace(GOOD, version=(3, 51, 2)), replace(GOOD, version=(3, 40, 1))],
    "journal": [pragma(journal_mode="delete")],
    "synchronous": [pragma(synchronous=1), pragma(synchronous=0)],
    "foreign_keys": [pragma(foreign_keys=0)],
    "secure_delete": [pragma(secure_delete=0), pragma(secure_delete=2)],
    "file_mode": [replace(GOOD, file_mode=0o640), replace(GOOD, file_mode=0o604)],
    "folder_mode": [replace(GOOD, folder_mode=0o770), replace(GOOD, folder_mode=0o702)],
    "network_disk": [replace(GOOD, filesystem=kind) for kind in ("nfs4", "cifs", "fuse.sshfs")],
    "whole": [replace(GOOD, whole=False)],
    "schema": [replace(GOOD, current=False)],
    "chain": [replace(GOOD, chain=False)],
    "superuser": [replace(GOOD, sqlite=False, superuser=True)],
    "database_link": [replace(GOOD, sqlite=False, encrypted_link=False)],
    "demo": [replace(GOOD, demo=True)],
    "administrator": [replace(GOOD, administrators=0)],
    "auditor": [replace(GOOD, auditors=0)],
    "cookie_secret": [setting("server.cookieSecret", ""), setting("server.cookieSecret", "short")],
    "allowed_hosts": [setting("server.allowedHosts", value) for value in ([], ["*"], "", "a.example, *")],
    "plain_http": [setting("server.address", value) for value in ("0.0.0.0", "", None)],
    "xsrf": [setting("server.enableXsrfProtection", value) for value in (False, "false")],
    "origins": [setting("server.enableCORS", False)],
    "identity": [setting("server.trustedUserHeaders", value) for value in ("", "{}", '{"X-Bangdai-Sid": "sid"}')],
    "error_details": [setting("client.showErrorDetails", value) for value in ("full", True, None)],
    "upload_size": [setting("server.maxUploadSize", value) for value in (11, 200, "200")],
    "usage_stats": [setting("browser.gatherUsageStats", True)],
    "static_serving": [setting("server.enableStaticServing", "true")],
    "agent_api": [setting("server.enableAgentApi", True)],
    "metrics_names": [setting("server.unsafeMetricsUserAttributes", ["account"])],
    "development": [setting("global.developmentMode", True)],
    "file_watcher": [setting("server.fileWatcherType", "auto")],
    "idle_limit": [environment(BANGDAI_IDLE_MINUTES=value) for value in ("31", "0", "-1")],
    "session_limit": [environment(BANGDAI_SESSION_HOURS=value) for value in ("12.5", "0")],
    "xml_guard": [replace(GOOD, defusedxml=False)],
}


def test_where_all_is_well_no_rule_complains() -> None:
    """With the settings file of this repository: what is shipped passes."""
    assert broken(GOOD) == []
    assert broken(replace(GOOD, sqlite=False, pragmas={}, version=())) == []


def test_every_rule_has_a_fault_here_and_its_name_is_its_own() -> None:
    codes = [rule.code for rule in RULES]
    assert sorted(codes) == sorted(FAULTS)
    assert len(codes) >= 25


@pytest.mark.parametrize("code", FAULTS)
def test_a_rule_finds_its_own_fault_and_only_that(code: str) -> None:
    for facts in FAULTS[code]:
        assert [rule.code for rule in broken(facts)] == [code]


@pytest.mark.parametrize("hosts", [["desk.example"], "desk.example, other.example"])
def test_hosts_may_be_listed_as_a_list_or_in_a_variable(hosts: Any) -> None:
    assert broken(setting("server.allowedHosts", hosts)) == []


def test_a_variable_overrules_the_settings_file_as_streamlit_lets_it(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[server]\nmaxUploadSize = 10\nallowedHosts = ["a"]\n', encoding="utf-8")
    found = streamlit_settings({"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "200", **SECRET}, file)
    assert found["server.maxUploadSize"] == "200"
    assert found["server.allowedHosts"] == ["a"]
    assert found["server.cookieSecret"] == "s" * 32
    assert streamlit_settings({}, tmp_path / "none.toml") == {}


def test_the_settings_file_holds_no_secret() -> None:
    assert "cookieSecret" not in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8").split("[server]")[1]


@pytest.mark.both_engines
def test_the_facts_of_a_real_installation_are_gathered_on_both_engines(database: Database, staff: Staff) -> None:
    """The test's own server is spoken to as its superuser, over a socket; files are private but for the test's folder."""
    staff("secadmin")
    staff("auditor")
    facts = gather(database, SECRET)
    assert facts.sqlite == database.is_sqlite
    assert [rule.code for rule in broken(facts)] in (["superuser"], [], ["file_mode"])
    assert (facts.administrators, facts.auditors, facts.chain, facts.whole, facts.current) == (1, 1, True, True, True)


def test_a_demonstration_is_recognised(lite: Database) -> None:
    with lite.write() as session:
        mark_demo(session, "Quiet-Harbour-7")
    assert gather(lite, SECRET).demo


def test_the_file_system_of_a_folder_is_that_of_its_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"a / ext4 rw 0 0\nb {tmp_path} nfs4 rw 0 0\nc {tmp_path}x cifs rw 0 0\n")
    assert filesystem(tmp_path / "desk.db", mounts) == "nfs4"
    assert filesystem(Path("/elsewhere"), mounts) == "ext4"
    assert filesystem(tmp_path, tmp_path / "none") == ""
