"""A wrong or short SECRET_KEY stops the start and says why; a rotation does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete

from clinic.secret import WrongSecret, check_secret, checks, write_check
from clinic.settings import ROOT, Settings, get_settings
from clinic.storage import Database
from tests.integration.conftest import SECRET, migrate

OTHER = "another secret of an installation, long enough"
PROCESSES = ("frontdesk", "worker", "actions", "engine.server")


def use(monkeypatch: pytest.MonkeyPatch, secret: str, old: str = "") -> None:
    monkeypatch.setenv("SECRET_KEY", secret)
    monkeypatch.setenv("OLD_SECRET_KEYS", old)
    get_settings.cache_clear()


def start(module: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", *module.split()]
    settings = {**os.environ, "SQLALCHEMY_SILENCE_UBER_WARNING": "1", **environment}
    return subprocess.run(
        command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("module", PROCESSES)
def test_no_process_starts_with_a_wrong_secret(migrated_sqlite_url: str, module: str) -> None:
    done = start(module, DATABASE_URL=migrated_sqlite_url, SECRET_KEY=OTHER)
    assert done.returncode == 78
    assert "SECRET_KEY is not the one this database was written with" in done.stderr
    assert OTHER not in done.stderr
    assert "Traceback" not in done.stderr


def test_no_process_starts_with_a_short_secret(migrated_sqlite_url: str) -> None:
    done = start("worker --once", DATABASE_URL=migrated_sqlite_url, SECRET_KEY="short")
    assert done.returncode == 78
    assert "SECRET_KEY has 5 characters; it needs 32 or more" in done.stderr


def test_a_process_starts_with_the_right_one(migrated_sqlite_url: str) -> None:
    done = start("worker --once", DATABASE_URL=migrated_sqlite_url, SECRET_KEY=SECRET)
    assert done.returncode == 0, done.stderr


def test_the_migration_stops_at_a_wrong_one_and_changes_nothing(
    database: Database, database_url: str
) -> None:
    with pytest.raises(WrongSecret):
        migrate(database_url, secret=OTHER)
    check_secret(database)


def test_after_a_rotation_from_a_short_secret_the_new_one_is_right_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "short")
    with database.begin() as connection:
        connection.execute(delete(checks))
        write_check(connection)
    use(monkeypatch, OTHER, old="short")
    check_secret(database)
    with database.begin() as connection:
        write_check(connection)  # as the next migration does
    use(monkeypatch, OTHER)
    check_secret(database)
    use(monkeypatch, SECRET)
    with pytest.raises(WrongSecret):
        check_secret(database)


def test_a_database_of_before_the_check_is_tried_by_what_is_in_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic import attention

    with database.begin() as connection:
        connection.execute(delete(checks))
        attention.raise_task(
            connection, attention.Occasion(kind="other", key="k", detail="words of before")
        )
    use(monkeypatch, OTHER)
    with pytest.raises(WrongSecret), database.begin() as connection:
        write_check(connection)
    use(monkeypatch, SECRET)
    with database.begin() as connection:
        write_check(connection)
    check_secret(database)


def test_a_database_that_is_away_is_no_wrong_secret(tmp_path: Path) -> None:
    check_secret(Database(f"sqlite:///{tmp_path / 'nothing.db'}"))
    check_secret(Database("postgresql://tests@127.0.0.1:1/none"))


def test_no_secret_is_in_what_the_settings_print() -> None:
    hidden = {
        "secret_key": "a" * 40,
        "old_secret_keys": "b" * 40,
        "redis_url": f"redis://:{'c' * 40}@host/0",
        "database_url": f"postgresql://clinic:{'d' * 40}@host/clinic",
        "twilio_auth_token": "e" * 40,
        "twilio_old_auth_token": "f" * 40,
    }
    settings = Settings(**hidden)
    for printed in (repr(settings), str(settings)):
        assert not [letter for letter in "abcdef" if letter * 40 in printed]
