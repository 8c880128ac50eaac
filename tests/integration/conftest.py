"""Real databases for integration tests: SQLite files, PostgreSQL and Redis started by the tests.

A missing server program fails the test with the package to install; it never skips it.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from cryptography.fernet import Fernet
from sqlalchemy import text

from clinic.screenings import Booking
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from tests.integration.screenings_world import World, patient
from tests.integration.servers import PostgresServer, RedisServer

SECRET = "a secret for tests only, of no use to anybody"


def alembic_config(url: str) -> Config:
    """Alembic, pointed at a database."""
    config = Config(str(ROOT / "alembic.ini"))
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("sqlalchemy.url", url)
    return config


def migrate(url: str, secret: str = SECRET) -> None:
    """Brings a database to the newest schema, under the tests' secret."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SECRET_KEY", secret)
        _forget_settings()
        try:
            command.upgrade(alembic_config(url), "head")
        finally:
            _forget_settings()


def _forget_settings() -> None:
    get_settings.cache_clear()


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Settings of the tests' own: no test reads or writes the machine's."""
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("SECRET_KEY", SECRET)
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server, started once."""
    server = PostgresServer()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture()
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of a test's own."""
    name = postgres_server.create_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The name of a migrated database to copy."""
    name = postgres_server.create_database()
    migrate(postgres_server.url(name))
    postgres_server.disconnect(name)
    return name


@pytest.fixture()
def migrated_postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The URL of a migrated PostgreSQL database of a test's own."""
    name = postgres_server.create_database(postgres_template)
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture()
def migrated_sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a migrated SQLite database of a test's own."""
    path = tmp_path / "test.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database: the test runs once on each kind."""
    name = "migrated_sqlite_url" if request.param == "sqlite" else "migrated_postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture()
def database(database_url: str) -> Iterator[Database]:
    """A migrated database: the test runs once on each kind."""
    database = Database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis server, started once."""
    server = RedisServer()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture()
def redis_url(redis_server: RedisServer) -> str:
    """The URL of a Redis server of the tests' own."""
    return redis_server.url


@pytest.fixture()
def world(database: Database) -> World:
    """A clinic on a Monday morning, its booking engine and its clock, on each kind of database."""
    return World(database)


@pytest.fixture()
def booked_directly(world: World) -> str:
    """The reference of one screening, booked for Ana Diaz."""
    slot = world.screenings.free_slots()[0]
    return world.screenings.book(slot, Booking(patient(), key="setup", channel="web")).reference


@pytest.fixture(params=["sqlite", "postgresql"])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of the schema before, with something in it."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgres_url"))
    command.upgrade(alembic_config(url), "0011_taught_examples")
    database = Database(url)
    now = "2026-11-20 15:00:00"
    rows = {
        "message_threads": {
            "conversation": "web-1", "channel": "web", "reach": old("+14145550142"),
            "created_at": now, "changed_at": now, "last_seq": 1,
        },
        "web_messages": {
            "conversation": "web-1", "seq": 1, "id": "m", "sender": "patient",
            "text": old("my leg hurts"), "details": old("{}"), "at": now,
        },
        "conversation_turns": {
            "id": 7, "conversation": "web-1", "number": 1, "at": now,
            "events": old('[{"event": "user"}]'), "state": old('{"slots": {}}'),
        },
        "staff_tasks": {
            "id": 3, "key": "form:+14145550142:5", "kind": "call_back", "raised_at": now,
            "reach": old("+14145550142"), "detail": "gAAAA of a lost key",
        },
        "screening_waiting": {
            "id": 5, "name": old("Ana Diaz"), "phone": old("+14145550142"), "phone_index": "x",
            "channel": "web", "wish": old("mornings"), "since": now, "state": "waiting",
            "rounds": 0, "last_offer": 0,
        },
        "secret_check": {"id": 1, "value": old("right")},
    }  # fmt: skip
    with database.begin() as connection:
        connection.execute(text("DELETE FROM secret_check"))
        for table, values in rows.items():
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)
    database.engine.dispose()
    return url


def fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(get_settings().keys_for("columns")[0]))


def old(words: str) -> str:
    return fernet().encrypt(words.encode()).decode()
