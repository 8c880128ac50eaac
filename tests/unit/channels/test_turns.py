"""The runner takes stored messages to an answer, whatever the engine does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy.engine import Connection

from channels import turns
from channels.lanes import CONCURRENT_TURNS
from channels.turns import MAX_ATTEMPTS, Line, Reply, TurnRunner
from clinic.attention import open_tasks
from clinic.messages import Arrival, Inbound, claim, complete, open_thread, receive, threads
from clinic.messages.holder import this_process
from clinic.messages.tables import inbound
from clinic.messages.wording import could_not_answer
from clinic.storage import Database

TIMEOUT = 0.3


class Engine:
    """Answers by a function; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.saved: dict[str, list[Reply]] = {}
        self.behave: Callable[[Inbound, list[Reply]], Awaitable[None]] | None = None

    async def run(self, message: Inbound, replies: list[Reply]) -> None:
        self.asked.append(message.text)
        if self.behave:
            await self.behave(message, replies)
        else:
            replies.append({"text": f"re: {message.text}"})

    async def recall(self, message: Inbound) -> list[Reply] | None:
        return self.saved.get(message.message_id)


class World:
    """A runner with its database and engine."""

    def __init__(self, database: Database, early: bool = False, timeout: float = TIMEOUT) -> None:
        self.database, self.engine = database, Engine()
        self.answers: list[str] = []
        self.stored: dict[str, list[str]] = {}
        line = Line(self.engine, self._deliver, early)
        self.runner = TurnRunner(database, {"sms": line}, timeout, self._committed)

    def _deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        self.stored[message.conversation] = [reply["text"] for reply in replies]

    def _committed(self, conversation: str) -> None:
        self.answers += self.stored.pop(conversation, [])

    def arrive(self, text: str, conversation: str = "c1") -> None:
        with self.database.begin() as connection:
            open_thread(connection, conversation, "sms", "+14145550101")
            receive(
                connection,
                Arrival(
                    channel="sms",
                    conversation=conversation,
                    external_id=f"{conversation}-{text}",
                    text=text,
                ),
            )

    async def answered(self, count: int) -> list[str]:
        for _ in range(500):
            if len(self.answers) >= count:
                return self.answers
            await asyncio.sleep(0.01)
        raise AssertionError(f"{len(self.answers)} of {count} answers")

    async def held(self, conversation: str) -> None:
        """Waits until the runner has a conversation's message."""
        for _ in range(500):
            with self.database.read() as connection:
                if any(conversation in held for held in threads.lease_holders(connection).values()):
                    return
            await asyncio.sleep(0.01)
        raise AssertionError(f"{conversation} is not taken")

    def outcomes(self) -> list[str]:
        with self.database.read() as connection:
            rows = connection.execute(select(inbound.c.outcome).order_by(inbound.c.id))
            return [row.outcome for row in rows]


@pytest_asyncio.fixture()
async def world(database: Database) -> AsyncIterator[World]:
    world = World(database)
    yield world
    await world.runner.stop(grace=0.1)


async def test_messages_of_a_conversation_are_answered_in_order(world: World) -> None:
    for text in ("one", "two", "three"):
        world.arrive(text)
        world.runner.wake("c1")
    assert await world.answered(3) == ["re: one", "re: two", "re: three"]


async def test_a_message_that_arrives_during_a_turn_is_answered_after_it(world: World) -> None:
    async def slowly(message: Inbound, replies: list[Reply]) -> None:
        if message.text == "one":
            world.arrive("two")
            world.runner.wake("c1")
            await asyncio.sleep(0.05)
        replies.append({"text": f"re: {message.text}"})

    world.engine.behave = slowly
    world.arrive("one")
    world.runner.wake("c1")
    assert await world.answered(2) == ["re: one", "re: two"]


@pytest.mark.parametrize("early", [True, False])
async def test_replies_of_a_slow_turn_come_before_its_end_only_where_a_channel_takes_them(
    database: Database, monkeypatch: pytest.MonkeyPatch, early: bool
) -> None:
    monkeypatch.setattr(turns, "EARLY_SECONDS", 0.02)
    world = World(database, early)
    seen_before_the_end: list[str] = []

    async def in_parts(message: Inbound, replies: list[Reply]) -> None:
        replies.append({"text": "first"})
        await asyncio.sleep(0.15)
        seen_before_the_end.extend(world.answers)
        replies.append({"text": "second"})

    world.engine.behave = in_parts
    world.arrive("hello")
    world.runner.wake("c1")
    await world.answered(3 if early else 2)
    assert seen_before_the_end == (["first"] if early else [])
    assert world.answers[-2:] == ["first", "second"]
    await world.runner.stop(grace=0.1)


