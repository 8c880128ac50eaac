"""An empty database of a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

import clinic.messages
from clinic.settings import get_settings
from clinic.storage import Database, metadata

assert clinic.messages  # declares the tables


@pytest.fixture(autouse=True)
def _own_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "a secret for tests only, of no use to anybody")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture()
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'test.db'}")
    metadata.create_all(made.engine)
    return made


@pytest.fixture()
def connection(database: Database) -> Iterator[Connection]:
    """One unit of work; tests that need several use `database`."""
    with database.begin() as connection:
        yield connection
