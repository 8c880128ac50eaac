"""The server of both web apps sleeps while nobody asks, and ends as soon as it is told."""

import asyncio
import signal

import pytest
from starlette.applications import Starlette

from serving import server
from serving.server import Server

SECONDS = 20


async def test_it_wakes_once_a_second_and_ends_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "TICK_SECONDS", 600)
    serving = Server(Starlette(), "127.0.0.1", 0)
    serving.config.load()
    ticks: list[int] = []

    async def on_tick(count: int) -> bool:
        ticks.append(count)
        return await Server.on_tick(serving, count)

    monkeypatch.setattr(serving, "on_tick", on_tick)
    running = asyncio.create_task(serving.main_loop())
    await asyncio.sleep(0.1)
    assert ticks == [0]
    serving.handle_exit(signal.SIGTERM, None)
    await asyncio.wait_for(running, SECONDS)
    assert ticks == [0, server.TICKS]


async def test_the_time_that_answers_bear_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "TICK_SECONDS", 0.01)
    monkeypatch.setattr("uvicorn.server.formatdate", lambda at, usegmt: str(at))
    serving = Server(Starlette(), "127.0.0.1", 0)
    serving.config.load()
    running = asyncio.create_task(serving.main_loop())
    await asyncio.sleep(0.05)
    before = serving.server_state.default_headers[0]
    await asyncio.sleep(0.2)
    assert serving.server_state.default_headers[0] > before
    serving.handle_exit(signal.SIGTERM, None)
    await asyncio.wait_for(running, SECONDS)
