"""What the doctor says of an installation, who may read the file, and what the log holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyotp
import pytest
from starlette.testclient import TestClient

from clinic import clock, staff
from clinic.settings import ROOT, get_settings
from clinic.staff import second_factor
from clinic.staff.throttle import Place
from clinic.storage import Database, get_database
from frontdesk.accounts import main as accounts_command
from frontdesk.app import create_app
from scripts.doctor import ailments


def test_a_fresh_installation_is_told_what_to_mend(migrated_sqlite_url: str, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    get_settings.cache_clear()
    told = "\n".join(ailments(get_settings()))
    for what in ("example data", "pending review", "https", "ALLOWED_HOSTS", "make backup"):
        assert what in told


def test_what_is_mended_is_not_told(migrated_sqlite_url: str, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example.org")
    monkeypatch.setenv("DESK_URL", "https://desk.example.org")
    monkeypatch.setenv("ALLOWED_HOSTS", "chat.example.org")
    get_settings.cache_clear()
    told = "\n".join(ailments(get_settings()))
    assert "https address" not in told
    assert "ALLOWED_HOSTS" not in told


def test_owners_without_a_second_factor_are_named(
    migrated_sqlite_url: str, monkeypatch, capsys
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    get_settings.cache_clear()
    get_database.cache_clear()
    database = Database(migrated_sqlite_url)
    for name, role in (("kim", "owner"), ("lee", "owner"), ("mo", "staff")):
        staff.add_account(database, name, "a long and quiet river", role)
    with database.begin() as connection:
        secret = second_factor.begin(connection, "kim") or ""
        assert second_factor.turn_on(connection, "kim", pyotp.TOTP(secret).at(clock.now()))
    told = "\n".join(ailments(get_settings()))
    assert "Owners without a second factor: lee." in told
    monkeypatch.setattr("sys.argv", ["accounts", "no-factor", "Kim"])
    accounts_command()
    assert "password alone" in capsys.readouterr().out
    assert "Owners without a second factor: kim, lee." in "\n".join(ailments(get_settings()))
    database.engine.dispose()
    get_database.cache_clear()


def test_another_host_is_refused_where_hosts_are_listed(
    migrated_sqlite_url: str, monkeypatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("ALLOWED_HOSTS", "desk.example.org")
    get_settings.cache_clear()
    client = TestClient(create_app())
    for host, status in (("desk.example.org", 200), ("localhost", 200), ("evil.example", 400)):
        assert client.get("/desk/login", headers={"Host": host}).status_code == status


def test_the_database_file_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch(0o644)
    database = Database(f"sqlite:///{path}")
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id INTEGER)")
    for file in tmp_path.glob("new.db*"):
        assert file.stat().st_mode & 0o077 == 0, file
    database.engine.dispose()


def test_a_refused_login_and_an_account_made_by_command_are_in_the_log(
    database: Database, database_url: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "frontdesk.accounts", "add", "kim"],
        cwd=ROOT, input="a long and quiet river\n", text=True, capture_output=True, check=False,
        env={**os.environ, "DATABASE_URL": database_url, "SQLALCHEMY_SILENCE_UBER_WARNING": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    place = Place("203.0.113.9", None)
    for name in ("kim", "a password typed as a name"):
        with pytest.raises(staff.LoginRefused):
            staff.log_in(database, name, "wrong", place)
    with database.read() as connection:
        lines = [(line.staff, line.what, line.about) for line in staff.audit_lines(connection)]
    assert [line[:2] for line in lines[:2]] == [
        ("somebody", "was refused a login"),
        ("kim", "was refused a login"),
    ]
    assert lines[2][1:] == ("added an account", "kim")
