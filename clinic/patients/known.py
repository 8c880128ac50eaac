"""What the patients behind some numbers are called, where whoever asks has only the number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Row

from clinic.attention.tables import people
from clinic.screenings.tables import screenings
from clinic.storage import blind_indexes, is_readable


def names_of(connection: Connection, phones: Iterable[str | None]) -> dict[str, str]:
    """The names of some numbers (E.164): as the last visit was booked, else as they said last in a
    conversation. A number of nobody known has none."""
    wanted = {phone for phone in phones if phone and is_readable(phone)}
    numbers = {index: phone for phone in wanted for index in blind_indexes(phone)}
    if not numbers:
        return {}
    said = _newest(connection, people.c.conversation, people.c.changed_at, list(numbers))
    booked = _newest(connection, screenings.c.id, screenings.c.id, list(numbers))
    return {numbers[row.phone_index]: row.name for row in (*said, *booked) if is_readable(row.name)}


def _newest(connection: Connection, key: Any, order: Any, indexes: list[str]) -> Iterable[Row]:
    """The newest row of each number that has a name, out of the table of a primary key."""
    table = key.table
    place = func.row_number().over(partition_by=table.c.phone_index, order_by=order.desc())
    named = table.c.phone_index.in_(indexes), table.c.name.is_not(None)
    rows = select(key.label("key"), place.label("place")).where(*named).subquery()
    first = select(rows.c.key).where(rows.c.place == 1)
    return connection.execute(select(table.c.phone_index, table.c.name).where(key.in_(first))).all()
