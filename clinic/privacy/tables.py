"""The tables of what is kept for privacy's sake."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from clinic.storage import EncryptedText, metadata

# Keys of blind indexes under which numbers were met before a rotation: they read nothing, they
# only find who opted out.
kept_keys = Table(
    "kept_index_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("key", EncryptedText, nullable=False),
)
