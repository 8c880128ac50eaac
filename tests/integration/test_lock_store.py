"""The lock store in each of its three reaches."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from rasa.core.lock_store import LockError

from clinic.settings import ROOT, Settings
from clinic.storage import Database
from engine import redis_lock
from engine.lock_store import OrderedLockStore

Make = Callable[[], OrderedLockStore]

HOLDER = """
import asyncio, sys
from clinic.settings import get_settings
from engine.lock_store import OrderedLockStore

async def hold():
    async with OrderedLockStore().lock("anna"):
        print("held", flush=True)
        await asyncio.sleep(600)

asyncio.run(hold())
"""


@pytest.fixture(params=["process", "postgresql", "redis"])
def reach(request: pytest.FixtureRequest) -> dict[str, str]:
    """The settings of one reach."""
    settings = {"LOCK_STORE": str(request.param)}
    if request.param == "postgresql":
        settings["DATABASE_URL"] = request.getfixturevalue("migrated_postgres_url")
    if request.param == "redis":
        settings["REDIS_URL"] = request.getfixturevalue("redis_url")
    return settings


@pytest.fixture()
def make(reach: dict[str, str]) -> Make:
    """Makes a store, each as another process would have it (but for the reach "process")."""
    settings = Settings.parse_obj({name.lower(): value for name, value in reach.items()})
    url = reach.get("DATABASE_URL")
    return lambda: OrderedLockStore(settings, Database(url) if url else None)


async def use(store: OrderedLockStore, name: str, log: list[str], **kwargs: Any) -> None:
    """Holds the lock for a moment and writes into the log when it came and went."""
    async with store.lock("anna", **kwargs):
        log.append(f"{name} in")
        await asyncio.sleep(0.02)
        log.append(f"{name} out")


async def test_messages_of_one_patient_are_served_one_by_one_in_order(make: Make) -> None:
    store, log = make(), list[str]()
    tasks = []
    for number in range(5):
        tasks.append(asyncio.create_task(use(store, str(number), log)))
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert log == [f"{number} {step}" for number in range(5) for step in ("in", "out")]


async def test_other_patients_do_not_wait(make: Make) -> None:
    store = make()
    async with store.lock("anna"):
        await asyncio.wait_for(_once(store, "ben"), 5)


async def test_the_lock_is_free_after_a_failed_turn(make: Make) -> None:
    store = make()
    with pytest.raises(ZeroDivisionError):
        async with store.lock("anna"):
            raise ZeroDivisionError
    await asyncio.wait_for(_once(store, "anna"), 5)


async def test_a_cancelled_waiter_holds_nothing_up(make: Make) -> None:
    store = make()
    async with store.lock("anna"):
        waiter = asyncio.create_task(_once(store, "anna"))
        await asyncio.sleep(0.05)
        waiter.cancel()
    await asyncio.wait_for(_once(store, "anna"), 5)
    assert not store.is_someone_waiting("anna")


async def test_a_turn_that_hangs_is_an_error_that_says_so(make: Make) -> None:
    store = make()
    async with store.lock("anna"):
        with pytest.raises(LockError, match=r"anna within 0\.2 s"):
            await use(store, "second", [], lock_lifetime=0.2)


@pytest.mark.parametrize("reach", ["postgresql", "redis"], indirect=True)
async def test_two_processes_never_serve_one_patient_at_once(make: Make) -> None:
    stores, log = [make(), make(), make()], list[str]()
    turns = (use(stores[number % 3], str(number), log) for number in range(12))
    await asyncio.gather(*turns)
    assert len(log) == 24
    for entered, left in zip(log[::2], log[1::2], strict=True):
        assert (entered.split()[0], left.split()[1]) == (left.split()[0], "out")


@pytest.mark.parametrize("reach", ["postgresql", "redis"], indirect=True)
async def test_a_cancelled_waiter_behind_another_process_holds_nothing_up(make: Make) -> None:
    first, second = make(), make()
    async with first.lock("anna"):
        waiter = asyncio.create_task(_once(second, "anna"))
        await asyncio.sleep(0.1)
        waiter.cancel()
    await asyncio.wait_for(_once(second, "anna"), 10)


@pytest.mark.parametrize("reach", ["postgresql", "redis"], indirect=True)
async def test_the_lock_of_a_killed_process_is_freed(
    make: Make, reach: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HOLDER],
        cwd=ROOT,
        env={**os.environ, **reach},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockError):
            await use(make(), "too early", [], lock_lifetime=0.3)
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        await asyncio.wait_for(_once(make(), "anna"), 5 * redis_lock.ALIVE_SECONDS)
    finally:
        holder.kill()
        holder.wait()


async def test_postgresql_locks_on_sqlite_are_refused_at_the_start(
    migrated_sqlite_url: str,
) -> None:
    settings = Settings.parse_obj({"lock_store": "postgresql"})
    with pytest.raises(ValueError, match="DATABASE_URL"):
        OrderedLockStore(settings, Database(migrated_sqlite_url))


async def test_a_redis_that_is_gone_is_an_error_that_says_so() -> None:
    settings = Settings.parse_obj({"lock_store": "redis", "redis_url": "redis://127.0.0.1:1/0"})
    with pytest.raises(LockError, match="check that it runs"):
        await _once(OrderedLockStore(settings), "anna")


async def _once(store: OrderedLockStore, conversation: str) -> None:
    async with store.lock(conversation):
        pass
