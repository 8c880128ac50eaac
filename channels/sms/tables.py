"""The tables of the numbers that text with us: known by a hash of theirs, never by themselves.

They outlive the conversations, which are deleted in time: an opt-out holds until it is taken back.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, String, Table

from clinic.storage import UtcDateTime, metadata

numbers = Table(
    "sms_numbers",
    metadata,
    Column("number_index", String(64), primary_key=True),
    Column("conversation", String(64), nullable=False, unique=True),
    Column("introduced_at", UtcDateTime),
    Column("opted_out_at", UtcDateTime),
    Column("choices_ended_at", UtcDateTime),
    Column("asked_about", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
)

consents = Table(
    "sms_consents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "number_index",
        String(64),
        ForeignKey("sms_numbers.number_index", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("change", String(8), nullable=False),
    Column("how", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
