"""Numbers the staff have joined, and what names or tasks are of a number, found by its hash."""

import sqlalchemy as sa
from alembic import op

from clinic.attention.tables import people, tasks
from clinic.storage import EncryptedText, UtcDateTime, blind_index, is_readable

revision = "0023_patient_cards"
down_revision = "0022_second_factor"

# By table: the column that holds the number, and the row's key.
NUMBERS = {people: ("phone", "conversation"), tasks: ("reach", "id")}


def upgrade() -> None:
    op.create_table(
        "joined_numbers",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("card", sa.String(32), nullable=False, index=True),
        sa.Column("phone", EncryptedText, nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False, unique=True),
        sa.Column("joined_by", sa.String(80), nullable=False),
        sa.Column("joined_at", UtcDateTime, nullable=False),
    )
    connection = op.get_bind()
    for table, (column, key) in NUMBERS.items():
        index = f"{column}_index"
        op.add_column(table.name, sa.Column(index, sa.String(64)))
        op.create_index(f"ix_{table.name}_{index}", table.name, [index])
        known = sa.select(table.c[key], table.c[column]).where(table.c[column].is_not(None))
        for row in connection.execute(known).all():
            if is_readable(row[1]):
                mine = sa.update(table).where(table.c[key] == row[0])
                connection.execute(mine.values({index: blind_index(row[1])}))


def downgrade() -> None:
    for table, (column, _) in NUMBERS.items():
        op.drop_index(f"ix_{table.name}_{column}_index", table.name)
        op.drop_column(table.name, f"{column}_index")
    op.drop_table("joined_numbers")
