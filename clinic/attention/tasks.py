"""Tasks for the staff: raised once, acknowledged by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import case, delete, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.attention.tables import tasks

TaskKind = Literal["safety_alert", "call_back", "failed_message", "texted_cancel", "other"]
TASK_KINDS: tuple[TaskKind, ...] = get_args(TaskKind)
TIERS = ("E", "C", "U")
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Task:
    """Something the staff should look at.

    Attributes:
        id: its number.
        kind: see `TaskKind`.
        tier: of a safety alert: E, C or U.
        channel, conversation: where it came from; None where there is no conversation.
        reach: how the patient can be reached (E.164), None when that is not known.
        detail: what happened, for a person to read.
        raised_at: when.
        acknowledged_at, acknowledged_by: when somebody saw it, and who; None until then.
    """

    id: int
    kind: TaskKind
    tier: str | None
    channel: str | None
    conversation: str | None
    reach: str | None
    detail: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str | None


def raise_task(
    connection: Connection,
    *,
    kind: TaskKind,
    key: str,
    detail: str,
    channel: str | None = None,
    conversation: str | None = None,
    reach: str | None = None,
    tier: str | None = None,
    at: datetime | None = None,
) -> None:
    """Raises a task; the same key again raises nothing.

    Args:
        connection: of the unit of work in which the reason for it is stored.
        kind: what it is.
        key: names the occasion, such as `safety:<message id>`; at most 200 characters.
        detail: what happened, for a person to read.
        tier: E, C or U for a safety alert.

    Raises:
        ValueError: an unknown kind or tier.
    """
    if kind not in TASK_KINDS or (tier is not None and tier not in TIERS):
        raise ValueError(f"unknown task kind or tier: {kind!r}, {tier!r}")
    if connection.execute(select(tasks.c.id).where(tasks.c.key == key)).first():
        return
    connection.execute(
        insert(tasks).values(
            key=key,
            kind=kind,
            tier=tier,
            channel=channel,
            conversation=conversation,
            reach=reach,
            detail=detail,
            raised_at=at or clock.now(),
        )
    )


def open_tasks(connection: Connection) -> list[Task]:
    """Every task nobody has acknowledged: safety alerts on top, the oldest first."""
    urgency: Any = case(
        (tasks.c.tier == "C", 0), (tasks.c.tier == "E", 0), (tasks.c.tier == "U", 1), else_=2
    )
    rows = connection.execute(
        select(tasks)
        .where(tasks.c.acknowledged_at.is_(None))
        .order_by(urgency, tasks.c.raised_at, tasks.c.id)
    )
    return [_as_task(row._mapping) for row in rows]


def seen_tasks(connection: Connection, limit: int = 10) -> list[Task]:
    """The tasks acknowledged last, the newest first."""
    rows = connection.execute(
        select(tasks)
        .where(tasks.c.acknowledged_at.is_not(None))
        .order_by(tasks.c.acknowledged_at.desc(), tasks.c.id.desc())
        .limit(limit)
    )
    return [_as_task(row._mapping) for row in rows]


def forget_before(connection: Connection, at: datetime) -> int:
    """Deletes the tasks raised before a time that somebody has acknowledged; returns how many."""
    gone = connection.execute(
        delete(tasks).where(tasks.c.raised_at < at, tasks.c.acknowledged_at.is_not(None))
    )
    return gone.rowcount


def acknowledge(connection: Connection, task: int, staff: str, at: datetime | None = None) -> bool:
    """Marks a task as seen; false when it was seen before, or is not there."""
    if not 0 < task <= LARGEST_ID:
        return False
    changed = connection.execute(
        update(tasks)
        .where(tasks.c.id == task, tasks.c.acknowledged_at.is_(None))
        .values(acknowledged_at=at or clock.now(), acknowledged_by=staff)
    )
    return changed.rowcount == 1


def _as_task(row: object) -> Task:
    values = dict(row)  # type: ignore[call-overload]
    values.pop("key")
    return Task(**values)
