"""Logins: Argon2id, and a pause that grows after wrong passwords."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff.tables import accounts
from clinic.storage import Database

# NIST SP 800-63B asks for at least 8 characters, and for 15 where the password stands alone.
SHORTEST_PASSWORD = 15
FREE_FAILURES = 5
LONGEST_PAUSE = timedelta(hours=1)
_hasher = PasswordHasher()
# Checked when there is no such account, so that an unknown name takes as long as a known one.
_DECOY = _hasher.hash("nobody has this password")


class LoginRefused(Exception):
    """Wrong name or password, or too many tries.

    Attributes:
        until: when the next try is looked at; None: at once.
    """

    def __init__(self, until: datetime | None = None) -> None:
        self.until = until
        super().__init__("wrong name or password" if until is None else f"locked until {until}")


class AccountExists(ValueError):
    """There is an account of this name already."""


class WeakPassword(ValueError):
    """The password is too short, or is the name."""


def add_account(database: Database, name: str, password: str) -> None:
    """Adds a login.

    Raises:
        AccountExists, WeakPassword, ValueError: for an empty or overlong name.
    """
    name = name.strip().lower()
    if not 1 <= len(name) <= 80:
        raise ValueError("give a name of 1 to 80 characters")
    hashed = _hash(name, password)
    with database.begin() as connection:
        if connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
            raise AccountExists(f"there is an account {name!r} already")
        connection.execute(
            insert(accounts).values(name=name, password=hashed, created_at=clock.now(), failures=0)
        )


def change_password(database: Database, name: str, password: str) -> bool:
    """Gives an account another password and unlocks it; false when there is no such account.

    Raises:
        WeakPassword
    """
    hashed = _hash(name, password)
    with database.begin() as connection:
        changed = connection.execute(
            update(accounts)
            .where(accounts.c.name == name.strip().lower())
            .values(password=hashed, failures=0, locked_until=None)
        )
    return bool(changed.rowcount)


def log_in(database: Database, name: str, password: str) -> str:
    """The account's name, when the password is right.

    Raises:
        LoginRefused: it is not, or there were too many wrong ones.
    """
    name, now = name.strip().lower()[:80], clock.now()
    mine = accounts.c.name == name
    # Counted as wrong before it is looked at, so that many tries at once are many tries.
    with database.begin() as connection:
        row = connection.execute(select(accounts).where(mine).with_for_update()).first()
        if row is not None and row.locked_until is not None and row.locked_until > now:
            raise LoginRefused(row.locked_until)
        failures = row.failures + 1 if row is not None else 0
        until = None if failures < FREE_FAILURES else now + _pause(failures)
        connection.execute(
            update(accounts).where(mine).values(failures=failures, locked_until=until)
        )
    right = _verify(row.password if row is not None else _DECOY, password)
    if row is None:
        raise LoginRefused
    if not right:
        raise LoginRefused(until)
    with database.begin() as connection:
        connection.execute(update(accounts).where(mine).values(failures=0, locked_until=None))
    return name


def remove_account(database: Database, name: str) -> bool:
    """Takes a login away, and with it every session it has; false when there is none."""
    with database.begin() as connection:
        gone = connection.execute(delete(accounts).where(accounts.c.name == name.strip().lower()))
    return bool(gone.rowcount)


def session_stamp(connection: Connection, name: str) -> str | None:
    """What a session of this account carries: another after each change of the password, none
    once the account is gone, so that sessions end with what they were opened with."""
    row = connection.execute(select(accounts.c.password).where(accounts.c.name == name)).first()
    return None if row is None else hashlib.sha256(row.password.encode()).hexdigest()[:16]


def has_accounts(database: Database) -> bool:
    """Whether anybody can log in yet."""
    with database.read() as connection:
        return bool(connection.execute(select(func.count()).select_from(accounts)).scalar())


def _hash(name: str, password: str) -> str:
    if len(password) < SHORTEST_PASSWORD or password.lower() == name.lower():
        raise WeakPassword(f"choose a password of at least {SHORTEST_PASSWORD} characters")
    return _hasher.hash(password)


def _verify(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password[:1000])
    except (VerificationError, InvalidHashError):
        return False


def _pause(failures: int) -> timedelta:
    """30 seconds after the fifth wrong password, doubled with each more, an hour at most."""
    doublings = min(failures - FREE_FAILURES, 10)
    return min(timedelta(seconds=30 * 2.0**doublings), LONGEST_PAUSE)
