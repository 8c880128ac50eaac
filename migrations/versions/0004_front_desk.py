"""Front desk tables."""

revision = "0004_front_desk"
down_revision = "0003_screenings"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
