"""What the accounts of the staff may do, and invitations by link."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff.tables import accounts, invitations

# Each may what those before it may: look; work with patients; write and review the clinic's
# content; decide who is staff and on call.
Role = Literal["read", "staff", "reviewer", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)
INVITED_FOR = timedelta(days=3)
LONGEST_LICENCE = 40


class LastOwner(ValueError):
    """Nobody else could let anybody in any more."""


class NoInvitation(LookupError):
    """There is no such invitation: it was used, is too old, or never was."""


@dataclass(frozen=True)
class Account:
    """Who can log in.

    Attributes:
        name: with which they do.
        role: what they may.
        created_at: since when there is the account.
        licence: the number of the person's licence as a therapist; None: they have none here.
    """

    name: str
    role: Role
    created_at: datetime
    licence: str | None


def may(role: Role, needs: Role) -> bool:
    """Whether a role may what needs another."""
    return ROLES.index(role) >= ROLES.index(needs)


def role_of(connection: Connection, account: str) -> Role | None:
    """What an account may; None: there is no such account."""
    found: Role | None = connection.execute(
        select(accounts.c.role).where(accounts.c.name == account)
    ).scalar()
    return found


def all_accounts(connection: Connection) -> list[Account]:
    """Who can log in, by name."""
    rows = connection.execute(select(accounts).order_by(accounts.c.name))
    return [Account(row.name, row.role, row.created_at, row.licence) for row in rows]


def give_role(connection: Connection, account: str, role: Role) -> bool:
    """Lets an account do more or less; false when it may just that, or is not there.

    Raises:
        LastOwner
    """
    now = role_of(connection, account)
    if now is None or now == role:
        return False
    check_not_last_owner(connection, account)
    connection.execute(update(accounts).where(accounts.c.name == account).values(role=role))
    return True


def licence_of(connection: Connection, account: str) -> str | None:
    """The licence number of an account's person; None: they have none here."""
    mine = select(accounts.c.licence).where(accounts.c.name == account)
    found: str | None = connection.execute(mine).scalar()
    return found or None


def give_licence(connection: Connection, account: str, licence: str) -> bool:
    """Writes down somebody's licence number, or takes it off where it is empty; false when it
    stands there already, or there is no such account."""
    licence = " ".join(licence.split())[:LONGEST_LICENCE]
    if role_of(connection, account) is None or licence == (licence_of(connection, account) or ""):
        return False
    change = update(accounts).where(accounts.c.name == account).values(licence=licence or None)
    connection.execute(change)
    return True


def check_not_last_owner(connection: Connection, account: str) -> None:
    """Lets an account be taken away, or its role.

    Raises:
        LastOwner
    """
    owners = connection.execute(
        select(accounts.c.name).where(accounts.c.role == "owner").with_for_update()
    ).scalars()
    if list(owners) == [account]:
        raise LastOwner("There has to be an owner. Make somebody else one first.")


def invite(connection: Connection, role: Role, staff: str) -> str:
    """Makes an invitation; its token, of which a hash is kept."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    connection.execute(delete(invitations).where(invitations.c.ends_at <= now))
    values = {"token": _hash(token), "role": role, "made_by": staff}
    connection.execute(insert(invitations).values(ends_at=now + INVITED_FOR, **values))
    return token


def invited_as(connection: Connection, token: str) -> Role:
    """What somebody is invited as.

    Raises:
        NoInvitation
    """
    row = connection.execute(
        select(invitations.c.role).where(
            invitations.c.token == _hash(token), invitations.c.ends_at > clock.now()
        )
    ).first()
    if row is None:
        raise NoInvitation("no such invitation")
    role: Role = row.role
    return role


def use_invitation(connection: Connection, token: str) -> Role:
    """Takes an invitation, so that nobody else can.

    Raises:
        NoInvitation
    """
    role = invited_as(connection, token)
    gone = connection.execute(delete(invitations).where(invitations.c.token == _hash(token)))
    if not gone.rowcount:
        raise NoInvitation("used meanwhile")
    return role


def open_invitations(connection: Connection) -> int:
    """How many invitations nobody has used yet."""
    statement = select(func.count()).where(invitations.c.ends_at > clock.now())
    return int(connection.execute(statement).scalar_one())


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
