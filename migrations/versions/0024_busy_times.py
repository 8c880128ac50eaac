"""When the therapists are busy elsewhere, by their own calendars."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0024_busy_times"
down_revision = "0023_patient_cards"


def upgrade() -> None:
    op.create_table(
        "busy_calendars",
        sa.Column("therapist", sa.String(32), primary_key=True),
        sa.Column("address", EncryptedText, nullable=False),
        sa.Column("set_by", sa.String(80), nullable=False),
        sa.Column("tried_at", UtcDateTime),
        sa.Column("read_at", UtcDateTime),
        sa.Column("trouble", sa.String(200), nullable=False),
    )
    op.create_table(
        "busy_times",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "therapist",
            sa.String(32),
            sa.ForeignKey("busy_calendars.therapist", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("starts_at", UtcDateTime, nullable=False, index=True),
        sa.Column("ends_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("busy_times")
    op.drop_table("busy_calendars")
