"""The tables of accounts, their sessions and logins, and of the audit log."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from clinic.storage import EncryptedText, UtcDateTime, metadata

accounts = Table(
    "staff_accounts",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("password", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("role", String(8), nullable=False, server_default="owner"),
    Column("licence", String(40)),
)


def _account() -> Column[String]:
    """Whose a row is; it goes with the account."""
    whose = ForeignKey("staff_accounts.name", ondelete="CASCADE")
    return Column("account", String(80), whose, primary_key=True)


# A second factor; `on_since` is empty until its first code was right. `last_step` is the time step
# of the newest code that was used: that one and those before it open nothing any more.
factors = Table(
    "staff_factors",
    metadata,
    _account(),
    Column("secret", EncryptedText, nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("on_since", UtcDateTime),
    Column("last_step", Integer, nullable=False),
)

# Codes for who has lost their phone: each good once, known by its hash.
recovery_codes = Table(
    "staff_recovery_codes", metadata, _account(), Column("code", String(64), primary_key=True)
)

# The calendar feed of a person, known by a hash of its token.
feeds = Table(
    "staff_feeds",
    metadata,
    _account(),
    Column("token", String(64), nullable=False, unique=True),
    Column("made_at", UtcDateTime, nullable=False),
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
    # The password was right, the second factor is still to come: nothing opens with it.
    Column("awaits_code", Boolean, nullable=False, server_default=false()),
    Column("browser", String(40), nullable=False, server_default=""),
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
Index("ix_audit_log_what", audit_log.c.what, audit_log.c.at)