async def test_a_turn_that_lost_its_lease_shows_nothing_early(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "EARLY_SECONDS", 0.02)
    world = World(database, early=True)

    async def robbed(message: Inbound, replies: list[Reply]) -> None:
        with world.database.begin() as connection:
            threads.drop_lease(connection, "c1", this_process())
            claim(connection, "c1", "somebody else")
        replies.append({"text": "too late"})
        await asyncio.sleep(0.15)

    world.engine.behave = robbed
    world.arrive("hello")
    world.runner.wake("c1")
    await asyncio.sleep(0.4)
    assert world.answers == []
    await world.runner.stop(grace=0.1)


async def test_conversations_do_not_wait_for_each_other(world: World) -> None:
    released = asyncio.Event()

    async def wait_for_the_other(message: Inbound, replies: list[Reply]) -> None:
        if message.conversation == "c1":
            await released.wait()
        else:
            released.set()
        replies.append({"text": f"re: {message.conversation}"})

    world.engine.behave = wait_for_the_other
    world.arrive("hello", "c1")
    world.arrive("hello", "c2")
    world.runner.wake("c1")
    world.runner.wake("c2")
    assert sorted(await world.answered(2)) == ["re: c1", "re: c2"]


LONG = "The weather was fine and I went for a walk. " * 40


@pytest.mark.parametrize("text", ["I can't pee", "no puedo orinar", f"{LONG} I can't pee. {LONG}"])
async def test_an_alarm_waits_for_none_of_many_long_messages_by_strangers(
    database: Database, text: str
) -> None:
    world, strangers = World(database, timeout=60.0), [f"s{n}" for n in range(CONCURRENT_TURNS + 2)]
    begun, released = asyncio.Event(), asyncio.Event()

    async def long_for_strangers(message: Inbound, replies: list[Reply]) -> None:
        if message.conversation in strangers:
            begun.set()
            await released.wait()
        replies.append({"text": f"re: {message.conversation}"})

    world.engine.behave = long_for_strangers
    for name in strangers:
        world.arrive(LONG, name)
        world.runner.wake(name)
    await begun.wait()
    world.arrive(text, "c1")
    world.runner.wake("c1")
    assert await world.answered(1) == ["re: c1"]
    assert world.engine.asked == [LONG, text]
    released.set()
    assert len(await world.answered(len(strangers) + 1)) == len(strangers) + 1
    await world.runner.stop(grace=0.1)


async def test_what_waited_so_long_that_another_process_has_answered_it_is_left_alone(
    database: Database,
) -> None:
    world, released = World(database, timeout=60.0), asyncio.Event()

    async def when_released(message: Inbound, replies: list[Reply]) -> None:
        await released.wait()
        replies.append({"text": f"re: {message.conversation}"})

    world.engine.behave = when_released
    for name in ("c1", "c2"):
        world.arrive(f"{LONG}{name}", name)
        world.runner.wake(name)
        await world.held(name)
    with database.begin() as connection:
        threads.drop_lease(connection, "c2", this_process())
        theirs = claim(connection, "c2", "another")
        assert isinstance(theirs, Inbound)
        complete(connection, theirs, "another", "turn")
    released.set()
    await world.runner.stop(grace=5.0)
    assert world.answers == ["re: c1"]
    assert world.engine.asked == [f"{LONG}c1"]


async def test_what_a_former_process_left_is_answered_at_start(world: World) -> None:
    world.arrive("hello")
    world.runner.start()
    assert await world.answered(1) == ["re: hello"]


async def test_what_a_process_that_is_gone_held_is_answered_at_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "is_gone", lambda holder: holder == "killed")
    world.arrive("hello")
    with world.database.begin() as connection:
        claim(connection, "c1", "killed")
    world.runner.start()
    assert await world.answered(1) == ["re: hello"]


async def test_a_turn_that_was_saved_is_not_run_again(world: World) -> None:
    world.arrive("hello")
    with world.database.begin() as connection:
        left = claim(connection, "c1", "me")
        assert left is not None
        threads.drop_lease(connection, "c1", "me")
    world.engine.saved[left.message_id] = [{"text": "said before"}]
    world.runner.wake("c1")
    assert await world.answered(1) == ["said before"]
    assert world.engine.asked == []
    assert world.outcomes() == ["recovered"]


async def test_a_saved_turn_that_said_nothing_is_not_run_again_either(world: World) -> None:
    world.arrive("hello")
    with world.database.begin() as connection:
        left = claim(connection, "c1", "me")
        assert left is not None
        threads.drop_lease(connection, "c1", "me")
    world.engine.saved[left.message_id] = []
    world.runner.wake("c1")
    assert await world.answered(1) == [could_not_answer()]
    assert world.engine.asked == []


