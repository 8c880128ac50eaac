"""Every table there is: what turns keys, keeps time limits and answers for a person sees them all.

A module that declares tables is named here; `check_declared` fails, and so does a test, where one
of the database is missing.
"""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.engine import Connection

import clinic.attention.tables
import clinic.chained
import clinic.conversations.tables
import clinic.health.tables
import clinic.learning.tables
import clinic.messages.tables
import clinic.patients.tables
import clinic.privacy.tables
import clinic.publishing.tables
import clinic.screenings.tables
import clinic.secret
import clinic.staff.tables  # noqa: F401 - all of them declare their tables in the one metadata
from clinic.storage import metadata

# Alembic's own table, and SQLite's.
KEEPERS = frozenset({"alembic_version", "sqlite_sequence"})


class UndeclaredTable(LookupError):
    """The database has a table that nobody here knows of."""


def check_declared(connection: Connection) -> None:
    """Looks whether every table of the database is declared in this process.

    Raises:
        UndeclaredTable
    """
    unknown = set(inspect(connection).get_table_names()) - set(metadata.tables) - KEEPERS
    if unknown:
        raise UndeclaredTable(
            f"{', '.join(sorted(unknown))}: import what declares them in clinic/privacy/everything"
        )
