"""A chain over the audit log and the history of visits."""

import sqlalchemy as sa
from alembic import op

from clinic.storage import UtcDateTime

revision = "0019_log_chain"
down_revision = "0018_erasures"

_POSTGRESQL = """
CREATE FUNCTION log_chain_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'log_chain is append-only';
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER log_chain_append_only BEFORE UPDATE OR DELETE ON log_chain
    FOR EACH ROW EXECUTE FUNCTION log_chain_append_only();
"""


# A line of the log may go when it is six years old, by the database's own clock.
_POSTGRESQL_LOG = """
CREATE OR REPLACE FUNCTION audit_log_append_only() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' AND {may_go} THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit_log is append-only';
END
$$ LANGUAGE plpgsql;
"""


def _log_may_go(after_years: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        may_go = "OLD.at < now() - interval '6 years'" if after_years else "false"
        op.execute(_POSTGRESQL_LOG.format(may_go=may_go))
        return
    when = "WHEN OLD.at >= datetime('now', '-6 years') " if after_years else ""
    op.execute("DROP TRIGGER audit_log_no_delete")
    op.execute(
        f"CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log {when}"
        "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END"
    )


def upgrade() -> None:
    _log_may_go(after_years=True)
    op.create_table(
        "log_chain",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("of", sa.String(32), nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("what", sa.String(8), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(8), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
    )
    op.create_index("ix_log_chain_row", "log_chain", ["of", "row"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL)
        return
    for what in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER log_chain_no_{what} BEFORE {what.upper()} ON log_chain "
            "BEGIN SELECT RAISE(ABORT, 'log_chain is append-only'); END"
        )


def downgrade() -> None:
    _log_may_go(after_years=False)
    op.drop_table("log_chain")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION log_chain_append_only()")
