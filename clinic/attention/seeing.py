"""What somebody at the desk does about a task: they have seen it, or not after all, or called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, true, update
from sqlalchemy.engine import Connection

from clinic import clock, signals
from clinic.attention.tables import task_lines, tasks
from clinic.attention.tasks import (
    CALLED,
    FOR_OWNERS,
    LARGEST_ID,
    NOT_SEEN,
    SEEN,
    add_line,
    one_task,
)


def acknowledge(
    connection: Connection,
    task: int,
    staff: str,
    at: datetime | None = None,
    *,
    up_to: int = LARGEST_ID,
    by_owner: bool = True,
) -> bool:
    """Marks a task as seen.

    Args:
        up_to: the newest line that was there when it was looked at.
        by_owner: whether an owner saw it: others leave open what only owners can do.

    Returns:
        False when it was seen before, is not there, or has got an alarm or another line since:
        it then stays open, to be read.
    """
    if not 0 < task <= LARGEST_ID:
        return False
    newer = select(func.count()).where(
        task_lines.c.task == task, task_lines.c.id > min(max(up_to, 0), LARGEST_ID)
    )
    changed = connection.execute(
        update(tasks)
        .where(
            tasks.c.id == task,
            tasks.c.acknowledged_at.is_(None),
            newer.scalar_subquery() == 0,
            true() if by_owner else tasks.c.kind.not_in(FOR_OWNERS),
        )
        .values(acknowledged_at=at or clock.now(), acknowledged_by=staff)
    )
    if changed.rowcount == 1:
        signals.ring(connection, signals.DESK, signals.ALERTS)
    return changed.rowcount == 1


def take_back(
    connection: Connection,
    task: int,
    staff: str,
    at: datetime | None = None,
    *,
    by_owner: bool = True,
) -> bool:
    """Has a task wait again as if nobody had seen it, who is on call told further; who had marked
    it as seen and who took that back, and when, become lines of it.

    Args:
        by_owner: as it is given to `acknowledge`.

    Returns:
        False when nobody has seen it, it is not there, or only an owner may.
    """
    found = one_task(connection, task)
    if found is None or found.acknowledged_at is None:
        return False
    if found.kind in FOR_OWNERS and not by_owner:
        return False
    changed = connection.execute(
        update(tasks)
        .where(tasks.c.id == task, tasks.c.acknowledged_at == found.acknowledged_at)
        .values(acknowledged_at=None, acknowledged_by=None)
    )
    if changed.rowcount != 1:
        return False
    at = at or clock.now()
    for what, who, when in (
        (SEEN, found.acknowledged_by, found.acknowledged_at),
        (NOT_SEEN, staff, at),
    ):
        key = f"{what}:{task}:{when.isoformat()}"
        add_line(connection, task, key, f"{what} ({who})", at=when)
    return True


def note_call(connection: Connection, task: int, staff: str, at: datetime | None = None) -> bool:
    """Adds to an open task that somebody called and reached nobody.

    Returns:
        False when there is no such task, or it is done.
    """
    open_ones = select(tasks.c.id).where(tasks.c.id == task, tasks.c.acknowledged_at.is_(None))
    if not 0 < task <= LARGEST_ID or connection.execute(open_ones).first() is None:
        return False
    at = at or clock.now()
    key = f"called:{task}:{at.isoformat(timespec='minutes')}"
    return add_line(connection, task, key, f"{CALLED} ({staff})", at=at)
