"""The tables of screenings.

What keeps two people from one time is the primary key of `screening_cells`: every minute a
therapist is taken, by a screening with its buffer or by a hold, is one row, and a minute can
have one row only. docs/decisions/0007 says why it is done this way on both databases.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from clinic.storage import EncryptedText, IndexOf, UtcDateTime, metadata

screenings = Table(
    "screenings",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("reference", String(8), nullable=False, unique=True),
    Column("uid", String(64), nullable=False, unique=True),
    Column("sequence", Integer, nullable=False),
    Column("therapist", String(32), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("name", EncryptedText, nullable=False),
    Column("phone", EncryptedText, nullable=False),
    Column("phone_index", IndexOf("phone"), nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("conversation", String(64), index=True),
    Column("state", String(16), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("attendance", String(16)),
    CheckConstraint("state IN ('booked', 'cancelled')", name="state"),
    CheckConstraint("starts_at < ends_at", name="order"),
    sqlite_autoincrement=True,
)

Index(
    "ix_screenings_starts_at", screenings.c.starts_at, screenings.c.state, screenings.c.attendance
)

blocks = Table(
    "screening_blocks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("therapist", String(32)),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("weekly", Boolean, nullable=False),
    Column("reason", EncryptedText, nullable=False),
    Column("key", String(160), nullable=False, unique=True),
    Column("made_by", String(80), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

# The therapists' own calendars, and when they are busy by them: see clinic.busy.
busy_calendars = Table(
    "busy_calendars",
    metadata,
    Column("therapist", String(32), primary_key=True),
    # Who has it can read the calendar.
    Column("address", EncryptedText, nullable=False),
    Column("set_by", String(80), nullable=False),
    Column("tried_at", UtcDateTime),
    Column("read_at", UtcDateTime),
    Column("trouble", String(200), nullable=False),
)

busy_times = Table(
    "busy_times",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "therapist",
        ForeignKey("busy_calendars.therapist", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("starts_at", UtcDateTime, nullable=False, index=True),
    Column("ends_at", UtcDateTime, nullable=False),
)

holds = Table(
    "screening_holds",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("holder", String(80), nullable=False, unique=True),
    Column("therapist", String(32), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# `minute` counts from 1970-01-01T00:00Z.
cells = Table(
    "screening_cells",
    metadata,
    Column("therapist", String(32), primary_key=True),
    Column("minute", Integer, primary_key=True, autoincrement=False),
    Column("screening_id", ForeignKey("screenings.id", ondelete="CASCADE"), index=True),
    Column("hold_id", ForeignKey("screening_holds.id", ondelete="CASCADE"), index=True),
    CheckConstraint("(screening_id IS NULL) <> (hold_id IS NULL)", name="one_owner"),
)
Index("ix_screening_cells_minute", cells.c.minute)

# Append-only: triggers refuse every update, and a delete while the screening exists.
history = Table(
    "screening_history",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column(
        "screening_id",
        ForeignKey("screenings.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("key", String(160), nullable=False, unique=True),
    Column("what", String(16), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor_kind", String(16), nullable=False),
    Column("actor_name", String(80), nullable=False),
    Column("before_therapist", String(32)),
    Column("before_starts_at", UtcDateTime),
    Column("before_ends_at", UtcDateTime),
    Column("after_therapist", String(32)),
    Column("after_starts_at", UtcDateTime),
    Column("after_ends_at", UtcDateTime),
    Column("note", EncryptedText),
    CheckConstraint(
        "what IN ('booked', 'moved', 'cancelled', 'confirmed', 'late', 'offered')", name="what"
    ),
    CheckConstraint("actor_kind IN ('patient', 'staff', 'system')", name="actor_kind"),
    sqlite_autoincrement=True,
)

Index("ix_screening_history_at", history.c.at, history.c.what)
_offered = history.c.what == "offered"
Index(
    "ix_screening_history_offered",
    history.c.screening_id,
    sqlite_where=_offered,
    postgresql_where=_offered,
)

# A wrong reference or number, counted for each of the three things that could be guessed with.
guesses = Table(
    "screening_guesses",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("subject", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)
Index("ix_screening_guesses_subject", guesses.c.subject, guesses.c.at)

waiting = Table(
    "screening_waiting",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", EncryptedText, nullable=False),
    Column("phone", EncryptedText, nullable=False),
    Column("phone_index", IndexOf("phone"), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("conversation", String(64), index=True),
    Column("wish", EncryptedText, nullable=False),
    Column("since", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("last_offer", Integer, nullable=False),
    Column("offered_therapist", String(32)),
    Column("offered_starts_at", UtcDateTime),
    Column("offered_ends_at", UtcDateTime),
    Column("offer_until", UtcDateTime),
    CheckConstraint("state IN ('waiting', 'offered', 'booked', 'gone')", name="state"),
    sqlite_autoincrement=True,
)
Index("ix_screening_waiting_state", waiting.c.state, waiting.c.id)
_live = waiting.c.state.in_(["waiting", "offered"])
# A number stands in line once.
Index(
    "uq_screening_waiting_live",
    waiting.c.phone_index,
    unique=True,
    sqlite_where=_live,
    postgresql_where=_live,
)
