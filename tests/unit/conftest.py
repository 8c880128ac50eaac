"""Settings and an empty database of a test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import channels.base  # noqa: F401 - declares every table a channel writes to
from clinic.settings import get_settings
from clinic.storage import Database, metadata


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
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
