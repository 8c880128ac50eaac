"""Keys of blind indexes that outlive a rotation: they find who opted out before it."""

import sqlalchemy as sa
from alembic import op

revision = "0014_kept_index_keys"
down_revision = "0013_bound_to_their_place"


def upgrade() -> None:
    op.create_table(
        "kept_index_keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("kept_index_keys")
