"""The diary: what became of a visit, and times that are blocked."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0020_diary"
down_revision = "0019_log_chain"


def upgrade() -> None:
    op.add_column("screenings", sa.Column("attendance", sa.String(16)))
    op.create_table(
        "screening_blocks",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("therapist", sa.String(32)),
        sa.Column("starts_at", UtcDateTime, nullable=False, index=True),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("weekly", sa.Boolean, nullable=False),
        sa.Column("reason", EncryptedText, nullable=False),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("screening_blocks")
    # No table is made anew for it: what refuses changes of the history stays on this one.
    op.drop_column("screenings", "attendance")
