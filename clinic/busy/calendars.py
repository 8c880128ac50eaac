"""Whose own calendar is read from where, and what was read last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from clinic import clock, signals
from clinic.busy.fetching import checked_address
from clinic.content import ClinicFacts
from clinic.screenings.tables import busy_calendars, busy_times


@dataclass(frozen=True)
class OwnCalendar:
    """A therapist's own calendar.

    Attributes:
        therapist: whose (an id).
        address: where it is; a secret.
        set_by: who has set it.
        read_at: when it was read last; None: never.
        trouble: why it could not be read the last time; empty: it could.
    """

    therapist: str
    address: str
    set_by: str
    read_at: datetime | None
    trouble: str

    @property
    def host(self) -> str:
        """Where it is, without what must stay secret."""
        return urlsplit(self.address).hostname or ""


def set_calendar(
    connection: Connection, therapist: str, address: str, clinic: ClinicFacts, staff: str
) -> None:
    """Reads a therapist's own calendar from this address from now on.

    Raises:
        ValueError: there is no such therapist.
        NotFetched: that is no address.
    """
    if therapist not in {one.id for one in clinic.therapists}:
        raise ValueError("There is no such therapist.")
    address = checked_address(address)
    take_away(connection, therapist)
    values = {"therapist": therapist, "address": address, "set_by": staff, "trouble": ""}
    connection.execute(insert(busy_calendars).values(**values))


def take_away(connection: Connection, therapist: str) -> bool:
    """Reads a therapist's calendar no more, and blocks nothing for it; false: there was none."""
    mine = busy_calendars.c.therapist == therapist
    gone = connection.execute(delete(busy_calendars).where(mine)).rowcount
    if gone:
        signals.ring(connection, signals.DESK, signals.DIARY)
    return bool(gone)


def own_calendars(connection: Connection) -> list[OwnCalendar]:
    """Every calendar that is read, by therapist."""
    rows = connection.execute(select(busy_calendars).order_by(busy_calendars.c.therapist))
    return [
        OwnCalendar(row.therapist, row.address, row.set_by, row.read_at, row.trouble)
        for row in rows
    ]


def due(connection: Connection, every: timedelta) -> list[OwnCalendar]:
    """The calendars that were not tried lately, each taken for a try: no other worker gets it."""
    now = clock.now()
    old = or_(busy_calendars.c.tried_at.is_(None), busy_calendars.c.tried_at <= now - every)
    taken = []
    for one in own_calendars(connection):
        mine = busy_calendars.c.therapist == one.therapist
        if connection.execute(
            update(busy_calendars).where(mine, old).values(tried_at=now)
        ).rowcount:
            taken.append(one)
    return taken


def keep(
    connection: Connection, calendar: OwnCalendar, spans: Sequence[tuple[datetime, datetime]]
) -> bool:
    """Keeps what was read in place of what there was; false: the calendar was set anew or taken
    away meanwhile."""
    if calendar not in own_calendars(connection):
        return False
    mine = busy_times.c.therapist == calendar.therapist
    known = select(busy_times.c.starts_at, busy_times.c.ends_at).where(mine)
    before = {(row.starts_at, row.ends_at) for row in connection.execute(known)}
    if before != set(spans):
        connection.execute(delete(busy_times).where(mine))
        rows = [
            {"therapist": calendar.therapist, "starts_at": begin, "ends_at": end}
            for begin, end in spans
        ]
        if rows:
            connection.execute(insert(busy_times), rows)
        signals.ring(connection, signals.DESK, signals.DIARY)
    values = {"read_at": clock.now(), "trouble": ""}
    ours = busy_calendars.c.therapist == calendar.therapist
    connection.execute(update(busy_calendars).where(ours).values(**values))
    return True


def note_trouble(connection: Connection, calendar: OwnCalendar, trouble: str) -> None:
    """Notes why a calendar could not be read; what was read before stays in force."""
    mine = busy_calendars.c.therapist == calendar.therapist
    connection.execute(update(busy_calendars).where(mine).values(trouble=trouble[:200]))
