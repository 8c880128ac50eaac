"""Sessions on the server, and wrong passwords counted by address, name and place."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0009_logins"
down_revision = "0008_secret_check"


def upgrade() -> None:
    with op.batch_alter_table("staff_accounts") as table:
        table.drop_column("failures")
        table.drop_column("locked_until")
    op.create_table(
        "staff_sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("account", sa.String(80), nullable=False, index=True),
        sa.Column("began_at", UtcDateTime, nullable=False),
        sa.Column("seen_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "login_failures",
        sa.Column("counted", sa.String(64), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", UtcDateTime),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "login_places",
        sa.Column("account", sa.String(80), primary_key=True),
        sa.Column("place", sa.String(64), primary_key=True),
        sa.Column("last_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("login_places")
    op.drop_table("login_failures")
    op.drop_table("staff_sessions")
    with op.batch_alter_table("staff_accounts") as table:
        table.add_column(sa.Column("locked_until", UtcDateTime))
        table.add_column(sa.Column("failures", sa.Integer, nullable=False, server_default="0"))
