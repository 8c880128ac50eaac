"""A server process with the real web channel and a scripted engine behind it.

The engine answers by script, keeps its conversations in the real tracker store, and kills its own
process without warning at the step named in VAR_DIR/crash, once. Run by `harness.Server`.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage, register
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Sanic

from channels.webchat import WebChat
from clinic.settings import get_settings
from engine.tracker_store import SqlTrackerStore

VAR = get_settings().var_dir


def die_at(step: str) -> None:
    """Ends this process as `kill -9` does, when it is told to at this step."""
    with suppress(FileNotFoundError):
        if (VAR / "crash").read_text() == step:
            (VAR / "crash").unlink()
            os.kill(os.getpid(), signal.SIGKILL)


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


class MortalWebChat(WebChat):
    """The real channel, with places to die between its steps."""

    def wake(self, conversation: str) -> None:
        die_at("before it was acknowledged")
        super().wake(conversation)

    def deliver(self, connection: Any, message: Any, replies: Any) -> None:
        super().deliver(connection, message, replies)
        die_at("before the answer was committed")

    def answered(self, conversation: str) -> None:
        die_at("after the answer was stored")
        super().answered(conversation)


def main(port: int) -> None:
    """Serves until it is told to stop."""
    app = Sanic(f"webchat_test_{port}")
    app.ctx.agent = ScriptedEngine()
    register([MortalWebChat()], app, route="/webhooks/")
    app.run(host="127.0.0.1", port=port, access_log=False, motd=False)


if __name__ == "__main__":
    Path(VAR).mkdir(parents=True, exist_ok=True)
    main(int(sys.argv[1]))
