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
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from clinic import clock, language
from clinic.content import get_content
from clinic.reading.codec import context_from_json, read_as_json
from clinic.reading.context import Before, Context
from clinic.reading.reader import Reader
from nlu.classifier import MODEL

READ = "read"
# The dialogue's state is kept in this slot; what reading may know of it, under this key.
SLOT, PUBLIC = "dialogue", "context"
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
                message.set(READ, read_as_json(read), add_to_output=True)
        return messages


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
