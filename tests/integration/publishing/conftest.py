"""Content of a test's own, and people who publish it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic import staff
from clinic.publishing import publishing
from clinic.settings import ROOT, get_settings
from clinic.staff.roles import give_licence
from clinic.storage import Database, get_database
from tests.integration.publishing.world import (
    LICENCE,
    PASSWORD,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Path]:
    """Content of the test's own, and a database it is published by."""
    folder = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    (tmp_path / "var").mkdir(exist_ok=True)
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setattr("clinic.content.watched.RECHECK_SECONDS", 0)
    get_settings.cache_clear()
    get_database.cache_clear()
    yield folder
    get_database().engine.dispose()
    get_database.cache_clear()
    get_settings.cache_clear()


@pytest.fixture
def database(folder: Path) -> Database:
    """Kim and Lee work here; Lee is a licensed therapist."""
    found = get_database()
    for name in ("kim", "lee"):
        staff.add_account(found, name, PASSWORD)
    with found.begin() as connection:
        give_licence(connection, "lee", LICENCE)
    publishing.notice(found, folder)
    return found
