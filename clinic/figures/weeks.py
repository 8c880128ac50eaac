"""Counts what happened in each of the last weeks, by the clinic's own Mondays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, literal, select
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

    def counted(column: Any, by: Any, *conditions: Any) -> _Counted:
        return _Counted.of(connection, (column, by), edges, conditions)

    said = counted(inbound.c.received_at, inbound.c.outcome)
    asked = counted(unanswered.c.asked_at, unanswered.c.reason)
    raised = counted(tasks.c.raised_at, tasks.c.kind)
    waits = counted(tasks.c.raised_at, tasks.c.kind, tasks.c.acknowledged_at.is_(None))
    visits = counted(
        screenings.c.starts_at, screenings.c.attendance, screenings.c.state == "booked"
    )
    changed = counted(history.c.at, history.c.what)
    done = counted(audit_log.c.at, audit_log.c.what, audit_log.c.what == TAKEN)
    rated = _Counted.of(
        connection, (ratings.c.day, ratings.c.helpful), mondays, amount=ratings.c.count
    )
    columns: dict[str, list[Any]] = {
        "asked": said.all(),
        "answered": said.under(*ANSWERED),
        "by_people": said.under("person"),
        "declined": asked.under(*DECLINED),
        "unclear": asked.under(*UNCLEAR),
        "taken": done.all(),
        "calls": raised.under("call_back"),
        "booked": changed.under("booked"),
        "came": visits.under(*CAME),
        "missed": visits.under("no_show"),
        "alerts": raised.under("safety_alert"),
        "unseen": waits.under("safety_alert"),
        "minutes": _minutes(connection, edges),
        "helped": rated.under(True),
        "did_not": rated.under(False),
    }
    return [
        Week(day, **{name: values[place] for name, values in columns.items()})
        for place, day in enumerate(mondays[:-1])
    ]


class _Counted:
    """Rows of each week, by the value of a column: one look through the table for all of them."""

    def __init__(self, weeks: int, rows: Iterable[tuple[int, Any, int]]) -> None:
        self._weeks = weeks
        self._rows = list(rows)

    @classmethod
    def of(
        cls,
        connection: Connection,
        columns: tuple[Any, Any],
        edges: Sequence[Any],
        conditions: Sequence[Any] = (),
        amount: Any = None,
    ) -> _Counted:
        """Counts what lies between the edges.

        Args:
            columns: the time, and what it is counted by.
            amount: a column that is added up instead.
        """
        column, by = columns
        week = _week(column, list(enumerate(edges[1:])))
        counted = func.count() if amount is None else func.sum(amount)
        rows = connection.execute(
            select(week.label("week"), by.label("value"), counted)
            .where(column >= edges[0], column < edges[-1], *conditions)
            .group_by("week", "value")
        )
        return cls(len(edges) - 1, [(row[0], row[1], int(row[2])) for row in rows])

    def under(self, *values: Any) -> list[int]:
        """The count of each week under some values."""
        return self._summed(row for row in self._rows if row[1] in values)

    def all(self) -> list[int]:
        """The count of each week, whatever the value."""
        return self._summed(self._rows)

    def _summed(self, rows: Iterable[tuple[int, Any, int]]) -> list[int]:
        found = [0] * self._weeks
        for week, _, count in rows:
            found[week] += count
        return found


def _week(column: Any, ends: Sequence[tuple[int, Any]]) -> Any:
    """The number of the week a time lies in, in few comparisons: there are many rows.

    Args:
        ends: the weeks' numbers, each with when it is over.
    """
    if len(ends) == 1:
        return literal(ends[0][0])
    half = len(ends) // 2
    over = ends[half - 1][1]
    return case((column < over, _week(column, ends[:half])), else_=_week(column, ends[half:]))


def _minutes(connection: Connection, edges: Sequence[datetime]) -> list[float | None]:
    rows = connection.execute(
        select(tasks.c.raised_at, tasks.c.acknowledged_at).where(
            tasks.c.kind == "safety_alert",
            tasks.c.acknowledged_at.is_not(None),
            tasks.c.raised_at >= edges[0],
            tasks.c.raised_at < edges[-1],
        )
    ).all()
    taken: list[list[float]] = [[] for _ in edges[1:]]
    for raised, acknowledged in rows:
        waited = (acknowledged - raised).total_seconds() / 60
        taken[bisect_right(edges, raised) - 1].append(waited)
    return [round(median(week), 1) if week else None for week in taken]
