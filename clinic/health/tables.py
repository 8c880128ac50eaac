"""The table of what each process, and the carrier, was last known to be doing."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from clinic.storage import UtcDateTime, metadata

signs_of_life = Table(
    "health",
    metadata,
    Column("part", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    # What is wrong, without anybody's words; empty: nothing is.
    Column("trouble", String(300), nullable=False),
    # Since when it has been as it is.
    Column("since", UtcDateTime, nullable=False),
)
