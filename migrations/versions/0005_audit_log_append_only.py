"""The audit log is append-only: the database refuses to change or delete a line."""

from alembic import op

revision = "0005_audit_log_append_only"
down_revision = "0004_front_desk"

_POSTGRESQL = """
CREATE FUNCTION audit_log_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'audit_log is append-only';
END
$$ LANGUAGE plpgsql;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE ON audit_log
    FOR EACH ROW EXECUTE FUNCTION audit_log_append_only();
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL)
        return
    for what in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER audit_log_no_{what} BEFORE {what.upper()} ON audit_log "
            "BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_log_append_only ON audit_log")
        op.execute("DROP FUNCTION audit_log_append_only()")
        return
    for what in ("update", "delete"):
        op.execute(f"DROP TRIGGER audit_log_no_{what}")
