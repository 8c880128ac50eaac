"""The table of numbers that are one person's, as the staff have said."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from clinic.storage import EncryptedText, IndexOf, UtcDateTime, metadata

# Numbers with the same `card` are of one person. A number stands on one card, or on none.
joined = Table(
    "joined_numbers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("card", String(32), nullable=False, index=True),
    Column("phone", EncryptedText, nullable=False),
    Column("phone_index", IndexOf("phone"), nullable=False, unique=True),
    Column("joined_by", String(80), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
)
