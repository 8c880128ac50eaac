"""Whether answers helped is counted by topic and day, and by nothing else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.engine import Connection

from clinic.learning import rate, rated
from clinic.learning.tables import ratings
from clinic.storage import Database, metadata

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}")
    metadata.create_all(database.engine)
    with database.begin() as connection:
        yield connection


def test_taps_are_counted_and_what_helped_least_comes_first(connection: Connection) -> None:
    for topic, helpful, day in [
        ("causes", True, TUESDAY),
        ("causes", True, MONDAY),
        ("symptoms", False, MONDAY),
        ("symptoms", False, MONDAY),
        ("symptoms", True, TUESDAY),
    ]:
        rate(connection, topic, helpful, day)
    found = [(one.topic, one.helped, one.did_not, one.since) for one in rated(connection)]
    assert found == [("symptoms", 1, 2, MONDAY), ("causes", 2, 0, MONDAY)]


def test_nothing_of_who_it_was_has_a_place(connection: Connection) -> None:
    assert set(ratings.c.keys()) == {"day", "topic", "helpful", "count"}


def test_without_a_tap_there_is_nothing(connection: Connection) -> None:
    assert rated(connection) == []
