"""Waiting requests are woken at once in their own process, soon by others, and at the end."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest

from channels.web import bell
from channels.web.bell import Bell


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bell, "LOOK_SECONDS", 0.02)


def nothing(at: datetime) -> dict[str, int]:
    return {}


async def test_a_ring_wakes_those_who_wait_for_this_conversation_only() -> None:
    ringer = Bell(nothing)
    with ringer.listen("c1") as mine, ringer.listen("c2") as other:
        ringer.ring("c1")
        assert mine.is_set()
        assert not other.is_set()


async def test_what_other_processes_change_is_noticed() -> None:
    changes: dict[str, int] = {}
    ringer = Bell(lambda at: dict(changes))
    with ringer.listen("c1") as rung:
        changes["c1"] = 1
        await asyncio.wait_for(rung.wait(), 5)


async def test_a_change_wakes_once_although_it_is_seen_again() -> None:
    ringer = Bell(lambda at: {"c1": 7})
    with ringer.listen("c1") as rung:
        await asyncio.wait_for(rung.wait(), 5)
        rung.clear()
        await asyncio.sleep(0.2)
        assert not rung.is_set()


async def test_one_query_serves_all_who_wait_and_none_is_made_for_nobody() -> None:
    asked: list[datetime] = []

    def ask(at: datetime) -> dict[str, int]:
        asked.append(at)
        return {}

    ringer = Bell(ask)
    with ringer.listen("c1"), ringer.listen("c1"), ringer.listen("c2"):
        await asyncio.sleep(0.1)
    during = len(asked)
    await asyncio.sleep(0.1)
    assert 1 <= during <= 6
    assert len(asked) <= during + 1


async def test_a_failed_look_is_followed_by_another() -> None:
    looks: list[int] = []

    def fail_first(at: datetime) -> dict[str, int]:
        looks.append(1)
        if len(looks) == 1:
            raise RuntimeError("scripted")
        return {"c1": 1}

    ringer = Bell(fail_first)
    with ringer.listen("c1") as rung:
        await asyncio.wait_for(rung.wait(), 5)


async def test_closing_wakes_everybody_and_lets_nobody_wait_again() -> None:
    ringer = Bell(nothing)
    with ringer.listen("c1") as rung:
        ringer.close()
        assert rung.is_set()
    with ringer.listen("c1") as late:
        assert late.is_set()
