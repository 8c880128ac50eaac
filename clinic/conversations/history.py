"""Reads and writes the turns of a conversation.

Events and states are JSON values whose meaning is the writer's; nothing here looks into them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Text, delete, func, insert, select, type_coerce
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from clinic.clock import now
from clinic.conversations.tables import turns
from clinic.storage import UndecipherableText

logger = logging.getLogger(__name__)

Json = dict[str, Any]


class ConversationMovedOn(RuntimeError):
    """Another process added a turn first; what was worked out here rests on an old state."""


@dataclass(frozen=True)
class StoredTurn:
    """One turn.

    Attributes:
        number: its place in the conversation, from 1.
        at: when it was stored.
        events: what happened, oldest first.
        state: the state after it.
    """

    number: int
    at: datetime
    events: list[Json]
    state: Json


def latest(connection: Connection, conversation: str, count: int) -> list[StoredTurn]:
    """The newest turns of a conversation, at most `count`, oldest first."""
    rows = connection.execute(
        _readable().where(_of(conversation)).order_by(turns.c.number.desc()).limit(count)
    ).all()
    return _read(conversation, reversed(rows))


def whole(connection: Connection, conversation: str) -> list[StoredTurn]:
    """Every turn of a conversation, oldest first."""
    rows = connection.execute(_readable().where(_of(conversation)).order_by(turns.c.number))
    return _read(conversation, rows)


def append(
    connection: Connection, conversation: str, number: int, events: list[Json], state: Json
) -> None:
    """Adds a turn.

    Args:
        number: the turn's place: one more than that of the last turn the writer has seen.

    Raises:
        ConversationMovedOn: there is a turn with this number already.
    """
    row = {
        "conversation": conversation,
        "number": number,
        "at": now(),
        "events": _dump(events),
        "state": _dump(state),
    }
    try:
        connection.execute(insert(turns), row)
    except IntegrityError as error:
        raise ConversationMovedOn(
            f"Turn {number} of conversation {conversation} was stored by somebody else first"
        ) from error


def replace(connection: Connection, conversation: str, events: list[Json], state: Json) -> None:
    """Puts one turn in place of everything there is (an import, or a tool that edits history)."""
    forget(connection, conversation)
    append(connection, conversation, 1, events, state)


def exists(connection: Connection, conversation: str) -> bool:
    """Whether there is at least one turn."""
    found = connection.execute(select(turns.c.id).where(_of(conversation)).limit(1))
    return found.first() is not None


def conversations(connection: Connection) -> list[str]:
    """The ids of all conversations."""
    return list(connection.execute(select(turns.c.conversation).distinct()).scalars())


def forget(connection: Connection, conversation: str) -> int:
    """Deletes a conversation; the number of turns it had."""
    return int(connection.execute(delete(turns).where(_of(conversation))).rowcount)


def forget_before(connection: Connection, before: datetime) -> int:
    """Deletes the conversations in which nothing was stored since `before`; their number."""
    silent = (
        select(turns.c.conversation)
        .group_by(turns.c.conversation)
        .having(func.max(turns.c.at) < before)
    )
    ids = list(connection.execute(silent).scalars())
    for conversation in ids:
        forget(connection, conversation)
    return len(ids)


def _of(conversation: str) -> Any:
    return turns.c.conversation == conversation


def _readable() -> Any:
    # The ciphers are decrypted row by row in `_read`: one lost key must not hide the other rows.
    ciphers = (type_coerce(turns.c[name], Text).label(name) for name in ("events", "state"))
    return select(turns.c.number, turns.c.at, *ciphers)


def _read(conversation: str, rows: Iterable[Row]) -> list[StoredTurn]:
    read = []
    for row in rows:
        try:
            events, state = (_load(row.events), _load(row.state))
        except (UndecipherableText, ValueError) as error:
            logger.error("Turn %s of %s is left out: %s", row.number, conversation, error)
            continue
        read.append(StoredTurn(row.number, row.at, events, state))
    return read


def _load(cipher: str) -> Any:
    return json.loads(turns.c.events.type.process_result_value(cipher, None) or "null")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
