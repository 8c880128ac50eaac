"""Sessions of the staff, kept on the server: what is ended is over, whoever still has its token."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff.tables import sessions

# A working day at the desk, and a lunch away from it. Whoever leaves for longer logs in again.
LONGEST, IDLE = timedelta(hours=12), timedelta(hours=1)
# How exactly the last use is known: not every page is a write.
_TOUCH = timedelta(minutes=1)


def open_session(connection: Connection, account: str) -> str:
    """Begins a session; the token that opens it, of which a hash is kept."""
    now, token = clock.now(), secrets.token_urlsafe(32)
    over = or_(sessions.c.began_at < now - LONGEST, sessions.c.seen_at < now - IDLE)
    connection.execute(delete(sessions).where(over))
    values = {"token": _hash(token), "account": account, "began_at": now, "seen_at": now}
    connection.execute(insert(sessions).values(**values))
    return token


def account_of(connection: Connection, token: str | None, *, touch: bool = True) -> str | None:
    """Whose session it is; None when it was ended, is too old, or was not used for too long.

    Args:
        touch: it is being used now; not so where a page asks by itself.
    """
    if not token:
        return None
    now, mine = clock.now(), sessions.c.token == _hash(token)
    row = connection.execute(select(sessions).where(mine)).first()
    if row is None or now - row.began_at > LONGEST or now - row.seen_at > IDLE:
        return None
    if touch and now - row.seen_at > _TOUCH:
        connection.execute(update(sessions).where(mine).values(seen_at=now))
    return str(row.account)


def end_session(connection: Connection, token: str | None) -> None:
    """Ends a session: its token opens nothing any more."""
    if token:
        connection.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def end_sessions_of(connection: Connection, account: str) -> None:
    """Ends every session of an account."""
    connection.execute(delete(sessions).where(sessions.c.account == account))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
