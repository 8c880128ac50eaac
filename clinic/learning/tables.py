"""The table of what staff have taught and nobody has committed yet."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from clinic.storage import EncryptedText, UtcDateTime, metadata

taught = Table(
    "taught_examples",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("text", EncryptedText, nullable=False),
    Column("intent", String(64), nullable=False),
    Column("staff", String(80), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)
