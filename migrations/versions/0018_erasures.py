"""Who was erased, so that it is done again after a restore."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0018_erasures"
down_revision = "0017_on_call"


def upgrade() -> None:
    purpose = sa.Column("purpose", sa.String(32), nullable=False, server_default="phone")
    op.add_column("kept_index_keys", purpose)
    op.create_table(
        "privacy_erasures",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("staff", sa.String(80), nullable=False),
        sa.Column("of", sa.Text, nullable=False),
        sa.Column("gone", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("privacy_erasures")
    with op.batch_alter_table("kept_index_keys") as table:
        table.drop_column("purpose")
