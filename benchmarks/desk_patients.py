"""Writes made-up patients into a database for the benchmark of the front desk, straight into the
tables, as many as a clinic has after years.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, insert, text
from sqlalchemy.engine import Connection

from benchmarks.desk_crowd import Crowd
from clinic.attention.tables import incidents, task_lines, tasks, unanswered
from clinic.conversations.tables import turns
from clinic.messages.tables import inbound, notes, outbox
from clinic.screenings.tables import busy_times, history, screenings, waiting
from clinic.staff.tables import audit_log
from clinic.storage import Database

BATCH = 2_000


def fill(database: Database, visits: int, messages: int) -> None:
    """Writes so many visits and messages into a database, with what comes along with them."""
    crowd = Crowd(visits, messages)
    with database.begin() as connection:
        for table, rows in crowd.tables():
            _write(connection, table, rows)
        _ids_go_on(connection)
    _analyze(database)


def _write(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    rows = iter(rows)
    while batch := list(itertools.islice(rows, BATCH)):
        connection.execute(insert(table), batch)


def _ids_go_on(connection: Connection) -> None:
    """Has the ids PostgreSQL gives begin after those that were given here."""
    if connection.dialect.name != "postgresql":
        return
    for table in (screenings, history, inbound, outbox, turns, notes, tasks, task_lines,
                  unanswered, incidents, waiting, busy_times, audit_log):  # fmt: skip
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        highest = f"(SELECT max(id) FROM {table.name})"
        connection.execute(text(f"SELECT setval({sequence}, coalesce({highest}, 1))"))


def _analyze(database: Database) -> None:
    """What PostgreSQL does by itself within minutes; SQLite never does, and is left as it is."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("VACUUM ANALYZE"))
