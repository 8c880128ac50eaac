"""Counts wrong passwords: by address and by name for strangers, by the place for those we know.

A name counts whether there is such an account or not, so nothing tells the two apart. Somebody who
has logged in from a device or an address before is counted on their own there, so no stranger can
keep them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from clinic.staff.tables import login_failures, login_places
from clinic.storage import blind_index, blind_indexes

FREE_FAILURES, FREE_FAILURES_OF_AN_ADDRESS = 5, 20  # a whole clinic may share an address
LONGEST_PAUSE, FORGOTTEN_AFTER = timedelta(hours=1), timedelta(days=1)
KNOWN_FOR = timedelta(days=180)
_PURPOSE = "login"


@dataclass(frozen=True)
class Place:
    """Where somebody logs in from.

    Attributes:
        address: the network address.
        device: the secret of a browser that has logged in before; None when it has none.
    """

    address: str
    device: str | None = None

    @property
    def traits(self) -> list[str]:
        """What it can be known by, the more certain first."""
        device = [f"device:{self.device}"] if self.device else []
        return [*device, f"address:{self.address}"]


@dataclass(frozen=True)
class Counter:
    """What is counted, and how many wrong passwords are free there."""

    of: str
    free: int


def counters(connection: Connection, name: str, place: Place, now: datetime) -> list[Counter]:
    """What a try from a place at a name is counted under."""
    for trait in place.traits:
        if _is_known(connection, name, trait, now):
            return [Counter(f"place:{name}:{trait}", FREE_FAILURES)]
    return [
        Counter(f"name:{name}", FREE_FAILURES),
        Counter(f"address:{place.address}", FREE_FAILURES_OF_AN_ADDRESS),
    ]


def count(connection: Connection, counted: list[Counter], now: datetime) -> datetime | None:
    """Counts a try as wrong, before its password is looked at: many at once are many tries.

    Returns:
        When the next try is looked at, where there were too many: this one is then not counted
        and not to be looked at. None: look at it.
    """
    connection.execute(delete(login_failures).where(login_failures.c.at < now - FORGOTTEN_AFTER))
    rows = []
    for counter in counted:
        row = _locked_row(connection, counter, now)
        if row.until is not None and row.until > now:
            until: datetime = row.until
            return until
        rows.append((counter, row))
    for counter, row in rows:
        failures = row.failures + 1
        until_next = None if failures < counter.free else now + _pause(failures - counter.free)
        connection.execute(
            update(login_failures)
            .where(login_failures.c.counted == row.counted)
            .values(failures=failures, until=until_next, at=now)
        )
    return None


def forgive(connection: Connection, counted: list[Counter]) -> None:
    """The password was right: nothing counts any more where it was given, and an address has one
    wrong one less."""
    for counter in counted:
        mine = login_failures.c.counted.in_(blind_indexes(counter.of, _PURPOSE))
        if counter.of.removeprefix("code:").startswith("address:"):
            less = {"failures": login_failures.c.failures - 1, "until": None}
            connection.execute(
                update(login_failures).where(mine, login_failures.c.failures > 0).values(**less)
            )
        else:
            connection.execute(delete(login_failures).where(mine))


def remember(connection: Connection, name: str, place: Place, now: datetime) -> None:
    """Knows this place from now on as one of this account."""
    old = login_places.c.last_at < now - KNOWN_FOR
    connection.execute(delete(login_places).where(old))
    for trait in place.traits:
        hashed = blind_index(trait, _PURPOSE)
        mine = (login_places.c.account == name, login_places.c.place == hashed)
        seen = connection.execute(update(login_places).where(*mine).values(last_at=now))
        if not seen.rowcount:
            values = {"account": name, "place": hashed, "last_at": now}
            connection.execute(insert(login_places).values(**values))


def forget_places(connection: Connection, name: str) -> None:
    """Knows no place of an account any more."""
    connection.execute(delete(login_places).where(login_places.c.account == name))


def _is_known(connection: Connection, name: str, trait: str, now: datetime) -> bool:
    mine = select(login_places.c.place).where(
        login_places.c.account == name,
        login_places.c.place.in_(blind_indexes(trait, _PURPOSE)),
        login_places.c.last_at >= now - KNOWN_FOR,
    )
    return connection.execute(mine).first() is not None


def _locked_row(connection: Connection, counter: Counter, now: datetime) -> Row:
    counted = blind_index(counter.of, _PURPOSE)
    mine = select(login_failures).where(login_failures.c.counted == counted).with_for_update()
    row = connection.execute(mine).first()
    if row is None:
        try:
            with connection.begin_nested():
                values = {"counted": counted, "failures": 0, "at": now}
                connection.execute(insert(login_failures).values(**values))
        except IntegrityError:  # somebody else's first try, at the same moment
            pass
        row = connection.execute(mine).one()
    return row


def _pause(beyond: int) -> timedelta:
    """30 seconds after the last free one, doubled with each more, an hour at most."""
    return min(timedelta(seconds=30 * 2.0 ** min(beyond, 10)), LONGEST_PAUSE)
