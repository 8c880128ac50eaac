"""Takes and frees a therapist's minutes. The database decides who was first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from clinic.screenings.models import Slot
from clinic.screenings.tables import cells, holds


def minutes(slot: Slot, buffer: timedelta) -> range:
    """The minutes a screening takes, its buffer included, counted from 1970-01-01T00:00Z."""
    start = int(slot.starts_at.timestamp() // 60)
    end = int((slot.ends_at + buffer).timestamp() // 60)
    return range(start, end)


def take(
    connection: Connection,
    therapist: str,
    wanted: Iterable[int],
    *,
    screening_id: int | None = None,
    hold_id: int | None = None,
) -> bool:
    """Takes minutes for a screening or a hold; false when somebody has one of them.

    When it is false some minutes may have been taken: the caller's unit of work must end in an
    error, which undoes them. Minutes go in ascending order, so that two takers never wait for
    each other in a circle.
    """
    rows = [
        {"therapist": therapist, "minute": minute, "screening_id": screening_id, "hold_id": hold_id}
        for minute in sorted(wanted)
    ]
    if not rows:
        return True
    statement: Any = (
        postgresql.insert(cells)
        if connection.dialect.name == "postgresql"
        else sqlite.insert(cells)
    )
    result = connection.execute(statement.values(rows).on_conflict_do_nothing())
    return bool(result.rowcount == len(rows))


def free(
    connection: Connection, *, screening_id: int | None = None, hold_id: int | None = None
) -> None:
    """Frees all minutes of a screening or a hold."""
    owner = (
        cells.c.hold_id == hold_id
        if screening_id is None
        else (cells.c.screening_id == screening_id)
    )
    connection.execute(delete(cells).where(owner))


def replace(
    connection: Connection, screening_id: int, therapist: str, wanted: range, before: str
) -> bool:
    """Moves a screening from its minutes to others, new ones first; false when one is taken.

    `before` is the therapist it was with. Two screenings that want each other's time both get
    false at once instead of waiting for each other.
    """
    had = set(
        connection.execute(
            select(cells.c.minute).where(cells.c.screening_id == screening_id)
        ).scalars()
    )
    keeps = had & set(wanted) if before == therapist else set()
    if not take(connection, therapist, set(wanted) - keeps, screening_id=screening_id):
        return False
    gone = had - keeps
    if gone:
        connection.execute(
            delete(cells).where(
                cells.c.screening_id == screening_id,
                cells.c.therapist == before,
                cells.c.minute.in_(gone),
            )
        )
    return True


def taken(
    connection: Connection, first: int, last: int, now: datetime, holders: Sequence[str]
) -> set[tuple[str, int]]:
    """What nobody else can have from minute `first` to `last`: pairs of therapist and minute.

    A hold counts until it expires; those of `holders` don't count.
    """
    others = and_(holds.c.expires_at > now, holds.c.holder.not_in(holders))
    # What one owner has is a stretch without gaps: its ends are enough.
    rows = connection.execute(
        select(cells.c.therapist, func.min(cells.c.minute), func.max(cells.c.minute))
        .select_from(cells.outerjoin(holds, holds.c.id == cells.c.hold_id))
        .where(
            cells.c.minute.between(first, last),
            or_(cells.c.screening_id.is_not(None), others),
        )
        .group_by(cells.c.therapist, cells.c.screening_id, cells.c.hold_id)
    )
    return {
        (therapist, minute) for therapist, begin, end in rows for minute in range(begin, end + 1)
    }


def clear_expired(connection: Connection, therapist: str, wanted: range, now: datetime) -> None:
    """Removes holds that have run out from minutes that are wanted now.

    Holds are locked in order, so that two takers never wait for each other in a circle.
    """
    expired = (
        connection.execute(
            select(holds.c.id)
            .where(
                holds.c.expires_at <= now,
                holds.c.id.in_(
                    select(cells.c.hold_id).where(
                        cells.c.therapist == therapist,
                        cells.c.minute.between(wanted.start, wanted.stop - 1),
                        cells.c.hold_id.is_not(None),
                    )
                ),
            )
            .order_by(holds.c.id)
            .with_for_update()
        )
        .scalars()
        .all()
    )
    if expired:
        connection.execute(delete(holds).where(holds.c.id.in_(expired)))
