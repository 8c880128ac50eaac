"""Finds numbers that were met under an earlier secret, also when that secret is forgotten.

A number that texts is known by its hash alone, so a rotation can't hash it anew. What is kept is
the one key its hash was made with: it opens nothing. It is sealed, and turned like anything else.
"""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from clinic.privacy.tables import kept_keys
from clinic.settings import get_settings
from clinic.storage import blind_indexes, index_under, is_readable


def keep_index_keys(connection: Connection, purpose: str = "phone") -> None:
    """Keeps the keys of the earlier secrets; those that are kept already once."""
    known = set(connection.execute(select(kept_keys.c.key)).scalars())
    for key in get_settings().keys_for(f"index:{purpose}")[1:]:
        if key.hex() not in known:
            connection.execute(insert(kept_keys).values(key=key.hex()))


def all_indexes(connection: Connection, value: str, purpose: str = "phone") -> list[str]:
    """A value's hashes under every secret there was, the present one first."""
    kept = connection.execute(select(kept_keys.c.key)).scalars()
    earlier = (index_under(bytes.fromhex(key), value) for key in kept if is_readable(key))
    return list(dict.fromkeys([*blind_indexes(value, purpose), *earlier]))
