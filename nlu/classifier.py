"""Trains the learned reading from data/nlu/ and puts its rankings on each message."""

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

from clinic import clock
from clinic.reading.clauses import clauses
from clinic.reading.context import Context
from clinic.reading.learned.model import IntentModel
from clinic.reading.learned.setting import NOTHING, setting_named
from clinic.reading.safety import judge_by_gate
from clinic.reading.safety.examples import load_examples
from clinic.reading.safety.judging import judge
from nlu.safety_gate import BEFORE

RANKINGS = "rankings"
MODEL = "learned"
# The key of an example's metadata that names what it was said in ("asked=phone").
CONTEXT = "context"
VERDICT = "verdict"
MENDED = "mended"
# Wishes stand at the front of a message; what comes after so many characters was pasted.
MAX_CHARACTERS = 2_000


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Ranks the intents for a message and for each of its clauses."""

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
            settings=[setting_named(_context(message)) for message in examples],
            signs=load_examples(),
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
        """Puts the rankings on each message, the whole first, then its clauses if it has any, and
        the verdict on its safety."""
        for message in messages:
            message.set(MODEL, self._model)
            whole = message.get(TEXT) or ""
            text = whole[:MAX_CHARACTERS]
            if self._model and text.strip():
                message.set(RANKINGS, self._model.rank([text, *clauses(text)]))
                context = Context(clock.now(), before=message.get(BEFORE))
                message.set(VERDICT, judge(whole, context, self._model.signs))
            else:
                message.set(VERDICT, judge_by_gate(whole))
        return messages


def _context(message: Message) -> str:
    """What an example was said in, as its metadata names it."""
    return str((message.get(METADATA) or {}).get(METADATA_EXAMPLE, {}).get(CONTEXT, NOTHING))
