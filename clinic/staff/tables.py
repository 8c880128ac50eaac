"""The tables of accounts and of the audit log."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from clinic.storage import UtcDateTime, metadata

accounts = Table(
    "staff_accounts",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("password", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", UtcDateTime),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("staff", String(80), nullable=False),
    Column("what", String(80), nullable=False),
    Column("about", Text, nullable=False),
)
