"""Drafts of the content, every version of its files, and licence numbers of who reviews them."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0025_publishing"
down_revision = "0024_busy_times"


def upgrade() -> None:
    op.add_column("staff_accounts", sa.Column("licence", sa.String(40)))
    op.create_table(
        "content_versions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("file", sa.String(200), nullable=False, index=True),
        sa.Column("text", sa.Text),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("approved_by", sa.String(80)),
        sa.Column("licence", sa.String(40)),
        sa.Column("draft", sa.Integer),
    )
    op.create_table(
        "content_drafts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("state", sa.String(9), nullable=False, index=True),
        sa.Column("editors", sa.JSON, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("checked_digest", sa.String(64)),
        sa.Column("checked", sa.JSON),
        sa.Column("approved_digest", sa.String(64)),
        sa.Column("approved_by", sa.String(80)),
        sa.Column("licence", sa.String(40)),
        sa.Column("approved_at", UtcDateTime),
    )
    op.create_table(
        "content_draft_files",
        sa.Column(
            "draft",
            sa.Integer,
            sa.ForeignKey("content_drafts.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("file", sa.String(200), primary_key=True),
        sa.Column("base", sa.Text),
        sa.Column("text", sa.Text),
    )


def downgrade() -> None:
    op.drop_table("content_draft_files")
    op.drop_table("content_drafts")
    op.drop_table("content_versions")
    op.drop_column("staff_accounts", "licence")
