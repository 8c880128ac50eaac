"""The tables of what staff have taught and nobody has committed yet, and of ratings."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Integer, String, Table

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

ratings = Table(
    "answer_ratings",
    metadata,
    Column("day", Date, primary_key=True),
    Column("topic", String(64), primary_key=True),
    Column("helpful", Boolean, primary_key=True),
    Column("count", Integer, nullable=False),
)
