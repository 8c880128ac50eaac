"""Threads: a conversation as its channel knows it, and the lease that keeps it in order.

Whoever answers a conversation holds its lease. It is one row, so of several processes one gets
it; it runs out, so that a process that died holds nothing up for long.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from clinic.clock import now
from clinic.languages import ENGLISH
from clinic.messages.tables import inbound, threads
from clinic.storage import blind_index

# A turn takes milliseconds and is given up after seconds; a lease that is older was left behind.
LEASE = timedelta(seconds=30)


def open_thread(
    connection: Connection, conversation: str, channel: str, reach: str | None = None
) -> bool:
    """Begins a thread unless it is there; true when it began now.

    Args:
        conversation: id of at most 64 characters, unguessable and never a phone number.
        channel: the name of the channel it is on.
        reach: where the patient can be reached, kept encrypted.
    """
    if is_open(connection, conversation):
        return False
    at = now()
    row = threads.insert().values(
        conversation=conversation,
        channel=channel,
        reach=reach,
        reach_index=blind_index(reach) if reach else None,
        created_at=at,
        changed_at=at,
        last_seq=0,
    )
    try:
        with connection.begin_nested():
            connection.execute(row)
    except IntegrityError:  # another process began it in this very moment
        return False
    return True


def is_open(connection: Connection, conversation: str) -> bool:
    """Whether there is such a thread: it began and was not deleted."""
    return last_seq(connection, conversation) is not None


def channel_of(connection: Connection, conversation: str) -> str | None:
    """The channel a thread is on; None: no such thread."""
    found: str | None = connection.execute(
        select(threads.c.channel).where(threads.c.conversation == conversation)
    ).scalar()
    return found


def keep_language(connection: Connection, conversation: str, language: str) -> None:
    """Keeps the language a thread is held in from now on."""
    connection.execute(
        update(threads)
        .where(threads.c.conversation == conversation)
        .values(language=None if language == ENGLISH else language)
    )


def language_of(connection: Connection, conversation: str | None, phone: str | None = None) -> str:
    """The language a thread is held in; without one, the newest thread of a phone number."""
    which = threads.c.conversation == conversation
    if conversation is None:
        which = threads.c.reach_index == blind_index(phone or "")
    found = connection.execute(
        select(threads.c.language).where(which).order_by(threads.c.changed_at.desc()).limit(1)
    ).scalar()
    return found or ENGLISH


def last_seq(connection: Connection, conversation: str) -> int | None:
    """The place of a thread's newest web message, 0 before the first; None: no such thread."""
    found: int | None = connection.execute(
        select(threads.c.last_seq).where(threads.c.conversation == conversation)
    ).scalar()
    return found


def changed_since(connection: Connection, at: datetime) -> dict[str, int]:
    """The threads that changed since then, each with the place of its newest web message."""
    rows = connection.execute(
        select(threads.c.conversation, threads.c.last_seq).where(threads.c.changed_at >= at)
    )
    return {row.conversation: row.last_seq for row in rows}


def touch(connection: Connection, conversation: str) -> bool:
    """Marks a thread as changed, and keeps other writers of it waiting until this unit of work
    ends; false: no such thread."""
    return _update(connection, conversation, changed_at=now())


def patient_wrote(connection: Connection, conversation: str) -> bool:
    """Marks a thread as changed by its patient: it is open again at the desk, and unread; false:
    no such thread. Locks it as `touch` does."""
    at = now()
    return _update(
        connection,
        conversation,
        changed_at=at,
        wrote_at=at,
        unread_since=func.coalesce(threads.c.unread_since, at),
        closed_at=None,
        snoozed_until=None,
    )


def mute(connection: Connection, conversation: str, muted: bool) -> None:
    """Notes that a patient wants no more messages here, or wants them again."""
    _update(connection, conversation, muted_at=now() if muted else None)


def is_taken(connection: Connection, conversation: str) -> bool:
    """Whether a person at the clinic answers in a thread instead of the assistant."""
    return taken_by(connection, conversation) is not None


def taken_by(connection: Connection, conversation: str) -> str | None:
    """The account of the person who answers in a thread; None: the assistant does, or there is no
    such thread."""
    found: str | None = connection.execute(
        select(threads.c.taken_by).where(threads.c.conversation == conversation)
    ).scalar()
    return found


def next_seq(connection: Connection, conversation: str) -> int | None:
    """Takes the next place in a thread's transcript; None: no such thread.

    The update locks the row, so places are given in the order in which they become visible.
    """
    if not _update(connection, conversation, changed_at=now(), last_seq=threads.c.last_seq + 1):
        return None
    return last_seq(connection, conversation)


def take_lease(connection: Connection, conversation: str, holder: str) -> bool:
    """Takes or renews the right to answer a thread; false while somebody else has it."""
    at = now()
    free = or_(
        threads.c.lease_until.is_(None),
        threads.c.lease_until < at,
        threads.c.lease_holder == holder,
    )
    return _update(connection, conversation, free, lease_holder=holder, lease_until=at + LEASE)


def holds_lease(connection: Connection, conversation: str, holder: str) -> bool:
    """Whether the lease is still this holder's, kept so until the unit of work ends.

    A holder that was asleep for long may have lost it; what it worked out must not be stored.
    """
    return _update(connection, conversation, threads.c.lease_holder == holder, lease_holder=holder)


def give_lease_back(connection: Connection, conversation: str, holder: str) -> bool:
    """Ends a lease, unless a message arrived that nobody has answered: then false, and the
    holder goes on. One statement, so that no message falls between two holders."""
    waiting = exists().where(
        and_(inbound.c.conversation == conversation, inbound.c.answered_at.is_(None))
    )
    mine = and_(threads.c.lease_holder == holder, ~waiting)
    return _update(connection, conversation, mine, lease_holder=None, lease_until=None)


def drop_lease(connection: Connection, conversation: str, holder: str) -> None:
    """Ends a lease of a holder that can't go on, whatever is waiting."""
    mine = threads.c.lease_holder == holder
    _update(connection, conversation, mine, lease_holder=None, lease_until=None)


def lease_holders(connection: Connection) -> dict[str, list[str]]:
    """Who holds leases, and on which threads."""
    rows = connection.execute(
        select(threads.c.lease_holder, threads.c.conversation).where(
            threads.c.lease_holder.isnot(None)
        )
    )
    held: dict[str, list[str]] = {}
    for row in rows:
        held.setdefault(row.lease_holder, []).append(row.conversation)
    return held


def _update(
    connection: Connection, conversation: str, *conditions: object, **values: object
) -> bool:
    statement = update(threads).where(threads.c.conversation == conversation, *conditions)
    return bool(connection.execute(statement.values(**values)).rowcount)
