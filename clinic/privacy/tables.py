"""The tables of what is kept for privacy's sake."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from clinic.storage import EncryptedText, UtcDateTime, metadata

# Keys of blind indexes under which numbers were met before a rotation: they read nothing, they
# only find who opted out.
kept_keys = Table(
    "kept_index_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("purpose", String(32), nullable=False),
    Column("key", EncryptedText, nullable=False),
)

# Who was erased, as hashes and as ids that lead to nobody: it is done again after a restore.
erasures = Table(
    "privacy_erasures",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("staff", String(80), nullable=False),
    # JSON: the hashes of the number and the ids of the conversations.
    Column("of", Text, nullable=False),
    # JSON: how many rows of each table.
    Column("gone", Text, nullable=False),
)
