"""A new key for everything, while patients write, by a command that is killed twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Text, select, type_coerce

from channels.sms import numbers
from clinic import attention, staff
from clinic.encrypted import sealed_columns
from clinic.messages import Arrival, open_thread, receive
from clinic.messages.tables import inbound as messages
from clinic.messages.tables import outbox
from clinic.screenings import Booking
from clinic.sealing import current_prefix
from clinic.settings import ROOT, SECRET_FILE, get_settings
from clinic.storage import Database, blind_index, metadata
from tests.integration.conftest import alembic_config
from tests.integration.screenings_world import World, patient


@pytest.fixture(params=["sqlite", "postgresql"])
def house(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """A clinic with a secret of its own making."""
    url = f"sqlite:///{tmp_path / 'test.db'}"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("postgres_url"))
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("DATABASE_URL", url)
    get_settings.cache_clear()
    command.upgrade(alembic_config(url), "head")
    database = Database(url)
    yield World(database)
    database.engine.dispose()


class Patients(threading.Thread):
    """They write, one message after the other, until they are told to stop."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database, self.done = database, threading.Event()
        self.written: list[str] = []

    def run(self) -> None:
        while not self.done.wait(0.002):
            self.write(len(self.written))

    def write(self, number: int) -> None:
        conversation, words = f"web-{number % 7}", f"my leg hurts, {number}"
        with self.database.begin() as connection:
            open_thread(connection, conversation, "web", reach="+14145550142")
            receive(
                connection,
                Arrival(
                    channel="web", conversation=conversation, external_id=str(number), text=words
                ),
            )
            attention.raise_task(
                connection, attention.Occasion(kind="other", key=f"k{number}", detail=words)
            )
        self.written.append(words)


def rotate(*options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "scripts.rotate_key", *options],
        cwd=ROOT,
        env={**os.environ, "SQLALCHEMY_SILENCE_UBER_WARNING": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def killed_in_the_middle() -> list[str]:
    """What a rotation said that was killed after its third batch."""
    running = rotate("--batch", "5")
    said = []
    for line in running.stdout:
        said.append(line.strip())
        if sum(" of " in one for one in said) == 3:
            break
    running.send_signal(signal.SIGKILL)
    running.wait()
    return said


def ciphers(database: Database) -> dict[str, list[str]]:
    """Everything that is encrypted, as it is stored, by column."""
    found = {}
    with database.read() as connection:
        for table in metadata.sorted_tables:
            for column in sealed_columns(table):
                rows = connection.execute(select(type_coerce(column, Text)))
                found[str(column)] = [value for value in rows.scalars() if value is not None]
    return found


def test_killed_twice_while_patients_write_it_leaves_nothing_under_the_old_key(
    house: World,
) -> None:
    slot = house.screenings.free_slots()[0]
    booked = house.screenings.book(
        slot, Booking(patient(), key="1", channel="web", conversation="c")
    )
    house.screenings.join_waiting_list(patient(7), channel="web", conversation="c")
    with house.database.begin() as connection:
        numbers.opt_out(connection, "+14145550177", "word")
    patients = Patients(house.database)
    for number in range(60):
        patients.write(number)
    patients.start()
    try:
        first, second = killed_in_the_middle(), killed_in_the_middle()
        last = rotate()
        said, _ = last.communicate(timeout=120)
    finally:
        patients.done.set()
        patients.join()
    assert last.returncode == 0, said
    assert first[0] == "A new secret stands in VAR_DIR/secret.key."
    assert all(" of " in line for line in second)
    assert "What was begun goes on." in said

    assert len((get_settings().var_dir / SECRET_FILE).read_text().split()) == 2
    for column, found in ciphers(house.database).items():
        assert all(one.startswith(current_prefix()) for one in found), column

    assert rotate("--forget").wait() == 0
    with house.database.begin() as connection:
        read = connection.execute(select(messages.c.text).order_by(messages.c.id)).scalars().all()
        assert read == patients.written
        assert sorted(task.detail for task in attention.open_tasks(connection)) == sorted(read)
        assert numbers.is_opted_out(connection, "+14145550177")
        assert not numbers.is_opted_out(connection, "+14145550178")
        indexes = connection.execute(select(outbox.c.recipient_index)).scalars().all()
        assert set(indexes) <= {blind_index("+14145550142"), blind_index("c")}
        said_in_log = [line.what for line in staff.audit_lines(connection)]
        assert said_in_log == ["forgot earlier keys", "rotated the key"]
    visit = house.screenings.find(booked.reference, booked.phone, guesser="g")
    assert visit.name == "Ana Diaz"
    assert house.screenings.leave_waiting_list(patient(7).phone)


def test_a_row_that_can_not_be_read_holds_up_no_rotation(house: World) -> None:
    with house.database.begin() as connection:
        for key in ("one", "two"):
            attention.raise_task(connection, attention.Occasion(kind="other", key=key, detail=key))
        table = attention.tables.tasks
        swapped = select(type_coerce(table.c.detail, Text)).where(table.c.id == 1)
        cipher = connection.execute(swapped).scalar_one()
        values = {"detail": type_coerce(cipher, Text)}
        connection.execute(table.update().where(table.c.id == 2).values(values))
    for options in ((), ("--forget",), (), ("--forget",)):
        done = rotate(*options)
        said, _ = done.communicate(timeout=120)
        assert done.returncode == 0, said
    assert "staff_tasks.detail of row 2" in said or "forgotten" in said
    with house.database.read() as connection:
        kept = sorted(task.detail for task in attention.open_tasks(connection))
        assert kept == ["[not readable]", "one"]


def test_a_secret_that_is_configured_is_made_by_the_operator(
    migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    done = rotate()
    said, _ = done.communicate(timeout=60)
    assert done.returncode == 1
    assert "OLD_SECRET_KEYS to the present one" in said


def test_a_process_takes_up_a_new_secret_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic.settings import Settings, prepare_var_dir, read_secrets, write_secrets

    settings = Settings(var_dir=tmp_path / "var", secret_key="")
    prepare_var_dir(settings)
    (before,) = settings.keys_for("columns")
    write_secrets(settings.var_dir, ["another secret", *read_secrets(settings.var_dir)])
    assert settings.keys_for("columns")[1:] == [before]
    assert (settings.var_dir / SECRET_FILE).stat().st_mode & 0o077 == 0
