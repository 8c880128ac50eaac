"""A second factor, sessions that can be told apart, and a calendar feed for each person."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from clinic.storage import EncryptedText, UtcDateTime

revision = "0022_second_factor"
down_revision = "0021_roles"


def _account() -> sa.Column[Any]:
    whose = sa.ForeignKey("staff_accounts.name", ondelete="CASCADE")
    return sa.Column("account", sa.String(80), whose, primary_key=True)


def upgrade() -> None:
    op.create_table(
        "staff_factors",
        _account(),
        sa.Column("secret", EncryptedText, nullable=False),
        sa.Column("begun_at", UtcDateTime, nullable=False),
        sa.Column("on_since", UtcDateTime),
        sa.Column("last_step", sa.Integer, nullable=False),
    )
    op.create_table(
        "staff_recovery_codes", _account(), sa.Column("code", sa.String(64), primary_key=True)
    )
    op.create_table(
        "staff_feeds",
        _account(),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", UtcDateTime, nullable=False),
    )
    op.add_column(
        "staff_sessions",
        sa.Column("awaits_code", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "staff_sessions",
        sa.Column("browser", sa.String(40), nullable=False, server_default=""),
    )


def downgrade() -> None:
    # A session that still waited for its code would be a whole one to the version before.
    op.execute("DELETE FROM staff_sessions")
    op.drop_column("staff_sessions", "browser")
    op.drop_column("staff_sessions", "awaits_code")
    for table in ("staff_feeds", "staff_recovery_codes", "staff_factors"):
        op.drop_table(table)
