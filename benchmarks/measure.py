"""What is measured of a running system, over HTTP as a client sees it."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from benchmarks.questions import questions

GREETING = "hello there"
TURNS_OF_A_CONVERSATION = 5
# From so many turns on a conversation may be lengthened by copies (benchmarks/copies.py).
WALKED_TURNS = 60


@dataclass(frozen=True)
class Spread:
    """Milliseconds: the median and the 95th percentile."""

    p50: float
    p95: float


def spread(milliseconds: list[float]) -> Spread:
    """The median and 95th percentile of some measurements."""
    ordered = sorted(milliseconds)
    return Spread(statistics.median(ordered), ordered[int(len(ordered) * 0.95)])


class Client:
    """Talks to one server and keeps the time."""

    def __init__(self, url: str) -> None:
        self._url = url
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self._http = httpx.AsyncClient(timeout=120, limits=limits)
        self._questions = itertools.cycle(questions())

    async def close(self) -> None:
        await self._http.aclose()

    async def turn(self, conversation: str, text: str) -> float:
        """One whole turn over Rasa's REST channel, in milliseconds.

        Raises:
            RuntimeError: the server gave no answer.
        """
        started = time.perf_counter()
        response = await self._http.post(
            f"{self._url}/webhooks/rest/webhook", json={"sender": conversation, "message": text}
        )
        took = (time.perf_counter() - started) * 1000
        if response.status_code != 200 or not response.json():
            raise RuntimeError(f"No answer to {text!r} ({response.status_code})")
        return took

    async def parse(self, text: str) -> float:
        """Understanding alone, in milliseconds."""
        started = time.perf_counter()
        response = await self._http.post(f"{self._url}/model/parse", json={"text": text})
        response.raise_for_status()
        return (time.perf_counter() - started) * 1000

    async def parses(self, count: int) -> Spread:
        """Parse times, warm."""
        texts = itertools.islice(self._questions, count + 20)
        return spread([await self.parse(text) for text in texts][20:])

    async def turns(self, count: int, text: str | None = None) -> Spread:
        """Whole turns in short conversations, warm; questions, or always the same text."""
        times = []
        for number in range(count + 20):
            if number % TURNS_OF_A_CONVERSATION == 0:
                conversation = uuid.uuid4().hex
            times.append(await self.turn(conversation, text or next(self._questions)))
        return spread(times[20:])

    async def long_conversation(
        self, marks: tuple[int, ...], copy: Callable[[str, int], None] | None = None
    ) -> dict[int, float]:
        """Milliseconds of turn n of one conversation, for each n of `marks`: the median of ten.

        The first mark is measured in ten new conversations, in turn with the last ten turns of
        the long one, with messages of like lengths: what else the machine does then weighs on
        both alike.

        Args:
            marks: in ascending order.
            copy: adds so many copied turns to a conversation; None: every turn is walked.
        """
        conversation, turns = uuid.uuid4().hex, 0
        first, *middle, last = marks
        found: dict[int, float] = {}

        async def go_to(turn: int) -> None:
            nonlocal turns
            while turns < turn:
                if copy and turns >= WALKED_TURNS:
                    copy(conversation, turn - turns)
                    turns = turn
                else:
                    await self.turn(conversation, next(self._questions))
                    turns += 1

        for mark in middle:
            await go_to(mark - 5)
            times = [await self.turn(conversation, next(self._questions)) for _ in range(10)]
            turns += 10
            found[mark] = statistics.median(times)
        await go_to(last - 5)
        texts = sorted((next(self._questions) for _ in range(20)), key=len)
        early, late = [], []
        for early_text, late_text in zip(texts[::2], texts[1::2], strict=True):
            new = uuid.uuid4().hex
            for _ in range(first - 1):
                await self.turn(new, next(self._questions))
            early.append(await self.turn(new, early_text))
            late.append(await self.turn(conversation, late_text))
        return {first: statistics.median(early), **found, last: statistics.median(late)}

    async def throughput(self, clients: int, seconds: float) -> float:
        """Turns a second while so many clients talk without a pause."""
        until, done = time.monotonic() + seconds, 0

        async def talk() -> None:
            nonlocal done
            while time.monotonic() < until:
                conversation = uuid.uuid4().hex
                for _ in range(TURNS_OF_A_CONVERSATION):
                    await self.turn(conversation, next(self._questions))
                    done += 1

        started = time.monotonic()
        await asyncio.gather(*(talk() for _ in range(clients)))
        return done / (time.monotonic() - started)

    async def many_turns(self, count: int) -> None:
        """So many turns, eight at a time, in short conversations."""

        async def talk(number: int) -> None:
            for place in range(number):
                if place % TURNS_OF_A_CONVERSATION == 0:
                    conversation = uuid.uuid4().hex
                await self.turn(conversation, next(self._questions))

        await asyncio.gather(*(talk(count // 8) for _ in range(8)))
