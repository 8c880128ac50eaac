"""Understands messages with the model the product serves, through Rasa's own agent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.reading.codec import read_from_json
from engine import private_logs
from nlu.reader import READ


@dataclass(frozen=True)
class Reading:
    """What the product understood of one message at the start of a conversation.

    Attributes:
        intent: the first wish, or the alarm.
        confidence: how sure it was.
        intents: every wish, the first one included.
        in_doubt: whether a sign may be there, and is asked about.
        milliseconds: the whole parse.
    """

    intent: str
    confidence: float
    intents: frozenset[str]
    in_doubt: bool
    milliseconds: float


class Product:
    """The trained model at `path`."""

    def __init__(self, path: Path) -> None:
        private_logs.apply()
        processor = Agent.load(str(path)).processor
        if processor is None:
            raise ValueError(f"There is no model at {path}.")
        self._processor = processor
        self.read(["warm up"])

    def read(self, texts: Iterable[str]) -> list[Reading]:
        """What each text is understood as."""
        return asyncio.run(self._read(texts))

    def read_together(self, texts: Iterable[str]) -> list[Reading]:
        """What messages that follow each other at once are understood as."""
        return asyncio.run(self._read(texts, together=True))

    async def _read(self, texts: Iterable[str], together: bool = False) -> list[Reading]:
        readings = []
        said: list[UserUttered] = []
        for text in texts:
            tracker = DialogueStateTracker.from_events("reader", said) if said else None
            start = time.perf_counter()
            parsed = await self._processor.parse_message(UserMessage(text), tracker)
            spent = (time.perf_counter() - start) * 1_000
            if together:
                said.append(UserUttered(text, parse_data=parsed, timestamp=time.time()))
            read = read_from_json(parsed[READ])
            intent = parsed["intent"]
            readings.append(
                Reading(
                    intent["name"],
                    float(intent["confidence"]),
                    frozenset({intent["name"], *(wish.intent for wish in read.wishes)}),
                    read.safety.decision == "ask",
                    spent,
                )
            )
        return readings
