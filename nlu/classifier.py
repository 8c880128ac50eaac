"""The intent classifier: sentence embedding joined with character n-grams, logistic regression.

facts behind it: docs/decisions/0004-understanding.md.
"""

from __future__ import annotations

import random
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlu.clauses import clauses
from nlu.encoder import get_encoder
from nlu.noise import noisy
from nlu.reading import Ranking
from nlu.spelling import Speller

RANKINGS = "rankings"
MENDED = "mended"
EMBEDDING_WEIGHT, NGRAM_WEIGHT = 4.0, 2.0
NOISY_COPIES = 2
SEED = 20240601
# Inverse regularization.
C = 8.0
# Held-out figures stop rising after so many steps of the solver; more cost only time.
STEPS = 50
# Wishes stand at the front of a message; what comes after so many characters was pasted.
MAX_CHARACTERS = 2_000


class IntentModel:
    """The trained parts: speller, n-gram weights, regression, and the examples for nearness."""

    def __init__(
        self,
        speller: Speller,
        ngrams: TfidfVectorizer,
        regression: LogisticRegression,
        examples: np.ndarray,
        example_labels: np.ndarray,
    ) -> None:
        self.speller, self.ngrams, self.regression = speller, ngrams, regression
        self.examples, self.example_labels = examples, example_labels
        self.labels = [str(label) for label in regression.classes_]

    @classmethod
    def train(cls, texts: list[str], labels: list[str]) -> IntentModel:
        """Learns from examples; two seeded noisy copies of each are added."""
        speller = Speller.learn(texts)
        random_ = random.Random(SEED)
        copies = [noisy(text, random_) for _ in range(NOISY_COPIES) for text in texts]
        all_texts = [speller.mend(text) for text in texts] + [
            speller.mend(text) if place % 2 else text for place, text in enumerate(copies)
        ]
        all_labels = np.array(labels * (1 + NOISY_COPIES))
        ngrams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), min_df=4, sublinear_tf=True, dtype=np.float32
        )
        vectors = get_encoder().encode(all_texts)
        features = _join(vectors, ngrams.fit_transform(all_texts))
        regression = LogisticRegression(C=C, max_iter=STEPS, tol=1e-3, class_weight="balanced")
        regression.fit(features, all_labels)
        # In this order the product with a message's features copies nothing (3 ms a message).
        regression.coef_ = np.asfortranarray(regression.coef_)
        count = len(texts)
        return cls(speller, ngrams, regression, vectors[:count], np.array(labels))

    def rank(self, texts: list[str]) -> list[Ranking]:
        """What each text may mean: intents with probability and nearness, the likeliest first."""
        mended = [self.speller.mend(text) for text in texts]
        vectors = get_encoder().encode(mended)
        features = _join(vectors, self.ngrams.transform(mended))
        probabilities = self.regression.predict_proba(features)
        nearness = vectors @ self.examples.T
        rankings = []
        for place, row in enumerate(probabilities):
            order = np.argsort(row)[::-1]
            near = {
                self.labels[index]: float(
                    nearness[place][self.example_labels == self.labels[index]].max()
                )
                for index in order[:5]
            }
            likely = [(self.labels[index], float(row[index])) for index in order]
            rankings.append(Ranking(texts[place], mended[place], likely, near))
        return rankings


def _join(vectors: np.ndarray, ngrams: csr_matrix) -> csr_matrix:
    return hstack([csr_matrix(vectors * EMBEDDING_WEIGHT), ngrams * NGRAM_WEIGHT], format="csr")


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
        examples = [
            (message.get(TEXT), message.get(INTENT))
            for message in training_data.intent_examples
            if message.get(TEXT)
        ]
        self._model = IntentModel.train(
            [text for text, _ in examples], [intent for _, intent in examples]
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
        """Puts the rankings on each message: the whole first, then its clauses if it has any."""
        for message in messages:
            text = (message.get(TEXT) or "")[:MAX_CHARACTERS]
            if self._model and text.strip():
                message.set(RANKINGS, self._model.rank([text, *clauses(text)]))
        return messages
