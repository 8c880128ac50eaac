"""The first component: assesses the raw text of every message before anything else decides."""

from __future__ import annotations

import time
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from clinic import language
from clinic.reading.context import Before
from clinic.reading.safety import Context, assess

BEFORE = "message_before"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SafetyGate(GraphComponent):
    """Puts the gate's `Assessment` on each message; the decision component obeys it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGate:
        # The first patient waits no longer than the hundredth: model and vocabulary are read now.
        language.model()
        assess("warm up")
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples need no assessment."""
        return training_data

    def process(
        self, messages: list[Message], tracker: DialogueStateTracker | None = None
    ) -> list[Message]:
        """Assesses messages, each together with the patient's message before it."""
        before = _message_before(tracker)
        context = Context(before.text, before.age_seconds) if before else Context()
        for message in messages:
            message.set(BEFORE, before if context.continues else None)
        return messages


def _message_before(tracker: DialogueStateTracker | None) -> Before | None:
    for event in reversed(tracker.events if tracker else ()):
        if isinstance(event, UserUttered) and event.text and not event.text.startswith("/"):
            understood = (event.parse_data or {}).get("understanding") or {}
            age = max(time.time() - event.timestamp, 0.0)
            return Before(event.text, age, float(understood.get("suspicion") or 0.0))
    return None
