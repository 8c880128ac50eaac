"""Signs of life: what a process writes down while it runs, and what it has trouble with."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from clinic import clock
from clinic.health.tables import signs_of_life
from clinic.storage import Database

logger = logging.getLogger(__name__)
BEAT_SECONDS = 10.0
_LONGEST = 300


@dataclass(frozen=True)
class Sign:
    """What a part was last known to be doing.

    Attributes:
        part: "brain", "actions", "worker", or a carrier's channel.
        at: when it said so.
        trouble: what is wrong; empty when nothing is.
        since: since when it has been so.
    """

    part: str
    at: datetime
    trouble: str
    since: datetime


def note(connection: Connection, part: str, trouble: str = "") -> bool:
    """Notes that a part is alive, and what it has trouble with.

    Returns:
        Whether that is news: it had another trouble before, or none.
    """
    now, trouble = clock.now(), trouble[:_LONGEST]
    mine = signs_of_life.c.part == part
    before = connection.execute(select(signs_of_life.c.trouble).where(mine)).scalar_one_or_none()
    if before is None:
        values = {"part": part, "at": now, "trouble": trouble, "since": now}
        try:
            with connection.begin_nested():
                connection.execute(insert(signs_of_life).values(**values))
        except IntegrityError:  # another process of this part has just begun as well
            logger.debug("%s is known already", part)
        return bool(trouble)
    changed = {} if before == trouble else {"since": now}
    connection.execute(update(signs_of_life).where(mine).values(at=now, trouble=trouble, **changed))
    return bool(before != trouble)


def signs(connection: Connection) -> dict[str, Sign]:
    """What every part was last known to be doing, by its name."""
    rows = connection.execute(select(signs_of_life))
    return {row.part: Sign(row.part, row.at, row.trouble, row.since) for row in rows}


def keep_noting(
    database: Database, part: str, trouble: Callable[[], str] = lambda: ""
) -> Callable[[], None]:
    """Notes every few seconds, in a thread of its own, that this process is alive.

    Several processes of one part may do so; the part is alive while one of them is.

    Args:
        trouble: says what the process has trouble with; asked each time.

    Returns:
        What ends it.
    """
    stop = threading.Event()

    def run() -> None:
        failing = False
        while True:
            try:
                with database.begin() as connection:
                    note(connection, part, trouble())
                failing = False
            except Exception as error:
                # Said once: a database that is away is said by everybody.
                if not failing:
                    logger.warning(
                        "%s can't note that it is alive (%s)", part, type(error).__name__
                    )
                failing = True
            if stop.wait(BEAT_SECONDS):
                return

    threading.Thread(target=run, name=f"life of {part}", daemon=True).start()
    return stop.set
