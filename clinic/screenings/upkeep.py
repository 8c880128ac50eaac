"""What has to be done from time to time: the worker calls it, anybody may.

Nothing here is needed for a promise to be kept: holds and offers end by the clock whether or not
they have been cleared, so a worker that stands still delays offers and nothing else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.engine import Connection

from clinic import chained
from clinic.screenings import changes, lookup, waiting_list
from clinic.screenings.free_times import FreeTimes
from clinic.screenings.tables import cells, history, holds, screenings, waiting
from clinic.screenings.units import run_unit

# Minutes that have passed are no longer needed to keep two people apart.
KEEP_CELLS = timedelta(days=1)


class Upkeep(FreeTimes):
    """Clears what has run out, serves the waiting list, deletes what is too old."""

    def round(self) -> int:
        """Ends offers and holds that have run out, then offers free times to those who wait.

        Returns:
            How many offers were made.
        """
        now, clinic = self._now(), self._clinic()

        def clear(connection: Connection) -> None:
            waiting_list.end_offers(connection, now)
            connection.execute(delete(holds).where(holds.c.expires_at <= now))
            lookup.forget_guesses(connection, now)

        run_unit(self._database, clear)
        with self._database.read() as connection:
            line = waiting_list.live(connection)
        if not any(entry.state == "waiting" for entry in line):
            return 0
        try:
            offers = run_unit(
                self._database,
                lambda connection: waiting_list.offer_freed(connection, clinic, now),
            )
        except changes.LostRace:
            return 0  # somebody booked it just now; the next round looks again
        return len(offers)

    def prune(self, before: datetime) -> int:
        """Deletes the screenings that were over before a time, with their history, and what
        belongs to them; returns how many.

        The history can't be changed while its screening is there, and goes with it.
        """
        passed = int((self._now() - KEEP_CELLS).timestamp() // 60)

        def work(connection: Connection) -> int:
            connection.execute(delete(cells).where(cells.c.minute < passed))
            connection.execute(
                delete(waiting).where(
                    waiting.c.state.in_(["booked", "gone"]), waiting.c.since < before
                )
            )
            return forget_visits(connection, before)

        return run_unit(self._database, work)


def forget_visits(connection: Connection, before: datetime) -> int:
    """Deletes the screenings that were over before a time, with their history; how many."""
    old = select(screenings.c.id).where(screenings.c.ends_at < before)
    ids = list(connection.execute(old).scalars())
    if ids:
        lines = select(history.c.id).where(history.c.screening_id.in_(ids))
        chained.gone(connection, history, connection.execute(lines).scalars().all())
        connection.execute(delete(screenings).where(screenings.c.id.in_(ids)))
    return len(ids)
