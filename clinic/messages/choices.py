"""Buttons as they leave the server: an opaque token each, which only the server can read."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, select
from sqlalchemy.engine import Connection, Row

from clinic.clock import now
from clinic.messages.models import Choice
from clinic.messages.tables import choices

_TOKEN_BYTES = 18


def offer(
    connection: Connection, conversation: str, buttons: Iterable[Mapping[str, Any]]
) -> tuple[Choice, ...]:
    """Stores the buttons of one reply (`title`, `payload`) and returns them with tokens."""
    at, offered = now(), uuid4().hex
    made = tuple(
        Choice(
            secrets.token_urlsafe(_TOKEN_BYTES),
            position,
            str(button["title"]),
            button["payload"],
            at,
        )
        for position, button in enumerate(buttons, 1)
    )
    if made:
        rows = [
            {
                "token": choice.token,
                "conversation": conversation,
                "offer": offered,
                "position": choice.position,
                "label": choice.label,
                "payload": choice.payload,
                "offered_at": at,
            }
            for choice in made
        ]
        connection.execute(choices.insert(), rows)
    return made


def find(connection: Connection, conversation: str, token: str) -> Choice | None:
    """The button with this token, when it was offered in this very conversation."""
    row = connection.execute(
        select(choices).where(choices.c.token == token, choices.c.conversation == conversation)
    ).first()
    return None if row is None else _choice(row)


def latest(
    connection: Connection, conversation: str, before: datetime | None = None
) -> tuple[Choice, ...]:
    """The buttons of the newest reply that had any, in their order.

    Args:
        before: leave out what was offered after this time.
    """
    mine = choices.c.conversation == conversation
    newest = (
        select(choices.c.offer)
        .where(mine if before is None else and_(mine, choices.c.offered_at <= before))
        .order_by(choices.c.offered_at.desc(), choices.c.offer)
        .limit(1)
        .scalar_subquery()
    )
    rows = connection.execute(
        select(choices).where(choices.c.offer == newest).order_by(choices.c.position)
    )
    return tuple(_choice(row) for row in rows)


def _choice(row: Row) -> Choice:
    return Choice(row.token, row.position, row.label, row.payload, row.offered_at)
