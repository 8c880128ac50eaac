"""The chain over what must not be rewritten unseen: the audit log and the history of visits.

Every line of theirs has a link: a keyed hash of what the line says, chained to the link before. A
line that is taken away by right (its time is over, its person erased) gets a second link that says
so. Who can write the database but has no key can't make a link; who has the key can't match what
was anchored outside the database yesterday (`clinic/privacy/verify.py` looks at all of this).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, func, insert, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.sealing import key_id
from clinic.settings import get_settings
from clinic.storage import UtcDateTime, metadata

PURPOSE = "log chain"
# Whoever writes a link is alone until the unit of work ends; a number of our own choice.
_LOCK = 7_301_964_112

links = Table(
    "log_chain",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("of", String(32), nullable=False),
    Column("row", Integer, nullable=False),
    Column("what", String(8), nullable=False),  # written or gone
    Column("digest", String(64), nullable=False),
    Column("key_id", String(8), nullable=False),
    Column("mac", String(64), nullable=False),
)
Index("ix_log_chain_row", links.c.of, links.c.row)


def written(connection: Connection, table: Table, row: int) -> None:
    """Links a line that was just written, in its unit of work."""
    _link(connection, table.name, row, "written", digest(_key(), content(connection, table, row)))


def gone(connection: Connection, table: Table, rows: Collection[int]) -> None:
    """Links that lines are taken away by right, in the unit of work that does it."""
    for row in sorted(rows):
        _link(connection, table.name, row, "gone", "")


def adopt(connection: Connection, tables: Collection[Table]) -> None:
    """Links the lines of before there was a chain; does nothing once there is one."""
    if connection.execute(select(links.c.id).limit(1)).first():
        return
    for table in tables:
        for row in connection.execute(select(table.c.id).order_by(table.c.id)).scalars().all():
            written(connection, table, row)


def content(connection: Connection, table: Table, row: int) -> dict[str, str]:
    """What a line says, by column; empty columns and a line that is not there say nothing."""
    found = connection.execute(select(table).where(table.c.id == row)).mappings().first()
    return {name: _plain(value) for name, value in (found or {}).items() if value is not None}


def digest(key: bytes, said: dict[str, str]) -> str:
    """The keyed hash of what a line says."""
    return _mac(key, json.dumps(said, sort_keys=True))


def mac_of(key: bytes, before: str, link: Any) -> str:
    """The hash that chains a link to the one before it."""
    parts = [before, link["id"], _plain(link["at"]), link["of"], link["row"], link["what"]]
    return _mac(key, json.dumps([*parts, link["digest"]]))


def _link(connection: Connection, of: str, row: int, what: str, said: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    last = connection.execute(
        select(links.c.id, links.c.mac).order_by(links.c.id.desc()).limit(1)
    ).first()
    link: dict[str, Any] = {
        "id": (last.id if last else 0) + 1,
        "at": clock.now(),
        "of": of,
        "row": row,
        "what": what,
        "digest": said,
    }
    key = _key()
    mac = mac_of(key, last.mac if last else "", link)
    connection.execute(insert(links).values(**link, key_id=key_id(key), mac=mac))


def _key() -> bytes:
    return get_settings().keys_for(PURPOSE)[0]


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
