"""What is measured of a running system, over HTTP as a client sees it."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
import uuid
from dataclasses import dataclass

import httpx

# What the conversations consist of: short questions in patients' words.
QUESTIONS = (
    "what causes sciatica?",
    "what are the symptoms",
    "does heat help with the pain",
    "what happens at the evaluation",
    "can stretching help my leg",
    "what is dry needling",
    "how do i know it's time to see someone",
    "what are nerve glides",
)
GREETING = "hello there"
TURNS_OF_A_CONVERSATION = 5


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
        texts = list(itertools.islice(itertools.cycle(QUESTIONS), count + 20))
        return spread([await self.parse(text) for text in texts][20:])

    async def turns(self, count: int, texts: tuple[str, ...] = QUESTIONS) -> Spread:
        """Whole turns in short conversations, warm."""
        times, cycle = [], itertools.cycle(texts)
        for number in range(count + 20):
            if number % TURNS_OF_A_CONVERSATION == 0:
                conversation = uuid.uuid4().hex
            times.append(await self.turn(conversation, next(cycle)))
        return spread(times[20:])

    async def long_conversation(self, marks: tuple[int, ...]) -> dict[int, float]:
        """Milliseconds of turn n of one conversation, for each n of `marks`: the median of ten.

        The first mark is measured in ten new conversations, in turn with the last ten turns of
        the long one: what else the machine does then weighs on both alike.
        """
        conversation, cycle = uuid.uuid4().hex, itertools.cycle(QUESTIONS)
        first, last = min(marks), max(marks)
        times = [await self.turn(conversation, next(cycle)) for _ in range(last - 5)]
        early = []
        for _ in range(10):
            new = uuid.uuid4().hex
            early.append([await self.turn(new, next(cycle)) for _ in range(first)][-1])
            times.append(await self.turn(conversation, next(cycle)))
        middle = {mark: statistics.median(times[mark - 5 : mark + 5]) for mark in marks[1:]}
        return {first: statistics.median(early), **middle}

    async def throughput(self, clients: int, seconds: float) -> float:
        """Turns a second while so many clients talk without a pause."""
        until, done = time.monotonic() + seconds, 0

        async def talk() -> None:
            nonlocal done
            cycle = itertools.cycle(QUESTIONS)
            while time.monotonic() < until:
                conversation = uuid.uuid4().hex
                for _ in range(TURNS_OF_A_CONVERSATION):
                    await self.turn(conversation, next(cycle))
                    done += 1

        started = time.monotonic()
        await asyncio.gather(*(talk() for _ in range(clients)))
        return done / (time.monotonic() - started)

    async def many_turns(self, count: int) -> None:
        """So many turns, eight at a time, in short conversations."""

        async def talk(number: int) -> None:
            cycle = itertools.cycle(QUESTIONS)
            for place in range(number):
                if place % TURNS_OF_A_CONVERSATION == 0:
                    conversation = uuid.uuid4().hex
                await self.turn(conversation, next(cycle))

        await asyncio.gather(*(talk(count // 8) for _ in range(8)))
