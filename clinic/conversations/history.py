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

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from clinic.clock import now
from clinic.conversations.tables import turns
from clinic.storage import UndecipherableText, readable

logger = logging.getLogger(__name__)

Json = dict[str, Any]


class ConversationMovedOn(RuntimeError):
    """Another process added a turn first; what was worked out here rests on an old state."""


@dataclass(frozen=True)
class Stretch:
    """The newest turns of a conversation, or all of them.

    Turns that can't be read (a lost key) are left out and logged.

    Attributes:
        last: number of the conversation's newest turn, whether it can be read or not.
        turns: the events of each turn, oldest first.
        before: the state the stretch begins in; None where the conversation itself begins.
        before_at: when that state was reached.
    """

    last: int
    turns: list[list[Json]]
    before: Json | None = None
    before_at: datetime | None = None


def latest(connection: Connection, conversation: str, count: int) -> Stretch | None:
    """The newest turns of a conversation, at most `count`; None when there is no such one."""
    # One row more than is handed out: the state after it is the one the stretch begins in.
    rows = connection.execute(
        _readable().where(_of(conversation)).order_by(turns.c.number.desc()).limit(count + 1)
    ).all()[::-1]
    if not rows:
        return None
    last = rows[-1].number
    if rows[0].number == 1:
        return Stretch(last, _events(conversation, rows))
    for place, row in enumerate(rows):
        state = _load(conversation, row, "state")
        if state is not None:
            return Stretch(last, _events(conversation, rows[place + 1 :]), state, row.at)
    return Stretch(last, [])


def whole(connection: Connection, conversation: str) -> Stretch | None:
    """Every turn of a conversation; None when there is no such one."""
    rows = connection.execute(_readable().where(_of(conversation)).order_by(turns.c.number)).all()
    return Stretch(rows[-1].number, _events(conversation, rows)) if rows else None


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
    return select(turns.c.number, turns.c.at, turns.c.events, turns.c.state)


def _events(conversation: str, rows: Iterable[Row]) -> list[list[Json]]:
    read = (_load(conversation, row, "events") for row in rows)
    return [events for events in read if events is not None]


def _load(conversation: str, row: Row, column: str) -> Any:
    """A row's events or state; None, and a line in the log, when they can't be read."""
    try:
        return json.loads(readable(getattr(row, column)) or "null")
    except (UndecipherableText, ValueError) as error:
        logger.error("Turn %s of %s is left out: %s", row.number, conversation, error)
        return None


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
