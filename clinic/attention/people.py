"""Who is writing, as far as they said: a name and a number, whatever the order they come in.

Kept for each conversation apart from its messages, so that an alarm knows a number that was given
long before it, and so that it goes when the conversation does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.attention.tables import people
from clinic.storage import blind_index, is_readable


@dataclass(frozen=True)
class Person:
    """What is known of somebody.

    Attributes:
        name: as they wrote it; None until they did.
        phone: E.164; None until they gave one.
    """

    name: str | None = None
    phone: str | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.phone)

    def then(self, later: Person) -> Person:
        """With what was said later, which counts where both say something."""
        return Person(later.name or self.name, later.phone or self.phone)


def known_person(connection: Connection, conversation: str) -> Person:
    """What is known of whoever writes in a conversation."""
    row = connection.execute(
        select(people.c.name, people.c.phone).where(people.c.conversation == conversation)
    ).first()
    return Person(row.name, row.phone) if row else Person()


def remember_person(connection: Connection, conversation: str, said: Person) -> Person:
    """Keeps what somebody said of themselves; what is known now."""
    before = known_person(connection, conversation)
    now = before.then(said)
    if now == before:
        return now
    values = {"name": now.name, "phone": now.phone, "changed_at": clock.now()}
    if now.phone and is_readable(now.phone):
        values["phone_index"] = blind_index(now.phone)
    mine = people.c.conversation == conversation
    if not connection.execute(update(people).where(mine).values(values)).rowcount:
        connection.execute(insert(people).values(conversation=conversation, **values))
    return now


def forget_person(connection: Connection, conversation: str) -> None:
    """Deletes what a conversation said of its writer; the staff's tasks keep what they have."""
    connection.execute(delete(people).where(people.c.conversation == conversation))


def forget_people_before(connection: Connection, at: datetime) -> None:
    """Deletes what was said before a time and not since."""
    connection.execute(delete(people).where(people.c.changed_at < at))
