"""A text message is planned before the engine sees it, and again after a crash."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from channels.sms import turn as sms_turn
from channels.sms.plan import Plan
from channels.sms.turn import SmsTurn
from clinic.clock import now
from clinic.messages import Inbound

MESSAGE = Inbound(1, "sms", "c1", "SM1", "STOP", None, {}, now(), 1, "+14145550123")
OWN, THEIRS = {"text": "the channel's"}, {"text": "the engine's"}


class Engine:
    """Says one thing; remembers what it was told."""

    def __init__(self, fails: bool = False, hangs: bool = False, mute: bool = False) -> None:
        self.fails, self.hangs, self.mute = fails, hangs, mute
        self.told: list[Inbound] = []
        self.saved: list[dict[str, Any]] | None = None

    async def run(self, message: Inbound, replies: list[dict[str, Any]]) -> None:
        self.told.append(message)
        if self.hangs:
            await asyncio.sleep(60)
        if self.fails:
            raise RuntimeError("scripted")
        if not self.mute:
            replies.append(THEIRS)

    async def recall(self, message: Inbound) -> list[dict[str, Any]] | None:
        return self.saved


class Planned:
    """A planner that plans one thing."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def plan(self, message: Inbound) -> Plan:
        return self._plan


FORWARD = Plan([OWN], forward=MESSAGE)
ASIDE = Plan([OWN], aside=replace(MESSAGE, payload="/stop"))
ALONE = Plan([OWN])


async def run(plan: Plan, engine: Engine, message: Inbound = MESSAGE) -> list[dict[str, Any]]:
    replies: list[dict[str, Any]] = []
    await SmsTurn(engine, Planned(plan)).run(message, replies)  # type: ignore[arg-type]
    return replies


async def test_the_channel_speaks_before_the_engine() -> None:
    assert await run(FORWARD, Engine()) == [OWN, THEIRS]


async def test_what_the_channel_answers_alone_the_engine_does_not_see() -> None:
    engine = Engine()
    assert await run(ALONE, engine) == [OWN]
    assert engine.told == []


async def test_the_engine_is_told_aside_and_what_it_says_to_that_is_not_sent() -> None:
    engine = Engine()
    assert await run(ASIDE, engine) == [OWN]
    assert [message.payload for message in engine.told] == ["/stop"]


@pytest.mark.parametrize("engine", [Engine(fails=True), Engine(hangs=True)])
async def test_an_opt_out_is_answered_although_the_engine_is_not_well(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms_turn, "ASIDE_SECONDS", 0.05)
    assert await run(ASIDE, engine) == [OWN]


async def test_an_engine_that_brought_the_process_down_is_not_told_aside_again() -> None:
    engine = Engine()
    assert await run(ASIDE, engine, replace(MESSAGE, attempts=2)) == [OWN]
    assert engine.told == []


@pytest.mark.parametrize(("plan", "said"), [(FORWARD, [OWN, THEIRS]), (ASIDE, [OWN])])
async def test_a_saved_turn_is_said_again_as_it_was(plan: Plan, said: list[dict[str, Any]]) -> None:
    engine = Engine()
    engine.saved = [THEIRS]
    turn = SmsTurn(engine, Planned(plan))  # type: ignore[arg-type]
    assert await turn.recall(MESSAGE) == said


async def test_a_notice_beside_a_turn_that_said_nothing_is_no_answer() -> None:
    assert await run(FORWARD, Engine(mute=True)) == []
    engine = Engine()
    engine.saved = []
    turn = SmsTurn(engine, Planned(FORWARD))  # type: ignore[arg-type]
    assert await turn.recall(MESSAGE) == []


async def test_a_turn_that_was_not_saved_is_not_recalled() -> None:
    turn = SmsTurn(Engine(), Planned(FORWARD))  # type: ignore[arg-type]
    assert await turn.recall(MESSAGE) is None
