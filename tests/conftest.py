"""What all tests share: a fresh migrated database on each engine, and members of staff to act with.

`database` is SQLite, and PostgreSQL too where a test is marked `both_engines`: all that is about locks, transactions,
dialects and faults, everything in tests/db, and of the rest so many that every use case and every statement that any test
runs with `database` meets both. `lite` is for tests where the engine plays no part.
Where no PostgreSQL is installed its half is skipped, unless BANGDAI_REQUIRE_ALL says that nothing may be.
"""

import gc
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from db import schema
from db.engines import Database
from db.models import Account, Unit
from programme import jobs, passwords
from programme.access import Actor
from tests.support import remember
from tests.support.compiled import postgres_model, share, sqlite_model
from tests.support.memory import use_memory
from tests.support.once import common_folder, made_once
from tests.support.postgres import Server, find_binaries, start_server

NUMBERS = count(1)
PRODUCTION = passwords.HASHER
LAUNCH = jobs.launch
# A busy machine is no fault of what is tested: examples are not timed.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
Staff = Callable[..., Actor]
Workers = Callable[[], None]
CityFile = Callable[..., Path]


def pytest_configure() -> None:
    """Before the first temporary folder is made."""
    use_memory(os.environ)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hashes that cost next to nothing: what production pays is a test of its own."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", cheap)
        patch.setattr(passwords, "NOBODY", cheap.hash("nobody"))
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """A statement is compiled for the first database that runs it, not for each test's own."""
    with pytest.MonkeyPatch.context() as patch:
        share(patch, sqlite_model())
        yield


@pytest.fixture
def monkeypatch() -> Iterator[pytest.MonkeyPatch]:
    """Pytest's own; worlds are built anew once a test has changed the programme with it (tests/support/remember.py)."""
    with pytest.MonkeyPatch.context() as patch:
        remember.PATCHES.append(patch)
        yield patch
        remember.PATCHES.remove(patch)


@pytest.fixture(autouse=True)
def no_workers() -> Iterator[None]:
    """Jobs that a test asks for stay queued: no process outlives its test and its database (`workers` lets them run)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "launch", stays_queued)
        yield


def stays_queued(_url: str, _job_id: int) -> threading.Thread:
    """Instead of a guardian with its process: a thread that has nothing to look after."""
    thread = threading.Thread(target=int)
    thread.start()
    return thread


@pytest.fixture
def workers(no_workers: None) -> Iterator[Workers]:
    """Jobs asked for from here on run in processes of their own; `workers()` waits until all of them have ended."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "launch", LAUNCH)
        yield guardians_gone
        guardians_gone()


def guardians_gone() -> None:
    """Wait for every thread that looks after a process."""
    for thread in threading.enumerate():
        if "look_after" in thread.name:
            thread.join()


def require_or_skip(present: object, what: str) -> None:
    """Skip where something is not installed; fail where everything has to be there."""
    if present:
        return
    if os.environ.get("BANGDAI_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} is not installed and BANGDAI_REQUIRE_ALL=1", pytrace=False)
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One PostgreSQL server for all tests of this worker, with a migrated database `template` to copy from."""
    binaries = find_binaries()
    require_or_skip(binaries, "PostgreSQL")
    assert binaries
    server = start_server(binaries)
    try:
        server.sql("CREATE DATABASE template")
        migrated(server.url("template"))
        with pytest.MonkeyPatch.context() as patch:
            share(patch, postgres_model(server.url("template")))
            yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    return made_once(common_folder(tmp_path_factory) / "empty.db", lambda path: migrated(f"sqlite:///{path}"))


@pytest.fixture(scope="session")
def city_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> CityFile:
    """`city_file("demo")` is a SQLite file with the fictitious city of that size, to copy from or only to read."""

    def fill(path: Path, size: str, seed: int) -> None:
        # Whoever asks for no city does not pay for what it imports.
        from programme.demo import build

        shutil.copy(sqlite_template, path)
        database = Database(f"sqlite:///{path}")
        build(database, size, seed)
        database.close()

    def of(size: str, seed: int = 2026, turn: int = 1) -> Path:
        name = f"{size}-{seed}-{turn}.db"
        return made_once(common_folder(tmp_path_factory) / name, lambda path: fill(path, size, seed))

    return of


@pytest.fixture(scope="module")
def demo_city(city_file: CityFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration for the tests of a file, which only read it."""
    path = tmp_path_factory.mktemp("city") / "demo.db"
    shutil.copy(city_file("demo"), path)
    yield from opened(f"sqlite:///{path}")


@pytest.fixture
def twins(city_file: CityFile) -> Iterator[list[Database]]:
    """The small city twice, only to read: built twice from the same seed."""
    databases = [Database(f"sqlite:///{path}") for path in (city_file("small"), city_file("small", turn=2))]
    yield databases
    for database in databases:
        database.close()


def migrated(url: str) -> None:
    """Bring a database to the present schema and let go of it."""
    database = Database(url)
    schema.upgrade(database)
    database.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a fresh migrated SQLite database; no other of this process had it, for what is kept goes by it."""
    path = tmp_path / f"bangdai{next(NUMBERS)}.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The address of a fresh migrated PostgreSQL database."""
    name = f"test{next(NUMBERS)}"
    # Copying files takes a third of the time of writing each table into the log (PostgreSQL 15 and later).
    postgres_server.sql(f"CREATE DATABASE {name} TEMPLATE template STRATEGY file_copy")
    yield postgres_server.url(name)
    postgres_server.sql(f"DROP DATABASE {name} WITH (FORCE)")


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not go through it again."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which engines a test meets."""
    if "database_url" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("both_engines")
        kinds = ["sqlite", *([pytest.param("postgres", marks=pytest.mark.postgres)] if both else [])]
        metafunc.parametrize("database_url", kinds, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh migrated database, on each engine in turn where the test is marked `both_engines`."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh migrated database, on each engine in turn where the test is marked `both_engines`."""
    yield from opened(database_url)


@pytest.fixture
def lite(sqlite_url: str) -> Iterator[Database]:
    """A fresh migrated SQLite database, for tests where the engine plays no part."""
    yield from opened(sqlite_url)


def opened(url: str) -> Iterator[Database]:
    """A database that is closed again after the test."""
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def staff(request: pytest.FixtureRequest) -> Staff:
    """`staff("officer")` makes a member of staff in the test's database and returns the Actor."""
    kind = "database" if "database" in request.fixturenames else "lite"
    database: Database = request.getfixturevalue(kind)

    def make(role: str = "officer", *, unit_id: int | None = None, login: str = "") -> Actor:
        return hired(database, role, unit_id, login)

    return make


@remember.remembered
def hired(database: Database, role: str, unit_id: int | None, login: str) -> Actor:
    """A member of staff in a database; a liaison has a unit of its own unless one is named."""
    login = login or f"{role}{next(NUMBERS)}"
    with database.write() as session:
        if role == "liaison" and unit_id is None:
            unit = Unit(name=f"Unit {next(NUMBERS)}", kind="township")
            session.add(unit)
            session.flush()
            unit_id = unit.id
        row = Account(login=login, name=login, role=role, unit_id=unit_id, password_hash="", must_change=False)
        session.add(row)
        session.flush()
        return Actor(row.id, row.login, row.name, row.role, row.unit_id)
