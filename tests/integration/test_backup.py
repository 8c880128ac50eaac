"""A backup made while patients write, restored into an empty place: the drill."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import func, select

from clinic.messages import transcript
from clinic.privacy.backup import back_up, unpack
from clinic.privacy.erasure import erase
from clinic.privacy.ledger import ledger, write_ledger
from clinic.privacy.person import find_person
from clinic.privacy.verify import verify
from clinic.screenings import Booking
from clinic.settings import ROOT, get_settings
from clinic.storage import Database, metadata
from tests.integration.screenings_world import World, patient
from tests.integration.test_privacy import everything, someone

NOT_THE_SAME = {"audit_log", "log_chain", "privacy_erasures"}


@pytest.fixture()
def empty_url(database_url: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Another, empty database of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'restored.db'}"
    server = request.getfixturevalue("postgres_server")
    return str(server.url(server.create_database()))


def run(url: str, *arguments: str, **settings: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "scripts.backup", *arguments],
        cwd=ROOT,
        env={**os.environ, "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "DATABASE_URL": url, **settings},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    return done.stdout + done.stderr


def counts(database: Database) -> dict[str, int]:
    with database.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
            if table.name not in NOT_THE_SAME
        }


def test_the_drill(world: World, database_url: str, empty_url: str, tmp_path: Path) -> None:
    someone(world, 142, "Ana Diaz", "my leg burns", "web-ana")
    someone(world, 199, "Ben Ochoa", "my back is stiff", "web-ben")
    file = tmp_path / "all.backup"
    assert "rows" in run(database_url, "make", str(file))
    before = counts(world.database)
    stored = file.read_bytes()
    for clear in (b"Ana Diaz", b"4145550142", b"burns", b"screenings", b"web-ana"):
        assert clear not in stored
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if "all.backup" in path.name] == [file.name]

    # After the backup Ana asks to be erased; the ledger outlives the database.
    with world.database.read() as connection:
        ana = find_person(connection, "web-ana")
    erase(world.database, ana, "kim")
    write_ledger(world.database, ledger())

    said = run(empty_url, "restore", str(file))
    assert "The logs are as they were written." in said, said
    restored = World(Database(empty_url), now=world.now)
    left = everything(restored.database)
    assert "burns" not in left
    assert "stiff" in left
    after = counts(restored.database)
    assert {name for name in before if after[name] > before[name]} == set()
    assert after["screening_waiting"] == before["screening_waiting"] - 1
    with restored.database.read() as connection:
        assert verify(connection, []) == []
    # It goes on: numbers of rows are not given twice.
    slot = restored.screenings.free_slots()[0]
    booked = restored.screenings.book(
        slot, Booking(patient(7, "Cleo Ma"), key="new", channel="web")
    )
    assert restored.screenings.get(booked.reference).name == "Cleo Ma"
    assert "Nothing was done" in run(empty_url, "restore", str(file))
    restored.database.engine.dispose()


def test_a_backup_of_an_earlier_version_is_restored_as_that_one_and_brought_to_this(
    old_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    file, old = tmp_path / "old.backup", Database(old_url)
    back_up(old, ROOT / "content", file)
    old.engine.dispose()
    empty = f"sqlite:///{tmp_path / 'restored.db'}"
    if not old_url.startswith("sqlite"):
        server = request.getfixturevalue("postgres_server")
        empty = str(server.url(server.create_database()))
    said = run(empty, "restore", str(file))
    # All that is found is the one row whose key was lost before.
    assert [line for line in said.splitlines() if line.startswith("-: ")] == [
        "-: staff_tasks.detail, row 3: not readable"
    ], said
    restored = Database(empty)
    with restored.read() as connection:
        told = transcript.since(connection, "web-1", 0, 9)
        version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    restored.engine.dispose()
    assert [message.text for message in told] == ["my leg hurts"]
    assert version == ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def test_the_secret_is_in_no_backup(migrated_sqlite_url: str, tmp_path: Path) -> None:
    run(migrated_sqlite_url, "make", str(tmp_path / "all.backup"))
    unpack(tmp_path / "all.backup", tmp_path / "unpacked")
    secret = get_settings().secret_key.get_secret_value().encode()
    stored = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(stored) > 20
    assert [one[:80] for one in stored if secret in one] == []


def test_a_backup_that_was_changed_or_needs_another_key_is_refused(
    migrated_sqlite_url: str, tmp_path: Path
) -> None:
    file, target = tmp_path / "all.backup", f"sqlite:///{tmp_path / 'restored.db'}"
    run(migrated_sqlite_url, "make", str(file))
    other = "another secret of an installation, long enough"
    assert "needs the secret" in run(target, "restore", str(file), SECRET_KEY=other)
    whole = file.read_bytes()
    header = whole[: whole.index(b"\n", whole.index(b"\n") + 1) + 1]
    for spoiled, why in (
        (whole[:-20], "changed"),
        (header, "its end is missing"),
        (header + whole[len(header) :][:2], "its end is missing"),
        (b"x" + whole, "no backup"),
        (b"", "no backup"),
    ):
        file.write_bytes(spoiled)
        assert why in run(target, "restore", str(file))
    assert not (tmp_path / "restored.db").exists()
    assert get_settings().var_dir.exists()


@pytest.mark.parametrize("line", ["garbage", '{"x": 1}', '{"id": "1", "of": "[]", "at": "x"}'])
def test_a_restore_with_a_broken_list_of_erasures_writes_nothing(
    migrated_sqlite_url: str, tmp_path: Path, line: str
) -> None:
    file, target = tmp_path / "all.backup", f"sqlite:///{tmp_path / 'restored.db'}"
    run(migrated_sqlite_url, "make", str(file))
    erased = get_settings().var_dir / "erasures.jsonl"
    erased.parent.mkdir(parents=True, exist_ok=True)
    erased.write_text(line + "\n")
    assert "line 1 is no erasure" in run(target, "restore", str(file))
    assert not (tmp_path / "restored.db").exists()
    erased.unlink()
    assert "Restored" in run(target, "restore", str(file))
