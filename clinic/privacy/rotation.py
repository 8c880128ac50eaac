"""Writes everything anew that is sealed under an earlier key, while everything runs.

What is not under the present key is what is left to do, so a rotation that was killed goes on where
it was. A row is changed only if it is still what was read: what a process writes meanwhile stands.
Blind indexes are made anew from the value they belong to. What is known by its hash alone (numbers
that text) can't be: the key those hashes were made with, good for nothing else, is kept sealed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Table, Text, and_, func, or_, select, type_coerce, update
from sqlalchemy.engine import Connection

from clinic.encrypted import IndexOf, place_of, sealed_columns
from clinic.privacy.everything import check_declared
from clinic.privacy.kept import keep_keys
from clinic.sealing import UndecipherableText, current_prefix, seal, unseal
from clinic.storage import Database, blind_index, metadata

logger = logging.getLogger(__name__)

BATCH = 200


@dataclass(frozen=True)
class Step:
    """How far a table has come: rows written anew, of so many there were."""

    table: str
    done: int
    rows: int


@dataclass(frozen=True)
class Rotated:
    """What one pass did.

    Attributes:
        done: rows that are under the present key now and were not before.
        left: by table, rows that are not: written by a process with an earlier key meanwhile, or
            not readable under any.
        unreadable: how many of these can't be read.
    """

    done: int
    left: dict[str, int]
    unreadable: int

    @property
    def complete(self) -> bool:
        """Whether everything that can be read is under the present key."""
        return sum(self.left.values()) <= self.unreadable


def rotate(database: Database, told: Callable[[Step], object] = id, batch: int = BATCH) -> Rotated:
    """Seals everything anew under the present key, in one pass.

    Args:
        told: hears of every batch that is stored.
        batch: rows in one unit of work; other writers wait for no more than that.

    Raises:
        UndeclaredTable: this process does not know every table; nothing was done.
    """
    done = unreadable = 0
    left: dict[str, int] = {}
    with database.begin() as connection:
        check_declared(connection)
        keep_keys(connection)
    for table in _tables():
        with database.read() as connection:
            rows = _count(connection, table)
        step, after = Step(table.name, 0, rows), None
        while True:
            with database.begin() as connection:
                read = _batch(connection, table, after, batch)
                results = [_anew(connection, table, row) for row in read]
            if not read:
                break
            after = [read[-1][key.name] for key in table.primary_key.columns]
            step = replace(step, done=step.done + results.count("done"))
            unreadable += results.count("unreadable")
            told(step)
        done += step.done
    with database.read() as connection:
        for table in _tables():
            if rest := _count(connection, table):
                left[table.name] = rest
    return Rotated(done, left, unreadable)


def _count(connection: Connection, table: Table) -> int:
    count = select(func.count()).select_from(table).where(_earlier(table))
    return int(connection.execute(count).scalar_one())


def _tables() -> Iterator[Table]:
    return (table for table in metadata.sorted_tables if sealed_columns(table))


def _earlier(table: Table) -> Any:
    ours = current_prefix()
    ciphers = [type_coerce(column, Text) for column in sealed_columns(table)]
    return or_(*(and_(cipher.is_not(None), ~cipher.startswith(ours)) for cipher in ciphers))


def _batch(connection: Connection, table: Table, after: Any, batch: int) -> list[Any]:
    keys = list(table.primary_key.columns)
    ciphers = (type_coerce(column, Text).label(column.name) for column in sealed_columns(table))
    statement = select(*keys, *ciphers).where(_earlier(table)).order_by(*keys).limit(batch)
    if after is not None:
        statement = statement.where(_beyond(keys, after))
    return list(connection.execute(statement).mappings().all())


def _beyond(keys: list[Column[Any]], after: list[Any]) -> Any:
    """Rows after one, in the order of a key of one or several parts."""
    steps = [
        and_(*(key == at for key, at in zip(keys[:place], after, strict=False)), keys[place] > last)
        for place, last in enumerate(after)
    ]
    return or_(*steps)


def _anew(connection: Connection, table: Table, row: Any) -> str:
    """Seals a row anew: "done", "unreadable", or "changed" by somebody else meanwhile."""
    texts: dict[str, str] = {}
    values: dict[str, Any] = {}
    unchanged = [key == row[key.name] for key in table.primary_key.columns]
    unreadable = False
    for column in sealed_columns(table):
        cipher = row[column.name]
        if cipher is None:
            continue
        place = place_of(column, row)
        try:
            texts[column.name] = unseal(cipher, place)
        except UndecipherableText as error:
            logger.error("%s", error)
            unreadable = True
            continue
        values[column.name] = type_coerce(seal(texts[column.name], place), Text)
        unchanged.append(type_coerce(column, Text) == cipher)
    for column in table.columns:
        if isinstance(column.type, IndexOf) and column.type.of in texts:
            values[column.name] = blind_index(texts[column.type.of], column.type.purpose)
    changed = values and connection.execute(update(table).where(*unchanged).values(values)).rowcount
    if unreadable:
        return "unreadable"
    return "done" if changed else "changed"
