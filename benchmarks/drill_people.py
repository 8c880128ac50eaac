"""People in a drill: they chat and text, and note what was answered and how long they waited."""

from __future__ import annotations

import asyncio
import random
import re
import time
import uuid
from contextlib import suppress
from typing import Any, Protocol

import httpx

from benchmarks.drill_house import CLINIC, DrillHouse

QUESTIONS = (
    "What is sciatica?",
    "What causes it?",
    "How long does it last?",
    "How do you treat it?",
)
Pause = tuple[float, float]
TRY_AGAIN_SECONDS, LOOK_SECONDS = 0.5, 0.25
# An answer by text may have several parts: "(1/3)".
PART = re.compile(r"\((\d+)/(\d+)\)")


class Unanswered(Exception):
    """Somebody's patience is at its end."""


class Person(Protocol):
    """Somebody who asks the four questions.

    Attributes:
        waits: for each question, when it was asked (seconds of the monotonic clock) and how many
            seconds it waited for an answer.
    """

    waits: list[tuple[float, float]]

    async def ask(self, pause: Pause) -> None:
        """Asks all questions.

        Args:
            pause: the least and the most seconds between an answer and the next question.

        Raises:
            Unanswered: one was not answered, or not taken.
        """

    async def heard(self) -> list[str]:
        """All that was said to them, in order.

        Raises:
            Unanswered: it can't be read.
        """


class Chatter:
    """Somebody on the website, whose widget sends again under the same id until it is told that
    the message is stored.

    Args:
        http: shared by all of them.
        house: what answers.
        patience: seconds they wait.
        at_once: they wait for no answer before they ask the next question.
    """

    def __init__(
        self, http: httpx.AsyncClient, house: DrillHouse, patience: float, *, at_once: bool = False
    ) -> None:
        self._http, self._chat = http, f"{house.front}/webhooks/webchat"
        self._patience, self._at_once = patience, at_once
        self._headers: dict[str, str] = {}
        self._seen = 0
        self.waits: list[tuple[float, float]] = []

    async def ask(self, pause: Pause) -> None:
        opened = await self._until_taken("POST", "/conversations", 201)
        self._headers = {"Authorization": f"Bearer {opened['token']}"}
        for question in QUESTIONS:
            began = time.monotonic()
            body = {"client_id": str(uuid.uuid4()), "text": question}
            await self._until_taken("POST", "/messages", 202, json=body)
            if not self._at_once:
                await self._until_answered(1, began)
                await asyncio.sleep(random.uniform(*pause))
        if self._at_once:
            await self._until_answered(len(QUESTIONS), began)
            await asyncio.sleep(len(QUESTIONS) * random.uniform(*pause))

    async def heard(self) -> list[str]:
        query = {"after": 0, "wait": 0}
        page = await self._until_taken("GET", "/messages", 200, params=query)
        return [one["text"] for one in page["messages"] if one["from"] == "assistant"]

    async def _until_answered(self, count: int, began: float) -> None:
        while count > 0:
            if time.monotonic() > began + self._patience:
                raise Unanswered
            query = {"after": self._seen, "wait": 20}
            page = await self._until_taken("GET", "/messages", 200, params=query)
            for message in page["messages"]:
                self._seen = message["seq"]
                count -= message["from"] == "assistant"
        self.waits.append((began, time.monotonic() - began))

    async def _until_taken(
        self, method: str, path: str, status: int, **request: Any
    ) -> dict[str, Any]:
        end = time.monotonic() + self._patience
        while time.monotonic() < end:
            with suppress(httpx.TransportError):  # the connection went with its door
                answer = await self._http.request(
                    method, self._chat + path, headers=self._headers, **request
                )
                if answer.status_code == status:
                    return dict(answer.json())
            await asyncio.sleep(TRY_AGAIN_SECONDS)
        raise Unanswered


class Texter:
    """Somebody with a phone. The carrier tries twice to hand a text over, and keeps it.

    Args:
        house: what answers.
        number: of the phone.
        patience: seconds they wait.
    """

    def __init__(self, house: DrillHouse, number: str, patience: float) -> None:
        self._twilio, self._webhook = house.twilio, f"{house.front}/webhooks/sms/webhook"
        self._number, self._patience = number, patience
        self.waits: list[tuple[float, float]] = []

    async def ask(self, pause: Pause) -> None:
        for question in QUESTIONS:
            known, began = len(await self.heard()), time.monotonic()
            await asyncio.to_thread(self._send, question)
            while not await self._is_answered(known):
                if time.monotonic() > began + self._patience:
                    raise Unanswered
                await asyncio.sleep(LOOK_SECONDS)
            self.waits.append((began, time.monotonic() - began))
            await asyncio.sleep(random.uniform(*pause))

    async def _is_answered(self, known: int) -> bool:
        """Whether more has come than was known, and the last part of it."""
        heard = await self.heard()
        part = PART.match(heard[-1]) if heard else None
        return len(heard) > known and (part is None or part[1] == part[2])

    async def heard(self) -> list[str]:
        return [one.body for one in list(self._twilio.sent) if one.to == self._number]

    def _send(self, text: str) -> None:
        with suppress(httpx.TransportError):  # the carrier has it; it is fetched
            self._twilio.text(self._webhook, self._number, CLINIC, text)
