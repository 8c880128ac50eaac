"""A brain with a script where Rasa's agent would be.

It answers by script, keeps its conversations in the real tracker store, and kills its own process
without warning at the step named in VAR_DIR/crash, once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sqlalchemy.engine import Connection

from channels import registry
from channels.turns import Deliver, Line, Reply, TurnRunner
from clinic import signals
from clinic.messages import Inbound
from clinic.settings import get_settings
from clinic.storage import Database, get_database
from engine.stored_messages import lines_of
from engine.tracker_store import SqlTrackerStore
from tests.integration.webchat.dying import die_at

VAR = get_settings().var_dir


class ScriptedEngine:
    """Stands where Rasa's agent stands, for what the channel uses of it."""

    def __init__(self) -> None:
        self.tracker_store = SqlTrackerStore(Domain.empty())

    def is_ready(self) -> bool:
        return True

    async def handle_message(self, message: UserMessage) -> None:
        die_at("before the turn")
        with open(VAR / "turns", "a") as turns:
            turns.write(f"{message.sender_id} {message.message_id}\n")
        text = message.text or ""
        said: list[dict[str, Any]] = []

        async def say(reply: dict[str, Any]) -> None:
            said.append(reply)
            await message.output_channel.send_response(message.sender_id, dict(reply))

        if text == "fail":
            raise RuntimeError("scripted")
        if text.startswith("half"):
            await say({"text": "The first half."})
        if text.endswith("hang"):
            await asyncio.sleep(600)
        if text.endswith("slow"):
            await asyncio.sleep(1)
        if text == "buttons":
            buttons = [
                {"title": "Yes", "payload": '/affirm{"a": 1}'},
                {"title": "No", "payload": "/deny"},
                {"title": "What do you know?", "payload": "metadata"},
            ]
            await say({"text": "Well?", "buttons": buttons})
        elif text == "card":
            source = {"title": "Our article", "url": "https://example.org/#causes"}
            card = {"type": "screening", "title": "Your screening"}
            await say({"text": "Booked.", "custom": {"source": source, "card": card}})
        elif text.startswith("link "):
            url = text.partition(" ")[2]
            custom = {
                "source": {"title": "Click", "url": url},
                "card": {"type": "screening", "when": "today", "calendar_url": url},
            }
            await say({"text": "Hm.", "custom": custom})
        elif text == "metadata":
            await say({"text": json.dumps(message.metadata)})
        elif "silent" not in text:
            await say({"text": f"You said: {text}"})
        die_at("after it was said")
        await self._save(message, said)
        die_at("after the turn was saved")

    async def _save(self, message: UserMessage, said: list[dict[str, Any]]) -> None:
        tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
        tracker.update(UserUttered(message.text, message_id=message.message_id))
        for reply in said:
            data = {name: part for name, part in reply.items() if name != "text"}
            tracker.update(BotUttered(reply.get("text"), data))
        await self.tracker_store.save(tracker)


class MortalRunner(TurnRunner):
    """The real runner, with places to die between its steps."""

    def __init__(self, database: Database, lines: Mapping[str, Line], timeout: float) -> None:
        mortal = {
            name: replace(line, deliver=_deadly(line.deliver)) for name, line in lines.items()
        }
        super().__init__(database, mortal, timeout, lambda _: die_at("after the answer was stored"))


def _deadly(deliver: Deliver) -> Deliver:
    def deliver_and_die(connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        deliver(connection, message, replies)
        die_at("before the answer was committed")

    return deliver_and_die


@asynccontextmanager
async def brain(engine: ScriptedEngine) -> AsyncIterator[None]:
    """The brain beside the door, in one process: what is stored is answered by the script."""
    settings, database = get_settings(), get_database()
    lines = lines_of(registry.load(settings, database), engine.handle_message, lambda: engine)
    runner = MortalRunner(database, lines, settings.turn_timeout_seconds)
    runner.start()
    listening = asyncio.create_task(signals.listen(database.engine, signals.INBOUND, runner.heard))
    yield
    listening.cancel()
    await runner.stop()
