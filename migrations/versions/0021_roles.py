"""What an account may do, and invitations for new ones."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0021_roles"
down_revision = "0020_diary"


def upgrade() -> None:
    # Whoever could do everything until now still can.
    op.add_column(
        "staff_accounts", sa.Column("role", sa.String(8), nullable=False, server_default="owner")
    )
    op.create_table(
        "staff_invitations",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("staff_invitations")
    op.drop_column("staff_accounts", "role")
