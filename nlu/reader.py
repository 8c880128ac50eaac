"""Puts on each message what it says: a `clinic.reading.read.Read`, as JSON."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic import clock, language
from clinic.content import get_content
from clinic.reading.codec import context_from_json, read_as_json
from clinic.reading.context import Before, Context
from clinic.reading.intents import ALARMS
from clinic.reading.read import Read
from clinic.reading.reader import Reader
from nlu.classifier import MODEL

READ = "read"
# The dialogue's state is kept in this slot; what reading may know of it, under this key.
SLOT, PUBLIC = "dialogue", "context"
_OF_STANCE = {
    "yes": "affirm",
    "no": "deny",
    "undecided": "undecided",
    "wait": "wait",
    "stop": "stop",
    "keep": "keep_visit",
}
# Earlier messages are another matter by now.
TOGETHER_SECONDS = 600


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class MessageReader(GraphComponent):
    """The last component: reads each message with what was learned, given what was said before."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageReader:
        # The first patient waits no longer than the hundredth.
        language.model()
        return cls()

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Reads messages, each given the conversation until then."""
        facts = get_content().clinic
        context = context_of(tracker)
        for message in messages:
            model = message.get(MODEL)
            if model is not None:
                read = Reader(model, facts).read(message.get(TEXT) or "", context)
                intent, confidence = intent_of(read)
                message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
                message.set(READ, read_as_json(read), add_to_output=True)
        return messages


def intent_of(read: Read) -> tuple[str, float]:
    """What Rasa calls the message: the alarm, else the first wish, else what it answers; with how
    sure that is, 0 to 1. The dialogue goes by the Read, which holds all of it."""
    if read.safety.decision == "alarm":
        return ALARMS[read.safety.tier or "E"], 1.0
    if read.wishes:
        return read.wishes[0].intent, read.wishes[0].probability
    if read.choice == "one_or_more":
        return "one_or_more", 1.0
    if read.safety.asked_about:
        return "ask_about_red_flag", 1.0
    if read.stance and not (read.names or read.phones or read.reference):
        return _OF_STANCE[read.stance], 1.0
    given = read.names or read.phones or read.reference or read.time or read.choice
    told = given or read.call_when or read.corrections or read.refuses or read.relation
    return ("inform", 1.0) if told else ("nlu_fallback", 0.0)


def context_of(tracker: DialogueStateTracker | None) -> Context:
    """What was said before, in the conversation of a tracker."""
    state = tracker.get_slot(SLOT) if tracker and SLOT in tracker.slots else None
    public = state.get(PUBLIC) if isinstance(state, Mapping) else None
    return context_from_json(public or {}, clock.now(), get_content().clinic, _before(tracker))


def _before(tracker: DialogueStateTracker | None) -> Before | None:
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered) and event.text and not event.text.startswith("/"):
            said = (event.parse_data or {}).get(READ) or {}
            age = max(time.time() - event.timestamp, 0.0)
            suspicion = float((said.get("safety") or {}).get("suspicion") or 0.0)
            return Before(event.text, age, suspicion) if age <= TOGETHER_SECONDS else None
    return None
