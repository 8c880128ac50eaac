"""The tables of accounts, their sessions and logins, and of the audit log."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from clinic.storage import UtcDateTime, metadata

accounts = Table(
    "staff_accounts",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("password", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("role", String(8), nullable=False, server_default="owner"),
)

# Links with which somebody makes an account of their own; known by a hash of their token.
invitations = Table(
    "staff_invitations",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("role", String(8), nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)

# A session is known by a hash of its token, as a password is.
sessions = Table(
    "staff_sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", String(80), nullable=False, index=True),
    Column("began_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

# Wrong passwords lately, under a keyed hash of what is counted: a name, an address, a place.
login_failures = Table(
    "login_failures",
    metadata,
    Column("counted", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", UtcDateTime),
    Column("at", UtcDateTime, nullable=False, index=True),
)

# Devices and addresses an account has logged in from, as keyed hashes.
login_places = Table(
    "login_places",
    metadata,
    Column("account", String(80), primary_key=True),
    Column("place", String(64), primary_key=True),
    Column("last_at", UtcDateTime, nullable=False),
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
