"""Deletes what patients wrote: one conversation when asked, all when their time is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, select, update
from sqlalchemy.engine import Connection

from clinic import attention, signals
from clinic.messages.tables import outbox, threads
from clinic.ways import phone_ways


def forget(connection: Connection, conversation: str) -> bool:
    """Deletes a conversation's messages, choices and queued replies; false: there was none.

    Booked screenings stay, they have a history of their own, and so do the text messages that
    are still to be sent about them, and what stands on the staff's tasks. The engine's events are
    deleted by the engine's store.
    """
    mine = outbox.c.conversation == conversation
    still_owed = and_(outbox.c.channel.in_(phone_ways()), outbox.c.state == "queued")
    connection.execute(delete(outbox).where(mine, ~still_owed))
    connection.execute(update(outbox).where(mine).values(conversation=None))
    attention.forget_person(connection, conversation)
    attention.forget_heard(connection, conversation)
    signals.ring(connection, signals.NEWS, conversation)
    result = connection.execute(delete(threads).where(threads.c.conversation == conversation))
    return bool(result.rowcount)


def forget_before(connection: Connection, at: datetime) -> list[str]:
    """Deletes the conversations nothing was written in since then, and sent messages older than
    that; returns the conversations."""
    old = [
        row.conversation
        for row in connection.execute(
            select(threads.c.conversation).where(threads.c.changed_at < at)
        )
    ]
    for conversation in old:
        forget(connection, conversation)
    connection.execute(delete(outbox).where(outbox.c.state != "queued", outbox.c.created_at < at))
    return old
