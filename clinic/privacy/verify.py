"""Looks whether the logs, the history of visits and what is encrypted are as they were written.

Found are lines that were changed, replaced, forged or taken away, links that were, a cut-off end,
a dropped trigger, a clock that was set back, and sealed values that stand in a wrong place. What
this can't see: an end that was cut off since the last anchor by somebody who has the key.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import Table, Text, select, text, type_coerce
from sqlalchemy.engine import Connection

from clinic import chained, clock
from clinic.chained import links
from clinic.encrypted import is_readable, sealed_columns
from clinic.privacy.kept import keys_of
from clinic.screenings.tables import history
from clinic.sealing import key_id
from clinic.staff.tables import audit_log
from clinic.storage import Database, metadata

CHAINED = (audit_log, history)
# Clocks of two machines are never quite the same.
CLOCK_SLACK = timedelta(minutes=2)
# What each trigger does, as a hash of its definition: one of the same name that does less is found.
TRIGGERS = {
    "sqlite": {
        "audit_log_no_update": "70dd941a3c641d51",
        "audit_log_no_delete": "a629d34f8a0356e3",
        "screening_history_no_update": "2415a3c38227e319",
        "screening_history_no_delete": "27d16cbf4744fdfa",
        "log_chain_no_update": "de2d3bc8cbed95ea",
        "log_chain_no_delete": "60eaed162f51a9fb",
    },
    "postgresql": {
        "audit_log_append_only": "77cdb634f5c7a483",
        "screening_history_append_only": "0d5a3c8c3e28601f",
        "log_chain_append_only": "6982fb84a47a3497",
    },
}
_DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    # When it acts, on which columns, and what it does then.
    "postgresql": "SELECT tgname, concat_ws(' ', tgrelid::regclass, tgtype, tgattr, tgqual, prosrc)"
    " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgenabled IN ('O', 'A')",
}


@dataclass(frozen=True)
class Broken:
    """Something that is not as it was written.

    Attributes:
        line: the number of the link it was seen at; 0 where it has none.
        what: for a person to read.
    """

    line: int
    what: str


@dataclass(frozen=True)
class Anchor:
    """What the chain was on a day, kept outside the database."""

    at: datetime
    line: int
    mac: str


def verify(connection: Connection, anchors: list[Anchor]) -> list[Broken]:
    """Everything that is not as it was written, the first broken line first."""
    keys = {key_id(key): key for key in keys_of(connection, chained.PURPOSE)}
    found = [*_links(connection, keys), *_anchored(connection, anchors), *_unlinked(connection)]
    found.sort(key=lambda broken: broken.line or 2**62)
    return [*found, *_triggers(connection), *_misplaced(connection)]


def _links(connection: Connection, keys: dict[str, bytes]) -> Iterator[Broken]:
    before, last, at = "", 0, None
    tables = {table.name: table for table in CHAINED}
    rows = _rows(connection)
    taken = {(row["of"], row["row"]) for row in rows if row["what"] == "gone"}
    for link in rows:
        number, named = link["id"], f"{link['of']}, line {link['row']}"
        if number != last + 1:
            yield Broken(last + 1, f"links {last + 1} to {number - 1} are missing")
        if link["at"] is None or link["of"] not in tables:
            # No program of ours wrote it; what it links can't be looked at.
            yield Broken(number, f"{named}: its link was forged: its time or table is none")
            before, last = link["mac"], number
            continue
        if at is not None and link["at"] < at - CLOCK_SLACK:
            yield Broken(number, f"{named}: written when the clock had been set back, {link['at']}")
        key = keys.get(link["key_id"])
        if key is None:
            yield Broken(number, f"{named}: its link was made with a key that is not known")
        elif chained.mac_of(key, before, link) != link["mac"]:
            yield Broken(number, f"{named}: its link was changed, or one before it")
        if key and link["what"] == "written" and (link["of"], link["row"]) not in taken:
            said = chained.content(connection, tables[link["of"]], link["row"])
            if not said:
                yield Broken(number, f"{named}: was taken away")
            elif chained.digest(key, said) != link["digest"]:
                yield Broken(number, f"{named}: was changed or replaced")
        before, last, at = link["mac"], number, max(at or link["at"], link["at"])


def _rows(connection: Connection) -> list[dict[str, Any]]:
    """The links in their order; the time of one that holds none is None. SQLite takes any text
    for a time and so can't be asked for it before it was looked at."""
    columns = [column for column in links.c if column is not links.c.at]
    at: Any = links.c.at
    if connection.dialect.name == "sqlite":
        at = type_coerce(links.c.at, Text).label("at")
    query = select(*columns, at).order_by(links.c.id)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    return [{**row, "at": _time(row["at"])} for row in rows]


