"""The two ways a script is held: with a running product over HTTP, or without a server.

Over Rasa's REST channel everything takes part, and the published figures are of that. Without a
server it is the trained reading, the dialogue and a database: in a tenth of the time, for who
changes them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

import httpx
from sqlalchemy import delete

from clinic.dialogue import Act
from clinic.messages.payloads import payload_of
from clinic.reading.learned.model import IntentModel
from clinic.screenings.tables import holds, screenings, waiting
from clinic.storage import get_database
from evaluation.conversations.reply import Reply, reply_of
from evaluation.talking import Talk

SECONDS = 60
# A running product answers so many at the same time.
AT_ONCE = 2


class OverRest:
    """A conversation with a running product.

    Args:
        rasa: address of its Rasa server, such as http://127.0.0.1:5005.
        free: gives back the times that the conversation of an id has taken.
    """

    def __init__(self, rasa: str, free: Callable[[str], None] = lambda _: None) -> None:
        self._rasa, self._free = rasa, free
        self._sender = _name()

    def say(self, words: str) -> Reply:
        body = {"sender": self._sender, "message": words}
        with httpx.Client(base_url=self._rasa, timeout=SECONDS) as rasa:
            messages = rasa.post("/webhooks/rest/webhook", json=body).raise_for_status().json()
            tracker = rasa.get(f"/conversations/{self._sender}/tracker").raise_for_status().json()
        return reply_of(messages, tracker["slots"])

    def end(self) -> None:
        self._free(self._sender)


class WithoutServer:
    """A conversation in this process, inside `own_clinic()`.

    Args:
        model: what was learned.
    """

    def __init__(self, model: IntentModel) -> None:
        self.talk = Talk(model, _name())

    def say(self, words: str) -> Reply:
        self.talk.say(words)
        state = self.talk.state
        asked = state.asked if state.flow or state.asked == "sign" else None
        slots = {"flow": state.flow, "requested_slot": asked}
        return reply_of([_message(act) for act in self.talk.acts], slots)

    def end(self) -> None:
        name = self.talk.name
        with get_database().begin() as connection:
            connection.execute(delete(screenings).where(screenings.c.conversation == name))
            connection.execute(delete(holds).where(holds.c.holder == name))
            connection.execute(delete(waiting).where(waiting.c.conversation == name))


def _name() -> str:
    return f"script-{uuid.uuid4().hex}"


def _message(act: Act) -> dict[str, object]:
    """An act as Rasa's REST channel gives it out."""
    buttons = [{"title": option.label, "payload": payload_of(option.key)} for option in act.options]
    return {"text": act.text, "buttons": buttons, "custom": dict(act.custom)}
