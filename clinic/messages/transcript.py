"""The transcript of a web conversation: what the widget shows, in order, kept over reloads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from clinic import signals
from clinic.clock import now
from clinic.messages import threads
from clinic.messages.models import Sender, WebMessage
from clinic.messages.tables import inbound, web_messages


def append(
    connection: Connection,
    conversation: str,
    *,
    sender: Sender,
    text: str,
    details: Mapping[str, Any] | None = None,
    client_id: str | None = None,
) -> int | None:
    """Adds a message at the end and returns its place; None when the conversation is gone."""
    seq = threads.next_seq(connection, conversation)
    if seq is None:
        return None
    connection.execute(
        web_messages.insert().values(
            conversation=conversation,
            seq=seq,
            id=uuid4().hex,
            sender=sender,
            text=text,
            details=dict(details or {}),
            client_id=client_id,
            at=now(),
        )
    )
    signals.ring(connection, signals.NEWS, conversation)
    signals.ring(connection, signals.DESK, conversation)
    return seq


def note_rated(connection: Connection, conversation: str, seq: int) -> str | None:
    """Notes that an answer was rated; its topic, or None when it can't be or was before."""
    threads.touch(connection, conversation)  # locks it: of two taps at once one counts
    mine = (web_messages.c.conversation == conversation) & (web_messages.c.seq == seq)
    found = connection.execute(select(web_messages.c.details).where(mine)).scalar()
    details: dict[str, Any] = dict(found or {})
    topic = details.get("topic")
    if topic is None or details.get("rated"):
        return None
    values = {"details": {**details, "rated": True}}
    connection.execute(update(web_messages).where(mine).values(**values))
    return str(topic)


def asked_before(connection: Connection, conversation: str, seq: int) -> str | None:
    """The engine's id of the patient's message that a place in a conversation answers."""
    mine = (inbound.c.conversation == conversation) & (inbound.c.seq < seq)
    row = connection.execute(
        select(inbound.c.channel, inbound.c.id).where(mine).order_by(inbound.c.seq.desc()).limit(1)
    ).first()
    return f"{row.channel}-{row.id}" if row else None


def topic_of_answer(connection: Connection, conversation: str, message_id: str) -> str | None:
    """The topic of the answer to a patient's message; None where it is on none, or is not kept.

    Args:
        message_id: the engine's id of the message.
    """
    channel, _, number = message_id.rpartition("-")
    mine = (inbound.c.conversation == conversation) & (inbound.c.channel == channel)
    rows = connection.execute(select(inbound.c.id, inbound.c.seq).where(mine)).all()
    asked = next((row.seq for row in rows if str(row.id) == number), None)
    if asked is None:
        return None
    until = min((row.seq for row in rows if row.seq is not None and row.seq > asked), default=None)
    said = (web_messages.c.conversation == conversation) & (web_messages.c.seq > asked)
    if until is not None:
        said &= web_messages.c.seq < until
    found = connection.execute(select(web_messages.c.details).where(said)).scalars()
    return next((details["topic"] for details in found if details.get("topic")), None)


def since(connection: Connection, conversation: str, after: int, limit: int) -> list[WebMessage]:
    """The messages after a place, in order, at most `limit`."""
    rows = connection.execute(
        select(web_messages)
        .where(web_messages.c.conversation == conversation, web_messages.c.seq > after)
        .order_by(web_messages.c.seq)
        .limit(limit)
    )
    return [
        WebMessage(row.seq, row.id, row.sender, row.text, row.details, row.client_id, row.at)
        for row in rows
    ]
