"""What staff have taught waits here until it is committed: nothing is trained on before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.learning.tables import taught


@dataclass(frozen=True)
class Taught:
    """An example that staff have accepted: its words, what they mean, by whom and when."""

    id: int
    text: str
    intent: str
    staff: str
    at: datetime


def teach(connection: Connection, text: str, intent: str, staff: str) -> None:
    """Keeps an example that was checked (`review.checked`)."""
    values = {"text": text, "intent": intent, "staff": staff, "at": clock.now()}
    connection.execute(insert(taught).values(**values))


def waiting_examples(connection: Connection) -> list[Taught]:
    """What waits to be committed, the oldest first."""
    rows = connection.execute(select(taught).order_by(taught.c.id))
    return [Taught(row.id, row.text, row.intent, row.staff, row.at) for row in rows]


def committed(connection: Connection, ids: Iterable[int]) -> None:
    """Takes off what was committed, or can't be learned after all."""
    connection.execute(delete(taught).where(taught.c.id.in_(list(ids))))
