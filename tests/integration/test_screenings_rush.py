"""Many patients at once, in processes of their own, on both databases; some are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from clinic.screenings import tables
from clinic.settings import ROOT
from clinic.storage import Database
from tests.integration.conftest import SECRET
from tests.integration.screenings_world import World, check_invariants, rush_facts

PROCESSES = 8
PATIENTS_EACH = 25


@contextmanager
def rush(
    mode: str, url: str, codes: str, each: int, processes: int = PROCESSES
) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes full of patients, all ready to begin when told; killed in the end."""
    environment = {
        **os.environ,
        "SECRET_KEY": SECRET,
        "PYTHONPATH": str(ROOT),
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    running = []
    try:
        for number in range(processes):
            running.append(
                subprocess.Popen(
                    [
                        *(sys.executable, "-W", "ignore", "-m", "tests.integration.booking_rush"),
                        *(mode, url, str(number * each), str(each)),
                    ],
                    cwd=ROOT,
                    env=environment,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        for process in running:
            process.stdin.write(codes + "\n")
            process.stdin.flush()
        for process in running:
            assert process.stdout.readline() == "ready\n"
        for process in running:
            process.stdin.write("go\n")
            process.stdin.flush()
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


@pytest.fixture()
def rush_world(database: Database) -> World:
    """A clinic with twenty free times."""
    world = World(database, rush_facts())
    world.offered = world.screenings.free_slots()
    assert len(world.offered) == 20
    return world


def test_of_200_patients_at_once_20_get_a_time_and_180_are_told(
    rush_world: World, database_url: str
) -> None:
    codes = " ".join(slot.code for slot in rush_world.offered)
    outcomes: Counter[str] = Counter()
    with rush("book", database_url, codes, PATIENTS_EACH) as running:
        for process in running:
            for line in process.communicate(timeout=300)[0].splitlines():
                times, outcome = line.split(" ", 1)
                outcomes[outcome] += int(times)
    assert outcomes == {"booked": 20, "taken": 180}
    check_invariants(rush_world.database, rush_world.clinic)
    assert rush_world.screenings.free_slots() == []
    with rush_world.database.read() as connection:
        assert (
            connection.execute(select(func.count()).select_from(tables.screenings)).scalar() == 20
        )


def test_nothing_is_left_half_done_by_processes_that_are_killed(
    rush_world: World, database_url: str
) -> None:
    codes = " ".join(slot.code for slot in rush_world.offered)
    for round_ in range(3):
        with rush("churn", database_url, codes, each=4, processes=3) as running:
            for process in running:  # every process is in the middle of something
                for _ in range(3):
                    assert process.stdout.readline() == "progress\n"
            time.sleep(0.1 + 0.2 * round_)
            for process in running:
                process.kill()
        check_invariants(rush_world.database, rush_world.clinic)
    with rush_world.database.read() as connection:
        changes = connection.execute(select(func.count()).select_from(tables.history)).scalar()
    assert changes > 20


def test_a_time_is_free_again_after_its_holder_was_killed(
    rush_world: World, database_url: str
) -> None:
    codes = " ".join(slot.code for slot in rush_world.offered)
    with rush("churn", database_url, codes, each=4, processes=1) as running:
        assert running[0].stdout.readline() == "progress\n"
    rush_world.wait(minutes=11)
    booked = rush_world.screenings.between(rush_world.now, rush_world.offered[-1].ends_at)
    free = rush_world.screenings.free_slots()
    assert len(free) + len(booked) == 20
