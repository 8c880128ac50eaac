"""The calendar feed of each person: an address of their own, that ends alone."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from clinic import clock
from clinic.staff.tables import feeds


def make_feed(connection: Connection, account: str) -> str:
    """Makes the token of somebody's feed, of which a hash is kept; an earlier one ends."""
    token = secrets.token_hex(20)
    end_feed(connection, account)
    values = {"account": account, "token": _hash(token), "made_at": clock.now()}
    connection.execute(insert(feeds).values(**values))
    return token


def end_feed(connection: Connection, account: str) -> bool:
    """Ends somebody's feed; false: there was none."""
    return bool(connection.execute(delete(feeds).where(feeds.c.account == account)).rowcount)


def feed_of(connection: Connection, token: str) -> str | None:
    """Whose feed a token opens; None: nobody's."""
    mine = select(feeds.c.account).where(feeds.c.token == _hash(token))
    found: str | None = connection.execute(mine).scalar()
    return found


def feeds_since(connection: Connection) -> dict[str, datetime]:
    """Since when somebody has a feed, by account."""
    rows = connection.execute(select(feeds.c.account, feeds.c.made_at))
    return {row.account: row.made_at for row in rows}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
