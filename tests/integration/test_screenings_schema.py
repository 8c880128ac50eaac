"""The screenings' tables, on both databases, up and down."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

import channels.sms.tables  # noqa: F401 - all declare their tables in the one metadata
from clinic.screenings import Screenings, tables
from clinic.staff import audit
from clinic.storage import Database, metadata
from tests.integration.conftest import alembic_config
from tests.integration.screenings_world import MONDAY

# Alembic's own table, and SQLite's.
KEEPERS = {"alembic_version", "sqlite_sequence"}
OURS = {table for table in metadata.tables if table.startswith("screening")}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("postgres_url"))


def test_migrations_lead_up_down_and_up_again(empty_url: str) -> None:
    config = alembic_config(empty_url)
    command.upgrade(config, "head")
    assert set(inspect(Database(empty_url).engine).get_table_names()) >= OURS
    command.downgrade(config, "0002_messages")
    assert not OURS & set(inspect(Database(empty_url).engine).get_table_names())
    command.upgrade(config, "head")
    assert set(inspect(Database(empty_url).engine).get_table_names()) >= OURS


def test_every_migration_leads_down_to_nothing_and_up_again(empty_url: str) -> None:
    config = alembic_config(empty_url)
    for step in ("head", "base", "head", "base"):
        (command.upgrade if step == "head" else command.downgrade)(config, step)
        database = Database(empty_url)
        left = set(inspect(database.engine).get_table_names()) - KEEPERS
        assert left == (set(metadata.tables) if step == "head" else set())
        with database.read() as connection:
            assert _programs(connection) == [] or step == "head"
        database.engine.dispose()


def test_one_migration_after_the_other_leads_down_with_rows_in_every_table(
    booked_directly: str, database: Database, database_url: str
) -> None:
    with database.begin() as connection:
        audit(connection, "kim", "read the week")
    with database.read() as connection:
        (reference,) = connection.execute(select(tables.screenings.c.reference)).scalars()
    Screenings(database, now=lambda: MONDAY).confirm_visit(reference, key="yes")
    database.engine.dispose()
    config = alembic_config(database_url)
    versions = list(ScriptDirectory.from_config(config).walk_revisions())
    for version in versions:
        command.downgrade(config, str(version.down_revision or "base"))
    command.upgrade(config, "head")


def _programs(connection: Connection) -> list[str]:
    """The triggers and functions that migrations have made."""
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public'"
    )
    return [row[0] for row in connection.execute(text(names))]


def test_the_migrated_tables_are_the_declared_ones(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [one for one in differences if "sqlite_sequence" not in str(one)] == []


def _slot_taken_by_hand(database: Database) -> None:
    """Two holds on one minute, as no code of ours would write them."""
    with database.begin() as connection:
        for number in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO screening_holds"
                    " (holder, therapist, starts_at, ends_at, expires_at)"
                    f" VALUES ('holder {number}', 'alex', '2026-12-01 15:00:00',"
                    " '2026-12-01 15:20:00', '2026-11-24 15:00:00')"
                )
            )
            hold = connection.execute(
                select(tables.holds.c.id).where(tables.holds.c.holder == f"holder {number}")
            ).scalar_one()
            connection.execute(
                tables.cells.insert().values(therapist="alex", minute=29_000_000, hold_id=hold)
            )


def test_the_database_itself_refuses_a_minute_twice(database: Database) -> None:
    with pytest.raises(IntegrityError):
        _slot_taken_by_hand(database)


def test_a_taken_minute_has_one_owner(database: Database) -> None:
    with pytest.raises(IntegrityError), database.begin() as connection:
        connection.execute(tables.cells.insert().values(therapist="alex", minute=29_000_000))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE screening_history SET what = 'moved'",
        "DELETE FROM screening_history",
    ],
)
def test_history_is_append_only(database: Database, booked_directly: str, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(statement))


def test_history_goes_with_its_screening(database: Database, booked_directly: str) -> None:
    with database.begin() as connection:
        connection.execute(text("DELETE FROM screenings"))
    with database.read() as connection:
        assert connection.execute(select(tables.history)).all() == []
        assert connection.execute(select(tables.cells)).all() == []


def test_what_patients_gave_is_not_readable_in_the_database(
    database: Database, booked_directly: str
) -> None:
    with database.read() as connection:
        row = connection.execute(text("SELECT * FROM screenings")).one()
    stored = " ".join(str(value) for value in row)
    assert "Ana" not in stored
    assert "4145550142" not in stored
