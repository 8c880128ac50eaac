"""Understands messages with the model the product serves, through Rasa's own agent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rasa.core.agent import Agent


@dataclass(frozen=True)
class Reading:
    """What the product understood of one message at the start of a conversation.

    Attributes:
        intent: what the rules go by.
        confidence: how sure it was.
        decision: as in nlu.decision.Understanding.
        intents: every wish, the first one included.
        milliseconds: the whole parse.
    """

    intent: str
    confidence: float
    decision: str
    intents: frozenset[str]
    milliseconds: float


class Product:
    """The trained model at `path`."""

    def __init__(self, path: Path) -> None:
        self._agent = Agent.load(str(path))
        self.read(["warm up"])

    def read(self, texts: Iterable[str]) -> list[Reading]:
        """What each text is understood as."""
        return asyncio.run(self._read(texts))

    async def _read(self, texts: Iterable[str]) -> list[Reading]:
        readings = []
        for text in texts:
            start = time.perf_counter()
            parsed = await self._agent.parse_message(text)
            spent = (time.perf_counter() - start) * 1_000
            understood = parsed["understanding"]
            intent = parsed["intent"]
            wishes = {wish["intent"] for wish in understood["wishes"]}
            readings.append(
                Reading(
                    intent["name"],
                    float(intent["confidence"]),
                    understood["decision"],
                    frozenset({intent["name"], *wishes}),
                    spent,
                )
            )
        return readings
