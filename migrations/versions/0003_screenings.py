"""Screenings: who comes when, what is held, the history and the waiting list."""

import sqlalchemy as sa
from alembic import op

revision = "0003_screenings"
down_revision = "0002_messages"

TIME = sa.DateTime(timezone=True)

_POSTGRESQL_APPEND_ONLY = """
CREATE FUNCTION screening_history_append_only() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM screenings WHERE id = OLD.screening_id) THEN
        RAISE EXCEPTION 'screening_history is append-only';
    END IF;
    RETURN OLD;
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER screening_history_append_only BEFORE UPDATE OR DELETE ON screening_history
    FOR EACH ROW EXECUTE FUNCTION screening_history_append_only();
"""

_SQLITE_NO_UPDATE = """
CREATE TRIGGER screening_history_no_update BEFORE UPDATE ON screening_history
BEGIN SELECT RAISE(ABORT, 'screening_history is append-only'); END
"""

_SQLITE_NO_DELETE = """
CREATE TRIGGER screening_history_no_delete BEFORE DELETE ON screening_history
WHEN EXISTS (SELECT 1 FROM screenings WHERE id = OLD.screening_id)
BEGIN SELECT RAISE(ABORT, 'screening_history is append-only'); END
"""


def upgrade() -> None:
    op.create_table(
        "screenings",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("uid", sa.String(64), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("therapist", sa.String(32), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.UniqueConstraint("reference", name="uq_screenings_reference"),
        sa.UniqueConstraint("uid", name="uq_screenings_uid"),
        sa.CheckConstraint("state IN ('booked', 'cancelled')", name="ck_screenings_state"),
        sa.CheckConstraint("starts_at < ends_at", name="ck_screenings_order"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_screenings_starts_at", "screenings", ["starts_at"])
    op.create_index("ix_screenings_phone_index", "screenings", ["phone_index"])

    op.create_table(
        "screening_holds",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("holder", sa.String(80), nullable=False),
        sa.Column("therapist", sa.String(32), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.UniqueConstraint("holder", name="uq_screening_holds_holder"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_screening_holds_expires_at", "screening_holds", ["expires_at"])

    op.create_table(
        "screening_cells",
        sa.Column("therapist", sa.String(32), nullable=False),
        sa.Column("minute", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("screening_id", sa.Integer),
        sa.Column("hold_id", sa.Integer),
        sa.PrimaryKeyConstraint("therapist", "minute", name="pk_screening_cells"),
        sa.ForeignKeyConstraint(
            ["screening_id"],
            ["screenings.id"],
            name="fk_screening_cells_screening_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"],
            ["screening_holds.id"],
            name="fk_screening_cells_hold_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "(screening_id IS NULL) <> (hold_id IS NULL)", name="ck_screening_cells_one_owner"
        ),
    )
    op.create_index("ix_screening_cells_screening_id", "screening_cells", ["screening_id"])
    op.create_index("ix_screening_cells_hold_id", "screening_cells", ["hold_id"])
    op.create_index("ix_screening_cells_minute", "screening_cells", ["minute"])

    op.create_table(
        "screening_history",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("screening_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(160), nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor_kind", sa.String(16), nullable=False),
        sa.Column("actor_name", sa.String(80), nullable=False),
        sa.Column("before_therapist", sa.String(32)),
        sa.Column("before_starts_at", TIME),
        sa.Column("before_ends_at", TIME),
        sa.Column("after_therapist", sa.String(32)),
        sa.Column("after_starts_at", TIME),
        sa.Column("after_ends_at", TIME),
        sa.ForeignKeyConstraint(
            ["screening_id"],
            ["screenings.id"],
            name="fk_screening_history_screening_id",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("key", name="uq_screening_history_key"),
        sa.CheckConstraint(
            "what IN ('booked', 'moved', 'cancelled')", name="ck_screening_history_what"
        ),
        sa.CheckConstraint(
            "actor_kind IN ('patient', 'staff', 'system')", name="ck_screening_history_actor_kind"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_screening_history_screening_id", "screening_history", ["screening_id"])

    op.create_table(
        "screening_guesses",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_screening_guesses_at", "screening_guesses", ["at"])
    op.create_index("ix_screening_guesses_subject", "screening_guesses", ["subject", "at"])

    op.create_table(
        "screening_waiting",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("phone", sa.Text, nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation", sa.String(64)),
        sa.Column("wish", sa.Text, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("last_offer", sa.Integer, nullable=False),
        sa.Column("offered_therapist", sa.String(32)),
        sa.Column("offered_starts_at", TIME),
        sa.Column("offered_ends_at", TIME),
        sa.Column("offer_until", TIME),
        sa.CheckConstraint(
            "state IN ('waiting', 'offered', 'booked', 'gone')", name="ck_screening_waiting_state"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_screening_waiting_conversation", "screening_waiting", ["conversation"])
    op.create_index("ix_screening_waiting_state", "screening_waiting", ["state", "id"])
    op.create_index(
        "uq_screening_waiting_live",
        "screening_waiting",
        ["phone_index"],
        unique=True,
        sqlite_where=sa.text("state IN ('waiting', 'offered')"),
        postgresql_where=sa.text("state IN ('waiting', 'offered')"),
    )

    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_APPEND_ONLY)
    else:
        op.execute(_SQLITE_NO_UPDATE)
        op.execute(_SQLITE_NO_DELETE)


def downgrade() -> None:
    op.drop_table("screening_waiting")
    op.drop_table("screening_guesses")
    op.drop_table("screening_history")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION screening_history_append_only()")
    op.drop_table("screening_cells")
    op.drop_table("screening_holds")
    op.drop_table("screenings")
