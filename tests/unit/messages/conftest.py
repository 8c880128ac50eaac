"""A unit of work on the test's own database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.engine import Connection

from clinic.storage import Database


@pytest.fixture()
def connection(database: Database) -> Iterator[Connection]:
    """One unit of work; tests that need several use `database`."""
    with database.begin() as connection:
        yield connection
