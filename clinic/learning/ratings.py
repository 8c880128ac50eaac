"""Whether answers helped, as patients said by one tap: counted by day and topic, without who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection

from clinic.learning.tables import ratings


@dataclass(frozen=True)
class Rated:
    """How often answers on a topic helped, and did not, since `since`."""

    topic: str
    helped: int
    did_not: int
    since: date

    @property
    def share(self) -> float:
        """The part that helped."""
        return self.helped / (self.helped + self.did_not)


def rate(connection: Connection, topic: str, helpful: bool, day: date) -> None:
    """Counts one tap. Two first ones of a day at the same time: the later unit of work fails on
    the key and is tried again."""
    mine = (ratings.c.day == day) & (ratings.c.topic == topic) & (ratings.c.helpful == helpful)
    counted = connection.execute(update(ratings).where(mine).values(count=ratings.c.count + 1))
    if not counted.rowcount:
        first = {"day": day, "topic": topic, "helpful": helpful, "count": 1}
        connection.execute(insert(ratings).values(**first))


def rated(connection: Connection) -> list[Rated]:
    """Each topic that was rated, the one that helped least first."""
    rows = connection.execute(
        select(
            ratings.c.topic,
            ratings.c.helpful,
            func.sum(ratings.c.count).label("taps"),
            func.min(ratings.c.day).label("since"),
        ).group_by(ratings.c.topic, ratings.c.helpful)
    )
    counts: dict[str, dict[bool, int]] = {}
    since: dict[str, date] = {}
    for row in rows:
        counts.setdefault(row.topic, {})[bool(row.helpful)] = int(row.taps)
        since[row.topic] = min(row.since, since.get(row.topic, row.since))
    found = (
        Rated(topic, count.get(True, 0), count.get(False, 0), since[topic])
        for topic, count in counts.items()
    )
    return sorted(found, key=lambda one: (one.share, -one.did_not, one.topic))
