"""Whether the secret of this installation is the one its database was written with.

A value encrypted when the database is migrated is read at every start. With another secret nothing
would fail at once: opt-outs and visits would simply not be found.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, inspect, select, type_coerce
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from clinic.encrypted import sealed_columns
from clinic.sealing import current_prefix
from clinic.settings import MissingSecret, Settings, get_settings
from clinic.storage import (
    Database,
    EncryptedText,
    UndecipherableText,
    metadata,
    readable,
)

logger = logging.getLogger(__name__)
SHORTEST_SECRET = 32
_EXIT_CONFIG = 78  # sysexits.h: something is configured wrong
_WORDS = "This database was written with the right secret."

checks = Table(
    "secret_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("value", EncryptedText, nullable=False),
)


class WrongSecret(RuntimeError):
    """The secret is too short, or not the one the database was written with."""


def check_length(settings: Settings) -> None:
    """Refuses a secret that can be guessed. An old one may be short: it is being replaced.

    Raises:
        WrongSecret: SECRET_KEY is too short.
    """
    given = settings.secret_key.get_secret_value()
    if given and len(given) < SHORTEST_SECRET:
        raise WrongSecret(
            f"SECRET_KEY has {len(given)} characters; it needs {SHORTEST_SECRET} or more. "
            'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))". '
            "If data was written with the short one, put that into OLD_SECRET_KEYS."
        )


def check_secret(database: Database, settings: Settings | None = None) -> None:
    """Looks whether the secret is the database's own.

    A database that can't be read now, or that was never migrated, is no reason to refuse: that
    is said where it is used.

    Raises:
        WrongSecret, MissingSecret
    """
    check_length(settings or get_settings())
    try:
        with database.read() as connection:
            _read(connection, checks.c.value)
    except UndecipherableText as error:
        raise _wrong() from error
    except MissingSecret:
        raise
    except SQLAlchemyError as error:
        logger.warning("Whether SECRET_KEY is right is not known (%s)", type(error).__name__)


def write_check(connection: Connection) -> None:
    """Writes the value at the first migration, and again under a new secret after a rotation.

    Raises:
        WrongSecret: it, or anything else that is there already, can't be read.
    """
    raw = select(type_coerce(checks.c.value, Text))
    cipher = connection.execute(raw).scalar_one_or_none()
    try:
        _read(connection, checks.c.value)
        if cipher is None:
            _read_anything(connection)
    except UndecipherableText as error:
        raise _wrong() from error
    if cipher is None:
        connection.execute(checks.insert().values(id=1, value=_WORDS))
    elif not cipher.startswith(current_prefix()):
        connection.execute(checks.update().where(checks.c.id == 1).values(value=_WORDS))


def stop_unless_right(database: Database) -> None:
    """For the start of a process: ends it with the reason when the secret is not right."""
    try:
        check_secret(database)
    except (WrongSecret, MissingSecret) as error:
        print(f"Not started: {error}", file=sys.stderr, flush=True)
        sys.exit(_EXIT_CONFIG)


def _read_anything(connection: Connection) -> None:
    """Reads one value of each encrypted column: a database of before there was a check."""
    there = inspect(connection).get_table_names()
    for table in metadata.sorted_tables:
        if table.name not in there:
            continue
        for column in sealed_columns(table):
            _read(connection, column)


def _read(connection: Connection, column: Any) -> None:
    some = select(column).where(column.is_not(None)).limit(1)
    readable(connection.execute(some).scalar())


def _wrong() -> WrongSecret:
    return WrongSecret(
        "SECRET_KEY is not the one this database was written with: names, numbers, visits and "
        "opt-outs in it can't be read. Set the right one (without SECRET_KEY: put back "
        "VAR_DIR/secret.key), or, after a rotation, add the earlier one to OLD_SECRET_KEYS."
    )
