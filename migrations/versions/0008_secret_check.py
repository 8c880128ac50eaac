"""A value that only the right secret can read; migrations/env.py writes it."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText

revision = "0008_secret_check"
down_revision = "0007_health"


def upgrade() -> None:
    op.create_table(
        "secret_check",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("value", EncryptedText, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("secret_check")
