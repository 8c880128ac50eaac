"""Trains the learned reading from data/nlu/ and hands it to the reader."""

from __future__ import annotations

from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from clinic.reading.learned.after_alarm import load_after_alarm
from clinic.reading.learned.model import IntentModel
from clinic.reading.learned.setting import NOTHING
from clinic.reading.learned.tongues import languages, load_own
from clinic.reading.safety.examples import load_examples

MODEL = "learned"
# The key of an example's metadata that names what it was said in ("asked=phone").
CONTEXT = "context"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Trains what is learned, stores it with the model, and loads it."""

    FILE = "intents.joblib"

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._model_storage, self._resource, self._model = model_storage, resource, model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        return cls(model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples of data/nlu/."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._model = IntentModel.train(
            [message.get(TEXT) for message in examples],
            [message.get(INTENT) for message in examples],
            contexts=[_context(message) for message in examples],
            signs=load_examples(),
            own={language: load_own(language) for language in languages()},
            after_alarm=load_after_alarm(),
        )
        with self._model_storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / self.FILE, compress=3)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> IntentClassifier:
        with model_storage.read_from(resource) as folder:
            model = joblib.load(folder / cls.FILE)
        model.rank(["warm up"])
        return cls(model_storage, resource, model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Puts what was learned on each message, for `nlu.reader` to read it with."""
        for message in messages:
            message.set(MODEL, self._model)
        return messages


def _context(message: Message) -> str:
    """What an example was said in, as its metadata names it."""
    return str((message.get(METADATA) or {}).get(METADATA_EXAMPLE, {}).get(CONTEXT, NOTHING))
