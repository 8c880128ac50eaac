"""What staff have taught waits in the database until it is committed."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0011_taught_examples"
down_revision = "0010_what_was_heard"


def upgrade() -> None:
    op.create_table(
        "taught_examples",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("text", EncryptedText, nullable=False),
        sa.Column("intent", sa.String(64), nullable=False),
        sa.Column("staff", sa.String(80), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("taught_examples")
