"""What the doctor says of an installation, who may read the file, and what the log holds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from clinic import clock, staff
from clinic.health import note
from clinic.privacy.verify import anchor
from clinic.settings import ROOT, Settings, get_settings
from clinic.staff import second_factor
from clinic.staff.throttle import Place
from clinic.storage import Database, get_database
from door.app import create_app as create_door
from frontdesk.accounts import main as accounts_command
from frontdesk.app import create_app
from scripts.doctor import _connections, ailments
from scripts.newer import Newer

SOUND = {
    "PUBLIC_URL": "https://chat.example.org",
    "DESK_URL": "https://desk.example.org",
    "ALLOWED_HOSTS": "chat.example.org",
    "SITE_ORIGINS": "https://www.example.org",
    "TRUST_PROXY_HEADERS": "true",
    "SECOND_FACTOR_FOR": "owners",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "a token of tests",
    "TWILIO_FROM": "+14145550142",
}


@pytest.fixture()
def clinic(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Path]:
    """An installation with nothing to mend; its VAR_DIR."""
    for name, value in {**SOUND, "DATABASE_URL": migrated_sqlite_url}.items():
        monkeypatch.setenv(name, value)
    content = Path(shutil.copytree(ROOT / "content", tmp_path / "content"))
    for file in content.rglob("*.yml"):
        text = file.read_text(encoding="utf-8").replace("example: true", "example: false")
        file.write_text(re.sub("(?i)pending review", "reviewed", text), encoding="utf-8")
    monkeypatch.setenv("CONTENT_DIR", str(content))
    monkeypatch.setattr("scripts.doctor.NEWEST_PYTHON", sys.version_info[:3])
    monkeypatch.setattr("scripts.doctor.not_as_locked", lambda: [])
    for cached in (get_settings, get_database):
        cached.cache_clear()
    var = get_settings().var_dir
    (var / "backups").mkdir(parents=True)
    (var / "backups" / "new.backup").touch(0o600)
    database = get_database()
    with database.begin() as connection:
        note(connection, "worker")
        staff.audit(connection, "kim", "read the week")
    anchor(database, get_settings().anchor_file)
    yield var
    database.engine.dispose()
    for cached in (get_settings, get_database):
        cached.cache_clear()


def told() -> str:
    get_settings.cache_clear()
    return "\n".join(ailments(get_settings()))


def test_what_is_sound_is_told_nothing_of(clinic: Path) -> None:
    assert told() == ""


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("CONTENT_DIR", str(ROOT / "content"), "holds example data: fill it in"),
        ("CONTENT_DIR", str(ROOT / "content"), "is pending review: have a licensed therapist"),
        ("SECRET_KEY", "short", "it needs 32 or more"),
        ("SECRET_KEY", "another secret of an installation, long enough", "Set the right one"),
        ("OLD_SECRET_KEYS", "an earlier one", "`make rotate-key`, then take it out"),
        ("TWILIO_OLD_AUTH_TOKEN", "an earlier one", "a day after the change, take it out"),
        ("PUBLIC_URL", "http://chat.example.org", "PUBLIC_URL is no https address: put a proxy"),
        ("DESK_URL", "", "DESK_URL is no https address: put a proxy"),
        ("ALLOWED_HOSTS", "", "set ALLOWED_HOSTS"),
        ("SITE_ORIGINS", "", "SITE_ORIGINS is empty"),
        ("SITE_ORIGINS", "http://www.example.org", "http://www.example.org, which is no https"),
        ("TRUST_PROXY_HEADERS", "false", "Set it where the proxy sets X-Forwarded-For"),
        ("SECOND_FACTOR_FOR", "nobody", "set SECOND_FACTOR_FOR to owners"),
        ("TWILIO_AUTH_TOKEN", "", "Set TWILIO_"),
        ("TWILIO_FROM", "", "TWILIO_FROM is not set"),
        ("TWILIO_API_URL", "http://127.0.0.1:1", "texts go to a stand-in. Take it out"),
        ("REDIS_URL", "redis://cache.example.org", "begin REDIS_URL with rediss://"),
    ],
)
def test_a_setting_that_is_not_fit_is_told_with_its_mending(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, says: str
) -> None:
    monkeypatch.setenv(setting, value)
    assert says in told()


def test_mail_without_tls_is_told(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_HOST", "mail.example.org")
    assert "SMTP_SECURITY" not in told()
    monkeypatch.setenv("SMTP_SECURITY", "none")
    assert "set SMTP_SECURITY to starttls or tls" in told()


def test_a_database_elsewhere_without_a_checked_certificate_is_told(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of(url: str) -> list[str]:
        return list(_connections(Settings(**{**settings, "database_url": url})))

    settings = get_settings().dict(exclude={"secret_key"})
    assert of("postgresql://a@127.0.0.1/b") == []
    assert of("postgresql://a@db.example.org/b?sslmode=verify-full") == []
    assert "sslmode=verify-full" in of("postgresql://a@db.example.org/b")[0]


def test_what_is_too_old_is_told(clinic: Path) -> None:
    def age(path: Path, days: int) -> None:
        then = (clock.now() - timedelta(days=days)).timestamp()
        os.utime(path, (then, then))

    (clinic / "exports" / "20260101").mkdir(parents=True)
    age(clinic / "exports" / "20260101", 3)
    assert "20260101: hand it over, then delete it" in told()
    (clinic / "backups" / "old.backup").touch(0o600)
    age(clinic / "backups" / "old.backup", 181)
    assert "old.backup is older than the 180 days patients are told: delete it" in told()
    age(clinic / "backups" / "new.backup", 3)
    assert "`make backup`, every day" in told()
    anchors = get_settings().anchor_file
    line = anchors.read_text().split()
    line[0] = (clock.now() - timedelta(days=3)).isoformat()
    anchors.write_text(" ".join(line) + "\n")
    assert "not anchored in the last two days: run the worker" in told()


def test_files_that_others_can_read_are_told(clinic: Path) -> None:
    (clinic / "backups" / "new.backup").chmod(0o644)
    assert "new.backup can be read by others: chmod 600" in told()


def test_a_clock_that_was_set_back_and_a_worker_that_is_away_are_told(
    clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = clock.now() - timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: earlier)
    assert "Have a time server set it" in told()
    later = earlier + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "The worker does not run" in told()


def test_versions_that_lack_fixes_are_told(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.doctor.NEWEST_PYTHON", (3, 10, 99))
    monkeypatch.setattr(
        "scripts.doctor.not_as_locked", lambda: [Newer("aiohttp", "3.9.5", "3.14.5")]
    )
    said = told()
    assert "lacks the security releases up to 3.10.99: install that one" in said
    assert "aiohttp 3.9.5 is installed, 3.14.5 is locked: `make setup`" in said


def test_a_database_that_is_not_migrated_is_told(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    get_settings.cache_clear()
    get_database.cache_clear()
    assert "not migrated: `make migrate`" in told()


def test_owners_without_a_second_factor_are_named(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    get_settings.cache_clear()
    get_database.cache_clear()
    database = Database(migrated_sqlite_url)
    for name in ("kim", "lee"):
        staff.add_account(database, name, "a long and quiet river", "owner")
    staff.add_account(database, "mo", "a long and quiet river", "staff")
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


@pytest.mark.parametrize(
    ("create", "path"),
    [(create_app, "/desk/login"), (create_door, "/privacy")],
    ids=["desk", "door"],
)
def test_another_host_is_refused_where_hosts_are_listed(
    migrated_sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    create: Callable[[], Starlette],
    path: str,
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    monkeypatch.setenv("ALLOWED_HOSTS", "desk.example.org")
    get_settings.cache_clear()
    client = TestClient(create())
    for host, status in (("desk.example.org", 200), ("localhost", 200), ("evil.example", 400)):
        assert client.get(path, headers={"Host": host}).status_code == status


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
