"""What waits in the database at this moment, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from clinic import clock
from clinic.attention.tables import tasks
from clinic.health import parts
from clinic.messages.tables import inbound, outbox
from clinic.storage import Database


@dataclass(frozen=True)
class Waits:
    """What waits of one kind.

    Attributes:
        name: "inbox" or "outbox"; of alerts the tier.
        channel: which it came or goes by; empty for alerts.
        size: how many.
        oldest_seconds: how long the first of them has waited.
    """

    name: str
    channel: str
    size: int
    oldest_seconds: float


def queues(database: Database) -> list[Waits]:
    """Messages that want an answer and messages that are to be sent by now, by channel."""
    at = clock.now()
    due = (outbox.c.state == "queued", outbox.c.due_at <= at)
    found: list[Waits] = []
    with database.read() as connection:
        for name, channel, since, conditions in (
            ("inbox", inbound.c.channel, inbound.c.received_at, [inbound.c.answered_at.is_(None)]),
            ("outbox", outbox.c.channel, outbox.c.due_at, list(due)),
        ):
            rows = connection.execute(_counted(channel, since, conditions))
            found += [Waits(name, row[0], row[1], _age(at, row[2])) for row in rows]
    return found


def alerts(database: Database) -> list[Waits]:
    """Alerts that nobody at the desk has seen, by tier."""
    unseen = [tasks.c.kind == "safety_alert", tasks.c.acknowledged_at.is_(None)]
    at = clock.now()
    with database.read() as connection:
        rows = connection.execute(_counted(tasks.c.tier, tasks.c.raised_at, unseen)).all()
    return [Waits(row[0] or "none", "", row[1], _age(at, row[2])) for row in rows]


def parts_up(database: Database) -> dict[str, bool]:
    """Which part does its work, by name."""
    return {part.name: part.ok for part in parts(database)}


def _counted(by: Any, since: Any, conditions: list[Any]) -> Any:
    return select(by, func.count(), func.min(since)).where(*conditions).group_by(by)


def _age(at: datetime, since: datetime) -> float:
    return max((at - since).total_seconds(), 0.0)
