"""Keys that outlive the secret they were made from: they find and compare, and open nothing.

A number that texts is known by its hash alone, and a link of the log's chain can't be made anew: a
rotation keeps the keys of these two. They are sealed, and turned like anything else.
"""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from clinic import chained
from clinic.privacy.tables import kept_keys
from clinic.settings import get_settings
from clinic.storage import index_under, is_readable

# What a key is for, and how it is made from the secret.
DERIVED = {"phone": "index:phone", chained.PURPOSE: chained.PURPOSE}


def keep_keys(connection: Connection) -> None:
    """Keeps the keys of the earlier secrets; those that are kept already once."""
    for purpose, derived in DERIVED.items():
        known = set(_kept(connection, purpose))
        for key in get_settings().keys_for(derived)[1:]:
            if key not in known:
                connection.execute(insert(kept_keys).values(purpose=purpose, key=key.hex()))


def keys_of(connection: Connection, purpose: str) -> list[bytes]:
    """The keys of a purpose under every secret there was, the present one first."""
    present = get_settings().keys_for(DERIVED[purpose])
    return list(dict.fromkeys([*present, *_kept(connection, purpose)]))


def all_indexes(connection: Connection, value: str, purpose: str = "phone") -> list[str]:
    """A value's hashes under every secret there was, the present one first."""
    return [index_under(key, value) for key in keys_of(connection, purpose)]


def _kept(connection: Connection, purpose: str) -> list[bytes]:
    kept = select(kept_keys.c.key).where(kept_keys.c.purpose == purpose)
    return [bytes.fromhex(key) for key in connection.execute(kept).scalars() if is_readable(key)]
