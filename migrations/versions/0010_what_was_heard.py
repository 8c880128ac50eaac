"""What was heard in a message that raised an alarm, and what the staff say of it."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0010_what_was_heard"
down_revision = "0009_logins"


def upgrade() -> None:
    op.create_table(
        "heard_signs",
        sa.Column("message_id", sa.String(160), primary_key=True),
        sa.Column("conversation", sa.String(128), nullable=False, index=True),
        sa.Column("heard", EncryptedText, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "safety_incidents",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("heard", EncryptedText),
        sa.Column("marked_at", UtcDateTime, nullable=False),
        sa.Column("marked_by", sa.String(80), nullable=False),
        sa.Column("settled_at", UtcDateTime, index=True),
        sa.Column("settled_by", sa.String(80)),
    )


def downgrade() -> None:
    op.drop_table("safety_incidents")
    op.drop_table("heard_signs")
