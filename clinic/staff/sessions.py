"""Sessions of the staff, kept on the server: what is ended is over, whoever still has its token."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff.tables import sessions

# A working day at the desk, and a lunch away from it. Whoever leaves for longer logs in again.
LONGEST, IDLE = timedelta(hours=12), timedelta(hours=1)
# So long a right password waits for its second factor.
HALF = timedelta(minutes=5)
# How exactly the last use is known: not every page is a write.
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True)
class Session:
    """A session as its owner sees it.

    Attributes:
        id: names it, and opens nothing.
        browser: with what it was begun, such as "Firefox on Windows"; empty where that is unknown.
        began_at, seen_at: since when, and when it was used last.
        own: it is the one that asks.
    """

    id: str
    browser: str
    began_at: datetime
    seen_at: datetime
    own: bool


def open_session(connection: Connection, account: str, browser: str = "") -> str:
    """Begins a session; the token that opens it, of which a hash is kept."""
    return _open(connection, account, browser, awaits_code=False)


def open_half(connection: Connection, account: str) -> str:
    """Notes that an account's password was right, while its second factor is still to come; the
    token with which that is asked for. It opens nothing."""
    return _open(connection, account, "", awaits_code=True)


def half_of(connection: Connection, token: str | None) -> str | None:
    """Whose second factor is still to come; None when it has taken too long."""
    if not token:
        return None
    mine = (sessions.c.token == _hash(token), sessions.c.awaits_code.is_(True))
    row = connection.execute(select(sessions).where(*mine)).first()
    return None if row is None or clock.now() - row.began_at > HALF else str(row.account)


def _open(connection: Connection, account: str, browser: str, awaits_code: bool) -> str:
    now, token = clock.now(), secrets.token_urlsafe(32)
    over = or_(
        sessions.c.began_at < now - LONGEST,
        sessions.c.seen_at < now - IDLE,
        and_(sessions.c.awaits_code.is_(True), sessions.c.began_at < now - HALF),
    )
    connection.execute(delete(sessions).where(over))
    values = {"token": _hash(token), "account": account, "began_at": now, "seen_at": now}
    values |= {"awaits_code": awaits_code, "browser": browser[:40]}
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
    if row is None or row.awaits_code or now - row.began_at > LONGEST or now - row.seen_at > IDLE:
        return None
    if touch and now - row.seen_at > _TOUCH:
        connection.execute(update(sessions).where(mine).values(seen_at=now))
    return str(row.account)


def end_session(connection: Connection, token: str | None) -> None:
    """Ends a session: its token opens nothing any more."""
    if token:
        connection.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def end_sessions_of(connection: Connection, account: str, but: str | None = None) -> None:
    """Ends every session of an account; with `but`, a token, all others."""
    others = sessions.c.token != _hash(but) if but else True
    connection.execute(delete(sessions).where(sessions.c.account == account, others))


def sessions_of(connection: Connection, account: str, token: str) -> list[Session]:
    """The sessions of an account that stand, the one that was used last first."""
    now = clock.now()
    rows = connection.execute(
        select(sessions)
        .where(
            sessions.c.account == account,
            sessions.c.awaits_code.is_(False),
            sessions.c.began_at >= now - LONGEST,
            sessions.c.seen_at >= now - IDLE,
        )
        .order_by(sessions.c.seen_at.desc(), sessions.c.token)
    )
    own = _hash(token)
    return [
        Session(_id(row.token), row.browser, row.began_at, row.seen_at, row.token == own)
        for row in rows
    ]


def end_one_of(connection: Connection, account: str, session: str) -> bool:
    """Ends one session of an account, by its id; false: it has none of it."""
    mine = select(sessions.c.token).where(sessions.c.account == account)
    ended = [one for one in connection.execute(mine).scalars() if _id(one) == session]
    connection.execute(delete(sessions).where(sessions.c.token.in_(ended)))
    return bool(ended)


def _id(hashed: str) -> str:
    return hashlib.sha256(hashed.encode()).hexdigest()[:16]


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
