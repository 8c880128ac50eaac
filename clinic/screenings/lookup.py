"""Finds screenings, and keeps strangers from guessing their way to one."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.engine import Connection, Row

from clinic.screenings.errors import TooManyGuesses, TooManyScreenings, UnknownScreening
from clinic.screenings.models import Actor, Change, Screening, Slot
from clinic.screenings.tables import guesses, history, screenings
from clinic.settings import get_settings
from clinic.storage import blind_index, blind_indexes

# So many wrong look-ups are allowed within the window: for one conversation, one phone number
# and one reference each. A reference has 170 million values; nobody comes near one like this.
ALLOWED = 5
WINDOW = timedelta(hours=1)


def by_reference(connection: Connection, reference: str, *, lock: bool = False) -> Screening:
    """The screening under a reference; with `lock` nobody else changes it until the unit ends.

    Raises:
        UnknownScreening: there is none.
    """
    statement = select(screenings).where(screenings.c.reference == reference)
    if lock:
        statement = statement.with_for_update()
    row = connection.execute(statement).first()
    if row is None:
        raise UnknownScreening(f"no screening has the reference {reference}")
    return as_screening(row)


def by_phone(
    connection: Connection, phone: str, after: datetime, *, begun: bool = False
) -> list[Screening]:
    """The screenings of a number that stand and have not begun at `after`, in order; with `begun`
    those too that are not over."""
    ahead = screenings.c.ends_at if begun else screenings.c.starts_at
    rows = connection.execute(
        select(screenings)
        .where(
            screenings.c.phone_index.in_(blind_indexes(phone)),
            screenings.c.state == "booked",
            ahead > after,
        )
        .order_by(screenings.c.starts_at)
    )
    return [as_screening(row) for row in rows]


def check_room(
    connection: Connection, phone: str, conversation: str | None, after: datetime
) -> None:
    """Lets a patient book who has not as many screenings before them as the settings allow.

    Raises:
        TooManyScreenings: for the number, or from the conversation.
    """
    settings = get_settings()
    standing = select(func.count()).where(
        screenings.c.state == "booked", screenings.c.starts_at > after
    )
    limits: list[tuple[Any, int]] = [
        (screenings.c.phone_index.in_(blind_indexes(phone)), settings.screenings_per_number)
    ]
    if conversation:
        mine = screenings.c.conversation == conversation
        limits.append((mine, settings.screenings_per_conversation))
    for whose, limit in limits:
        if int(connection.execute(standing.where(whose)).scalar_one()) >= limit:
            raise TooManyScreenings(f"{limit} screenings stand already; offer a person")


def all_by_phone(connection: Connection, phone: str) -> list[Screening]:
    """Every screening of a number, over and called off ones too, the newest first."""
    rows = connection.execute(
        select(screenings)
        .where(screenings.c.phone_index.in_(blind_indexes(phone)))
        .order_by(screenings.c.starts_at.desc())
    )
    return [as_screening(row) for row in rows]


def of_conversation(
    connection: Connection, conversation: str, phone: str | None, limit: int = 10
) -> list[Screening]:
    """The screenings booked in a conversation or for its number, the newest first: for staff."""
    mine = screenings.c.conversation == conversation
    if phone:
        mine = or_(mine, screenings.c.phone_index.in_(blind_indexes(phone)))
    rows = connection.execute(
        select(screenings).where(mine).order_by(screenings.c.starts_at.desc()).limit(limit)
    )
    return [as_screening(row) for row in rows]


def between(
    connection: Connection,
    first: datetime,
    last: datetime,
    *,
    cancelled: bool = False,
    limit: int | None = None,
) -> list[Screening]:
    """The screenings that begin from `first` (included) to `last` (not), in order; with `limit` no
    more than so many."""
    statement = select(screenings).where(
        screenings.c.starts_at >= first, screenings.c.starts_at < last
    )
    if not cancelled:
        statement = statement.where(screenings.c.state == "booked")
    ordered = statement.order_by(screenings.c.starts_at, screenings.c.therapist)
    rows = connection.execute(ordered.limit(limit))
    return [as_screening(row) for row in rows]


def by_ids(connection: Connection, ids: Collection[int]) -> list[Screening]:
    """The screenings of these numbers, in order."""
    rows = connection.execute(
        select(screenings).where(screenings.c.id.in_(list(ids))).order_by(screenings.c.starts_at)
    )
    return [as_screening(row) for row in rows]


def guessed(
    connection: Connection, reference: str, phone: str, subjects: list[str], now: datetime
) -> Screening | None:
    """The screening when reference and phone belong together; else the guess is counted.

    Call in a unit of work that is committed, so that a wrong guess stays counted.

    Args:
        subjects: what the guesses are counted under, see `guess_subjects`.

    Returns:
        The screening, None when the two don't belong together.

    Raises:
        TooManyGuesses: not even looked.
    """
    since = now - WINDOW
    counts = connection.execute(
        select(func.count(), func.min(guesses.c.at))
        .where(guesses.c.subject.in_(subjects), guesses.c.at > since)
        .group_by(guesses.c.subject)
    ).all()
    over = [first for count, first in counts if count >= ALLOWED]
    if over:
        raise TooManyGuesses(max(over) + WINDOW)
    row = connection.execute(select(screenings).where(screenings.c.reference == reference)).first()
    if row is not None and any(
        hmac.compare_digest(row.phone_index, index) for index in blind_indexes(phone)
    ):
        return as_screening(row)
    connection.execute(guesses.insert(), [{"subject": subject, "at": now} for subject in subjects])
    return None


def guess_subjects(reference: str, phone: str, guesser: str) -> list[str]:
    """What a guess is counted under: who guesses, the number and the reference, as keyed hashes."""
    return [
        blind_index(guesser, "guesser"),
        blind_index(phone, "guess"),
        blind_index(reference, "reference"),
    ]


def forget_guesses(connection: Connection, now: datetime) -> int:
    """Deletes guesses that no longer count; returns how many."""
    return connection.execute(delete(guesses).where(guesses.c.at <= now - WINDOW)).rowcount


def had_visit(connection: Connection, phone: str, before: datetime) -> bool:
    """Whether a number had a visit before a time, or has one."""
    known = select(screenings.c.id).where(
        screenings.c.phone_index.in_(blind_indexes(phone)),
        screenings.c.state == "booked",
        screenings.c.starts_at < before,
    )
    return connection.execute(known.limit(1)).first() is not None


def history_of(connection: Connection, screening_id: int) -> list[Change]:
    """All that was done to a screening, the oldest first."""
    rows = connection.execute(
        select(history).where(history.c.screening_id == screening_id).order_by(history.c.id)
    )
    return [_change(row) for row in rows]


def said_of(connection: Connection, screening_ids: Iterable[int]) -> dict[int, Change]:
    """What was last said of visits, by the screenings' numbers: by their patients, that they will
    be there, or be late; to them, that they may choose another time. Word given before a visit was
    moved is not of the visit that stands."""
    rows = connection.execute(
        select(history)
        .where(
            history.c.screening_id.in_(list(screening_ids)),
            history.c.what.in_(("confirmed", "late", "offered", "moved")),
        )
        .order_by(history.c.id)
    )
    last = {row.screening_id: _change(row) for row in rows}
    return {number: change for number, change in last.items() if change.what != "moved"}


def asked_to_choose(connection: Connection, now: datetime) -> list[Screening]:
    """The visits to come whose patients were ever asked to choose another time, in order."""
    asked = select(history.c.screening_id).where(history.c.what == "offered")
    rows = connection.execute(
        select(screenings)
        .where(
            screenings.c.id.in_(asked), screenings.c.state == "booked", screenings.c.starts_at > now
        )
        .order_by(screenings.c.starts_at)
    )
    return [as_screening(row) for row in rows]


def as_screening(row: Row) -> Screening:
    """A row of the table as the value it stands for."""
    return Screening(
        id=row.id,
        reference=row.reference,
        uid=row.uid,
        sequence=row.sequence,
        therapist=row.therapist,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        name=row.name,
        phone=row.phone,
        channel=row.channel,
        conversation=row.conversation,
        state=row.state,
        changed_at=row.changed_at,
        attendance=row.attendance,
    )


def _change(row: Row) -> Change:
    return Change(
        what=row.what,
        at=row.at,
        actor=Actor(row.actor_kind, row.actor_name),
        before=_slot(row.before_starts_at, row.before_therapist, row.before_ends_at),
        after=_slot(row.after_starts_at, row.after_therapist, row.after_ends_at),
        note=row.note,
    )


def _slot(start: Any, therapist: Any, end: Any) -> Slot | None:
    return None if start is None else Slot(start, therapist, end)
