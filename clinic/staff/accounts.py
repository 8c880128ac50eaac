"""Accounts of the staff, and logging in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff import second_factor
from clinic.staff.audit import audit
from clinic.staff.passwords import decoy, hash_password, is_right
from clinic.staff.roles import Role
from clinic.staff.sessions import end_sessions_of
from clinic.staff.tables import accounts
from clinic.staff.throttle import (
    Counter,
    Place,
    count,
    counters,
    forget_places,
    forgive,
    remember,
)
from clinic.storage import Database

LONGEST_NAME = 80


class LoginRefused(Exception):
    """Wrong name or password, or too many tries.

    Attributes:
        until: when the next try is looked at; None: at once.
    """

    def __init__(self, until: datetime | None = None) -> None:
        self.until = until
        super().__init__("wrong name or password" if until is None else f"not before {until}")


class AccountExists(ValueError):
    """There is an account of this name already."""


class NotTheFirst(ValueError):
    """Somebody can log in already."""


def add_account(database: Database, name: str, password: str, role: Role = "owner") -> None:
    """Adds a login.

    Args:
        role: what it may.

    Raises:
        AccountExists, WeakPassword, ValueError: for an empty or overlong name.
    """
    name, hashed = _checked(name, password)
    with database.begin() as connection:
        _add(connection, name, hashed, role)


def add_first_account(database: Database, name: str, password: str) -> None:
    """Adds the login of an owner while nobody has one, and its line of the audit log; of two at
    the same moment only one comes to be.

    Raises:
        NotTheFirst, WeakPassword, ValueError: for an empty or overlong name.
    """
    name, hashed = _checked(name, password)
    with database.begin() as connection:
        if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
            connection.execute(text(f"LOCK TABLE {accounts.name} IN SHARE ROW EXCLUSIVE MODE"))
        if connection.execute(select(accounts.c.name).limit(1)).first():
            raise NotTheFirst("there is an account already")
        _add(connection, name, hashed, "owner")
        audit(connection, name, "made the first account")


def _checked(name: str, password: str) -> tuple[str, str]:
    """The name as it is kept, and the password's hash.

    Raises:
        WeakPassword, ValueError
    """
    name = _plain(name)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ValueError(f"give a name of 1 to {LONGEST_NAME} characters")
    return name, hash_password(name, password)


def _add(connection: Connection, name: str, hashed: str, role: Role) -> None:
    if connection.execute(select(accounts.c.name).where(accounts.c.name == name)).first():
        raise AccountExists(f"there is an account {name!r} already")
    connection.execute(
        insert(accounts).values(name=name, password=hashed, created_at=clock.now(), role=role)
    )


def change_password(database: Database, name: str, password: str, keep: str | None = None) -> bool:
    """Gives an account another password and ends its sessions; false: there is no such account.

    Args:
        keep: the token of a session that goes on: of who has changed it.

    Raises:
        WeakPassword
    """
    name = _plain(name)
    hashed = hash_password(name, password)
    with database.begin() as connection:
        changed = connection.execute(
            update(accounts).where(accounts.c.name == name).values(password=hashed)
        )
        end_sessions_of(connection, name, but=keep)
        forget_places(connection, name)
    return bool(changed.rowcount)


def log_in(database: Database, name: str, password: str, place: Place) -> str:
    """The account's name, when the password is right.

    Args:
        place: where the try comes from. Right, it is known as one of the account from now on,
            where no second factor is still to come.

    Raises:
        LoginRefused: it is not right, or there were too many wrong ones.
        TooBusy
    """
    name, now = _plain(name)[:LONGEST_NAME], clock.now()
    mine = select(accounts.c.password).where(accounts.c.name == name)
    with database.begin() as connection:
        counted = counters(connection, name, place, now)
        until = count(connection, counted, now)
        hashed = connection.execute(mine).scalar_one_or_none()
    if until is not None:
        raise LoginRefused(until)
    # As much work for a name there is no account of as for any other.
    right = is_right(hashed or decoy(), password)
    if hashed is None or not right:
        with database.begin() as connection:
            # Not what was typed as a name that is none: it may be a password.
            audit(connection, name if hashed else "somebody", "was refused a login")
        raise LoginRefused
    with database.begin() as connection:
        forgive(connection, counted)
        if not second_factor.is_on(connection, name):
            remember(connection, name, place, now)
    return name


def confirm_login(database: Database, name: str, code: str, place: Place) -> str:
    """Takes the second factor of an account whose password was right.

    Wrong codes are counted as wrong passwords are, apart from them: who knows the password can't
    have their guesses at the code forgiven by it.

    Returns:
        How it was right, for the audit log.

    Raises:
        LoginRefused: it is not right, was used before, or there were too many wrong ones.
    """
    now = clock.now()
    with database.begin() as connection:
        counted = [
            Counter(f"code:{one.of}", one.free) for one in counters(connection, name, place, now)
        ]
        until = count(connection, counted, now)
    if until is not None:
        raise LoginRefused(until)
    with database.begin() as connection:
        how = second_factor.use(connection, name, code)
        if how:
            forgive(connection, counted)
            remember(connection, name, place, now)
        else:
            audit(connection, name, "was refused a login", "by the second factor")
    if how is None:
        raise LoginRefused
    return how


def remove_account(database: Database, name: str) -> bool:
    """Takes a login away, and with it every session it has; false when there is none."""
    name = _plain(name)
    with database.begin() as connection:
        gone = connection.execute(delete(accounts).where(accounts.c.name == name))
        end_sessions_of(connection, name)
        forget_places(connection, name)
    return bool(gone.rowcount)


def account_names(connection: Connection) -> list[str]:
    """Who can log in, by name."""
    return list(connection.execute(select(accounts.c.name).order_by(accounts.c.name)).scalars())


def has_accounts(database: Database) -> bool:
    """Whether anybody can log in yet."""
    with database.read() as connection:
        return bool(connection.execute(select(func.count()).select_from(accounts)).scalar())


def _plain(name: str) -> str:
    return name.strip().lower()