def _time(stored: Any) -> datetime | None:
    if isinstance(stored, datetime):
        return stored
    try:
        return datetime.fromisoformat(stored).replace(tzinfo=timezone.utc)
    except (TypeError, ValueError):
        return None


def _anchored(connection: Connection, anchors: list[Anchor]) -> Iterator[Broken]:
    for anchor in anchors:
        mac = connection.execute(select(links.c.mac).where(links.c.id == anchor.line)).scalar()
        if mac is None:
            yield Broken(anchor.line, f"the end was cut off: anchored on {anchor.at:%Y-%m-%d}")
        elif mac != anchor.mac:
            yield Broken(anchor.line, f"not what was anchored on {anchor.at:%Y-%m-%d}")


def _unlinked(connection: Connection) -> Iterator[Broken]:
    for table in CHAINED:
        linked = select(links.c.row).where(links.c.of == table.name, links.c.what == "written")
        forged = select(table.c.id).where(table.c.id.not_in(linked)).order_by(table.c.id)
        for row in connection.execute(forged).scalars():
            yield Broken(0, f"{table.name}, line {row}: was not written by this program")


def _triggers(connection: Connection) -> Iterator[Broken]:
    kind = connection.dialect.name
    found = {row[0]: row[1] for row in connection.execute(text(_DEFINITIONS[kind]))}
    for name, expected in TRIGGERS[kind].items():
        if name not in found:
            yield Broken(
                0, f"the trigger {name} is missing: the database no longer refuses changes"
            )
        elif fingerprint(found[name]) != expected:
            yield Broken(0, f"the trigger {name} is another: it may refuse changes no longer")


def fingerprint(definition: str) -> str:
    """A trigger's definition as 16 hex digits, however it is spaced."""
    return hashlib.sha256(" ".join(definition.split()).encode()).hexdigest()[:16]


def _misplaced(connection: Connection) -> Iterator[Broken]:
    for table in metadata.sorted_tables:
        columns = sealed_columns(table)
        if not columns or not connection.dialect.has_table(connection, table.name):
            continue
        for row in connection.execute(select(*table.primary_key.columns, *columns)).mappings():
            for column in columns:
                if not is_readable(row[column.name]):
                    yield Broken(
                        0, f"{table.name}.{column.name}, {_named(table, row)}: not readable"
                    )


def _named(table: Table, row: Any) -> str:
    return "row " + "|".join(str(row[key.name]) for key in table.primary_key.columns)


def anchor(database: Database, path: Path) -> bool:
    """Writes once a day what the chain is now into a file outside the database; false: it was.

    A line is the time, the number of the last link, and its hash. Whoever keeps a copy elsewhere
    can tell later whether anything before it was rewritten.
    """
    now = clock.now()
    known = read_anchors(path)
    with database.read() as connection:
        last = connection.execute(
            select(links.c.id, links.c.mac).order_by(links.c.id.desc()).limit(1)
        ).first()
    if last is None or (known and known[-1].at.date() == now.date()):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(f"{now.isoformat()} {last.id} {last.mac}\n")
    return True


def read_anchors(path: Path) -> list[Anchor]:
    """What was anchored in a file, the oldest first."""
    if not path.exists():
        return []
    lines = (line.split() for line in path.read_text().splitlines() if line.strip())
    return [Anchor(datetime.fromisoformat(at), int(line), mac) for at, line, mac in lines]
