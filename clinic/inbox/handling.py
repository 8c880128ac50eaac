"""What the staff do with a conversation beside answering it: assign, snooze, close, note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from clinic import clock, signals
from clinic.messages.tables import notes, threads

# "note": a person's; "held": what the assistant would have said, had nobody taken over.
NoteKind = Literal["note", "held"]
LONGEST_NOTE = 2_000
SHOWN_NOTES = 100


@dataclass(frozen=True)
class Note:
    """Something written beside a conversation, for the staff only.

    Attributes:
        kind: see `NoteKind`.
        staff: who wrote it; empty for the assistant.
        text: the words.
        at: when.
    """

    kind: NoteKind
    staff: str
    text: str
    at: datetime


def see(connection: Connection, conversation: str) -> bool:
    """Marks a conversation as read up to now; false when there was nothing unread in it."""
    unread = (threads.c.conversation == conversation, threads.c.unread_since.is_not(None))
    changed = connection.execute(update(threads).where(*unread).values(unread_since=None))
    if changed.rowcount:
        signals.ring(connection, signals.DESK, conversation)
    return bool(changed.rowcount)


def unsee(connection: Connection, conversation: str) -> bool:
    """Marks a conversation as unread again."""
    return _set(connection, conversation, unread_since=clock.now())


def assign(connection: Connection, conversation: str, staff: str | None) -> bool:
    """Gives a conversation to somebody, or to nobody; false: there is no such conversation."""
    return _set(connection, conversation, handled_by=staff)


def snooze(connection: Connection, conversation: str, until: datetime) -> bool:
    """Takes a conversation out of sight until a time, or until the patient writes."""
    return _set(connection, conversation, snoozed_until=until)


def close(connection: Connection, conversation: str) -> bool:
    """Closes a conversation; what the patient writes next opens it again."""
    return _set(connection, conversation, closed_at=clock.now(), snoozed_until=None)


def reopen(connection: Connection, conversation: str) -> bool:
    """Opens a conversation that was closed or snoozed."""
    return _set(connection, conversation, closed_at=None, snoozed_until=None)


def add_note(
    connection: Connection,
    conversation: str,
    *,
    staff: str,
    text: str,
    key: str,
    kind: NoteKind = "note",
) -> bool:
    """Writes a note beside a conversation, once for each key.

    Raises:
        ValueError: no words.
    """
    text = text.strip()[:LONGEST_NOTE]
    if not text:
        raise ValueError("A note needs words.")
    known = select(threads.c.conversation).where(threads.c.conversation == conversation)
    same = select(notes.c.id).where(notes.c.key == key)
    if connection.execute(same).first() or not connection.execute(known).first():
        return False
    values = {"conversation": conversation, "key": key, "staff": staff, "kind": kind}
    connection.execute(notes.insert().values(text=text, at=clock.now(), **values))
    signals.ring(connection, signals.DESK, conversation)
    return True


def notes_of(connection: Connection, conversation: str) -> list[Note]:
    """The newest notes beside a conversation, the oldest first."""
    rows = connection.execute(
        select(notes)
        .where(notes.c.conversation == conversation)
        .order_by(notes.c.id.desc())
        .limit(SHOWN_NOTES)
    ).all()
    return [Note(row.kind, row.staff, row.text, row.at) for row in reversed(rows)]


def _set(connection: Connection, conversation: str, **values: object) -> bool:
    changed = connection.execute(
        update(threads).where(threads.c.conversation == conversation).values(**values)
    )
    if changed.rowcount:
        signals.ring(connection, signals.DESK, conversation)
    return bool(changed.rowcount)