async def test_a_message_that_ends_processes_is_answered_without_the_engine(world: World) -> None:
    world.arrive("hello")
    for _ in range(MAX_ATTEMPTS):
        with world.database.begin() as connection:
            claim(connection, "c1", "me")
            threads.drop_lease(connection, "c1", "me")
    world.runner.wake("c1")
    assert await world.answered(1) == [could_not_answer()]
    assert world.engine.asked == []


async def fail(message: Inbound, replies: list[Reply]) -> None:
    raise RuntimeError("scripted")


async def hang(message: Inbound, replies: list[Reply]) -> None:
    await asyncio.sleep(60)


async def say_nothing(message: Inbound, replies: list[Reply]) -> None:
    return


@pytest.mark.parametrize("trouble", [fail, hang, say_nothing])
async def test_a_turn_without_an_answer_gets_the_channels_own(world: World, trouble: Any) -> None:
    world.engine.behave = trouble
    world.arrive("hello")
    world.runner.wake("c1")
    assert await world.answered(1) == [could_not_answer()]
    assert world.outcomes() == ["fallback"]


async def test_who_got_no_answer_and_can_be_called_is_called_back_once(world: World) -> None:
    world.engine.behave = fail
    for text in ("one", "two"):
        world.arrive(text)
        world.runner.wake("c1")
    await world.answered(2)
    with world.database.read() as connection:
        tasks = [(task.kind, task.reach) for task in open_tasks(connection)]
    assert tasks == [("call_back", "+14145550101")]


async def test_an_alarm_without_an_answer_gets_the_safety_wording_alone(world: World) -> None:
    async def half(message: Inbound, replies: list[Reply]) -> None:
        replies.append({"text": "Let me see."})
        raise RuntimeError("scripted")

    world.engine.behave = half
    world.arrive("I have crushing chest pain and can't breathe")
    world.runner.wake("c1")
    [answer] = await world.answered(1)
    assert "911" in answer
    with world.database.read() as connection:
        assert [(t.kind, t.tier) for t in open_tasks(connection)] == [("safety_alert", "E")]


async def test_a_safety_reply_of_the_engine_stands_although_the_turn_broke_off(
    world: World,
) -> None:
    async def alarm(message: Inbound, replies: list[Reply]) -> None:
        replies.append({"text": "Call 911.", "custom": {"kind": "safety", "banner": "E"}})
        raise RuntimeError("scripted")

    world.engine.behave = alarm
    world.arrive("hello")
    world.runner.wake("c1")
    assert await world.answered(1) == ["Call 911."]
    assert world.outcomes() == ["turn"]


async def test_the_answer_reaches_the_patient_although_staff_can_not_be_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ValueError("scripted")

    monkeypatch.setattr("channels.fallback.attention.raise_task", broken)
    world.engine.behave = fail
    world.arrive("I have crushing chest pain and can't breathe")
    world.runner.wake("c1")
    assert "911" in (await world.answered(1))[0]


async def test_an_answer_that_could_not_be_stored_is_stored_when_the_database_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "SWEEP_SECONDS", 0.05)
    store = world.runner._store
    refused: list[bool] = []

    def refuse_once(*args: Any) -> Any:
        if not refused:
            refused.append(True)
            raise RuntimeError("the database is gone")
        return store(*args)

    monkeypatch.setattr(world.runner, "_store", refuse_once)
    world.arrive("hello")
    world.runner.start()
    assert await world.answered(1) == ["re: hello"]
    assert refused


@pytest.mark.parametrize("trouble", ["slow", "broken"])
async def test_what_the_channel_must_not_lose_is_answered_by_itself_when_the_turn_fails(
    database: Database, trouble: str
) -> None:
    world = World(database)
    stop = {"text": "You are opted out."}
    line = Line(
        world.engine,
        world._deliver,
        instead=lambda message: [stop] if message.text == "STOP" else [],
    )
    runner = TurnRunner(database, {"sms": line}, TIMEOUT, world._committed)

    async def fail(message: Inbound, replies: list[Reply]) -> None:
        if trouble == "broken":
            raise RuntimeError("the plan could not be made")
        await asyncio.sleep(60)

    world.engine.behave = fail
    world.arrive("STOP")
    world.arrive("hello")
    runner.wake("c1")
    assert await world.answered(2) == ["You are opted out.", could_not_answer()]
    await runner.stop()


async def test_a_turn_that_fails_is_answered_in_the_language_of_the_conversation(
    world: World,
) -> None:
    async def broken(_message: Inbound, _replies: list[Reply]) -> None:
        raise RuntimeError("broken")

    world.engine.behave = broken
    world.arrive("10")
    with world.database.begin() as connection:
        threads.keep_language(connection, "c1", "es")
    world.runner.wake("c1")
    (said,) = await world.answered(1)
    assert said.startswith("Lo siento, ahora no puedo contestar")
