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

from engine import private_logs


@dataclass(frozen=True)
class Reading:
    """What the product understood of one message at the start of a conversation.

    Attributes:
        intent: what the rules go by.
        confidence: how sure it was.
        decision: as in nlu.decision.Understanding.
        intents: every wish, the first one included.
        in_doubt: whether a warning sign may be meant or denied, and is asked about.
        milliseconds: the whole parse.
    """

    intent: str
    confidence: float
    decision: str
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
            understood = parsed["understanding"]
            intent = parsed["intent"]
            wishes = {wish["intent"] for wish in understood["wishes"]}
            readings.append(
                Reading(
                    intent["name"],
                    float(intent["confidence"]),
                    understood["decision"],
                    frozenset({intent["name"], *wishes}),
                    understood["in_doubt"],
                    spent,
                )
            )
        return readings
