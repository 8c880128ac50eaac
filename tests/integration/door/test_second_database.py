"""Two machines, a PostgreSQL each (docs/operations.md, "Two machines"): the first is lost for good,
the second is promoted, and nothing that was acknowledged is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.drill_house import DrillHouse, migrated, servers
from benchmarks.failover import Crowd, drill
from tests.integration.servers import PostgresReplica, PostgresServer, RedisServer

CROWD = Crowd(chatting=6, texting=3, pause=(1, 3), patience=120)
SECONDS_BETWEEN = 4


@pytest.fixture
def pair() -> Iterator[tuple[PostgresServer, PostgresReplica, RedisServer]]:
    """A PostgreSQL, one that follows it, and a Redis."""
    with servers() as (first, redis):
        second = PostgresReplica(first)
        try:
            yield first, second.start(), redis
        finally:
            second.stop()


def test_the_second_database_takes_over_and_nothing_acknowledged_is_lost(
    pair: tuple[PostgresServer, PostgresReplica, RedisServer], tmp_path: Path
) -> None:
    first, second, redis = pair
    name = migrated(first).rpartition("/")[2]
    places = "&".join(f"host=127.0.0.1:{server.port}" for server in (first, second))
    url = f"postgresql://tests@/{name}?{places}&target_session_attrs=read-write"

    def lose_the_first() -> None:
        first.kill()
        second.promote()

    opened = DrillHouse(tmp_path, url, redis.url, scripted=True)
    try:
        blows = [("the first database lost", lose_the_first)]
        outcome = asyncio.run(drill(opened.start(), blows, CROWD, SECONDS_BETWEEN))
    finally:
        opened.stop()
    logs = "\n".join(log.read_text()[-1500:] for log in tmp_path.glob("*.log"))
    ((_, began, over),) = outcome.struck
    assert min(asked for asked, _ in outcome.waits) < began
    assert max(asked for asked, _ in outcome.waits) > over
    # Whoever is being answered in that very moment may be told that it could not be done.
    assert set(outcome.faults) <= {"other words"}, f"{outcome.faults}\n{logs}"
    assert outcome.stuck == 0, logs
