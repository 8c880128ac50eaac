"""Settings and content that are changed on the machine stand in the audit log."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from clinic import staff
from clinic.privacy.changes import Changes
from clinic.privacy.verify import verify
from clinic.settings import ROOT, get_settings
from clinic.storage import Database
from worker.loop import Worker


@pytest.fixture()
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    get_settings.cache_clear()
    return folder


def look(database: Database) -> list[str]:
    """What a process that has just begun notes."""
    get_settings.cache_clear()
    return Changes(database, get_settings()).note()


def lines(database: Database) -> list[tuple[str, str, str]]:
    with database.read() as connection:
        return [(one.staff, one.what, one.about) for one in staff.audit_lines(connection)]


def test_what_is_as_it_was_is_noted_once(database: Database, content: Path) -> None:
    first = look(database)
    assert "set CONTENT_DIR" in first
    assert "content clinic.yml" in first
    assert look(database) == []
    changes = Changes(database, get_settings())
    assert changes.note() == changes.note() == []


def test_a_setting_that_is_another_is_noted_with_its_value(
    database: Database, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(database)
    monkeypatch.setenv("ALLOWED_HOSTS", "chat.example.org")
    assert look(database) == ["set ALLOWED_HOSTS"]
    assert lines(database)[0] == ("system", "set ALLOWED_HOSTS", "is chat.example.org")
    monkeypatch.delenv("ALLOWED_HOSTS")
    assert look(database) == ["set ALLOWED_HOSTS"]
    with database.read() as connection:
        assert verify(connection, []) == []


def test_a_secret_that_is_another_is_noted_and_never_shown(
    database: Database, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(database)
    for token in ("a first token", "a second token"):
        monkeypatch.setenv("TWILIO_AUTH_TOKEN", token)
        assert look(database) == ["set TWILIO_AUTH_TOKEN"]
        assert look(database) == []
    # A rotation alone changes nothing but the secret itself.
    monkeypatch.setenv("SECRET_KEY", "one secret for tests of no use to anybody")
    look(database)
    monkeypatch.setenv("OLD_SECRET_KEYS", "one secret for tests of no use to anybody")
    monkeypatch.setenv("SECRET_KEY", "another secret for tests of no use to anybody")
    assert look(database) == ["set OLD_SECRET_KEYS", "set SECRET_KEY"]
    assert look(database) == []
    told = "\n".join(about for _, _, about in lines(database))
    assert "token" not in told
    assert "secret for tests" not in told


def test_content_that_was_edited_or_taken_away_is_noted(database: Database, content: Path) -> None:
    look(database)
    with (content / "clinic.yml").open("a") as file:
        file.write("\n# edited\n")
    assert look(database) == ["content clinic.yml"]
    (content / "sms.yml").unlink()
    assert look(database) == ["content sms.yml"]
    assert lines(database)[0] == ("system", "content sms.yml", "is gone")
    assert look(database) == []


def test_the_worker_looks(
    database: Database, content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Worker(database, []).once()
    assert ("system", "set CONTENT_DIR", f"is {content}") in lines(database)
