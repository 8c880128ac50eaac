"""The secret of an embedded installation: made when the database is, and never in its absence."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.settings import MissingSecret, Settings, prepare_var_dir


def test_it_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var", secret_key="")
    prepare_var_dir(settings)
    file = tmp_path / "var" / "secret.key"
    first = file.read_text()
    prepare_var_dir(settings)
    assert file.read_text() == first
    assert len(first) >= 32
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_a_disk_that_is_not_mounted_is_no_new_installation(tmp_path: Path) -> None:
    with pytest.raises(MissingSecret, match="mounted"):
        Settings(var_dir=tmp_path, secret_key="").keys_for("columns")
    assert not list(tmp_path.iterdir())


def test_a_database_without_its_secret_gets_no_other(tmp_path: Path) -> None:
    (tmp_path / "assistant.db").write_bytes(b"SQLite format 3")
    with pytest.raises(MissingSecret, match="Put back"):
        prepare_var_dir(Settings(var_dir=tmp_path, secret_key=""))
    assert [path.name for path in tmp_path.iterdir()] == ["assistant.db"]


def test_a_disk_that_goes_away_changes_no_key(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var", secret_key="")
    prepare_var_dir(settings)
    keys = settings.keys_for("columns")
    (tmp_path / "var").rename(tmp_path / "away")
    assert settings.keys_for("columns") == keys
    assert not (tmp_path / "var").exists()


def test_a_configured_secret_is_used_and_none_is_made(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var", secret_key="configured, of more than 32 letters")
    prepare_var_dir(settings)
    assert settings.keys_for("columns")
    assert not list((tmp_path / "var").iterdir())
