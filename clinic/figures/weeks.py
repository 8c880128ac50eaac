"""Counts what happened in each of the last weeks, by the clinic's own Mondays."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.attention.tables import tasks, unanswered
from clinic.learning.tables import ratings
from clinic.messages.tables import inbound
from clinic.screenings.tables import history, screenings
from clinic.staff.tables import audit_log

SHOWN = 12
ANSWERED = ("turn", "recovered", "channel", "joined")
DECLINED = ("not_covered", "detail", "out_of_scope")
UNCLEAR = ("clarified", "unclear")
CAME = ("arrived", "late", "done")
TAKEN = "took a conversation over"


@dataclass(frozen=True)
class Week:
    """What happened in a week.

    Attributes:
        monday: its first day.
        asked: messages of patients.
        answered: of these, by the assistant.
        by_people: of these, that came while a person had the conversation.
        declined: questions that were not answered: not covered, no more detail, out of scope.
        unclear: questions that were not understood.
        taken: conversations a person took over.
        calls: calls that were wanted.
        booked: visits booked in this week, for whenever.
        came, missed: visits of this week whose patient was there, and was not.
        alerts: safety alerts raised.
        unseen: of these, that nobody has acknowledged.
        minutes: the median time to acknowledge one; None: none was.
        helped, did_not: answers patients rated.
    """

    monday: date
    asked: int
    answered: int
    by_people: int
    declined: int
    unclear: int
    taken: int
    calls: int
    booked: int
    came: int
    missed: int
    alerts: int
    unseen: int
    minutes: float | None
    helped: int
    did_not: int


def weeks(connection: Connection, zone: ZoneInfo, count: int = SHOWN) -> list[Week]:
    """The last weeks, the oldest first; the present one as far as it has come.

    Messages, questions and visits are deleted in time, and count in no week any more.
    """
    today = clock.now().astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(count, -2, -1)]
    edges = [datetime.combine(day, time(0), zone) for day in mondays]

    def counted(column: Any, *conditions: Any) -> list[int]:
        return _counted(connection, column, edges, conditions)

    visits = screenings.c.state == "booked"
    alert, call = tasks.c.kind == "safety_alert", tasks.c.kind == "call_back"
    columns: dict[str, list[Any]] = {
        "asked": counted(inbound.c.received_at),
        "answered": counted(inbound.c.received_at, inbound.c.outcome.in_(ANSWERED)),
        "by_people": counted(inbound.c.received_at, inbound.c.outcome == "person"),
        "declined": counted(unanswered.c.asked_at, unanswered.c.reason.in_(DECLINED)),
        "unclear": counted(unanswered.c.asked_at, unanswered.c.reason.in_(UNCLEAR)),
        "taken": counted(audit_log.c.at, audit_log.c.what == TAKEN),
        "calls": counted(tasks.c.raised_at, call),
        "booked": counted(history.c.at, history.c.what == "booked"),
        "came": counted(screenings.c.starts_at, visits, screenings.c.attendance.in_(CAME)),
        "missed": counted(screenings.c.starts_at, visits, screenings.c.attendance == "no_show"),
        "alerts": counted(tasks.c.raised_at, alert),
        "unseen": counted(tasks.c.raised_at, alert, tasks.c.acknowledged_at.is_(None)),
        "minutes": _minutes(connection, edges),
        "helped": _rated(connection, mondays, helpful=True),
        "did_not": _rated(connection, mondays, helpful=False),
    }
    return [
        Week(day, **{name: values[place] for name, values in columns.items()})
        for place, day in enumerate(mondays[:-1])
    ]


def _counted(
    connection: Connection, column: Any, edges: Sequence[Any], conditions: Sequence[Any]
) -> list[int]:
    """Rows in each stretch between two edges, in one query: one look through the table."""
    return _summed(connection, column, edges, conditions, amount=1)


def _summed(
    connection: Connection,
    column: Any,
    edges: Sequence[Any],
    conditions: Sequence[Any],
    amount: Any,
) -> list[int]:
    stretches = [
        func.coalesce(func.sum(case((and_(column >= first, column < last), amount), else_=0)), 0)
        for first, last in itertools.pairwise(edges)
    ]
    whole = (column >= edges[0], column < edges[-1])
    row = connection.execute(select(*stretches).where(*whole, *conditions)).one()
    return [int(value) for value in row]


def _rated(connection: Connection, mondays: Sequence[date], *, helpful: bool) -> list[int]:
    of = [ratings.c.helpful.is_(helpful)]
    return _summed(connection, ratings.c.day, mondays, of, amount=ratings.c.count)


def _minutes(connection: Connection, edges: Sequence[datetime]) -> list[float | None]:
    rows = connection.execute(
        select(tasks.c.raised_at, tasks.c.acknowledged_at).where(
            tasks.c.kind == "safety_alert",
            tasks.c.acknowledged_at.is_not(None),
            tasks.c.raised_at >= edges[0],
            tasks.c.raised_at < edges[-1],
        )
    ).all()
    found: list[float | None] = []
    for first, last in itertools.pairwise(edges):
        taken = [
            (row.acknowledged_at - row.raised_at).total_seconds() / 60
            for row in rows
            if first <= row.raised_at < last
        ]
        found.append(round(median(taken), 1) if taken else None)
    return found
