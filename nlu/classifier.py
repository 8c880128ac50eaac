"""The intent classifier: sentence embedding, words and letters joined, logistic regression.

What was compared, and what each part is worth: docs/evaluation/experiments.md.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
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

from nlu.alarm import Verdict, judge
from nlu.clauses import clauses
from nlu.encoder import Encoder, get_encoder
from nlu.noise import noisy
from nlu.reading import Ranking
from nlu.regression import SoftmaxRegression
from nlu.safety_gate import ASSESSMENT, BEFORE
from nlu.second_opinion import Opinion, SecondOpinion
from nlu.spelling import Speller

RANKINGS = "rankings"
VERDICT = "verdict"
MENDED = "mended"
SEED = 20240601
# Training may have the machine to itself; a message is read by one thread.
TRAINING_THREADS = 2
# Rarer n-grams than these, in so many texts, cost training time and bring nothing.
RARE_LETTERS, RARE_WORDS = 12, 5
# Development figures stop rising after so many steps of the solver; more cost only time.
STEPS = 35
# Wishes stand at the front of a message; what comes after so many characters was pasted.
MAX_CHARACTERS = 2_000
# Of so many of the likeliest intents the nearest example is looked up.
NEAREST_OF = 5


@dataclass(frozen=True)
class Recipe:
    """How a message becomes features and how much is learned from them.

    Attributes:
        embedding: weight of the sentence embedding.
        letters: weight of the n-grams of three and four letters.
        words: weight of the n-grams of one to three words.
        noisy_copies: of each example, with typos and shorthand (nlu/noise.py).
        mends: whether known words are mended before they are read (nlu/spelling.py).
        c: inverse regularization.
    """

    embedding: float = 4.0
    letters: float = 3.0
    words: float = 3.0
    noisy_copies: int = 1
    mends: bool = True
    c: float = 6.0


class Features:
    """Turns texts into one row of features each.

    Attributes:
        letters: the vectorizer of letters.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self.letters = TfidfVectorizer(
            analyzer="char_wb",
            ngram_range=(3, 4),
            min_df=RARE_LETTERS,
            sublinear_tf=True,
            dtype=np.float32,
        )
        self._words = TfidfVectorizer(
            token_pattern=r"[\w']+", ngram_range=(1, 3), min_df=RARE_WORDS, sublinear_tf=True,
            dtype=np.float32,
        )  # fmt: skip

    def fit(self, texts: list[str]) -> Features:
        """Learns which letters and words there are."""
        for grams in (self.letters, self._words):
            grams.fit(texts)
            # scikit-learn keeps every n-gram it left out, a hundred megabytes that nobody reads.
            grams.stop_words_ = None
        return self

    def of(self, texts: list[str], vectors: np.ndarray) -> tuple[np.ndarray, csr_matrix]:
        """The features of texts whose embeddings are `vectors`, (texts, 384): a dense and a sparse
        block."""
        recipe = self._recipe
        grams = [
            self.letters.transform(texts) * recipe.letters,
            self._words.transform(texts) * recipe.words,
        ]
        return vectors * recipe.embedding, hstack(grams, format="csr")


class IntentModel:
    """The trained parts.

    Args:
        speller: mends words before they are read; None where nothing is mended.
        features: of mended texts.
        intents: which intent a text has.
        alarms: whether a text reports an alarm.
        examples: the training examples' embeddings (n, 384), for nearness.
        example_labels: their intents.

    Attributes:
        labels: the intents, in the order of the regression's probabilities.
        examples: each intent's examples' embeddings.
    """

    def __init__(
        self,
        speller: Speller | None,
        features: Features,
        intents: SoftmaxRegression,
        alarms: SecondOpinion,
        examples: np.ndarray,
        example_labels: np.ndarray,
    ) -> None:
        self.speller, self.features, self.intents, self.alarms = speller, features, intents, alarms
        self.labels = [str(label) for label in intents.classes_]
        self.examples = {label: examples[example_labels == label] for label in self.labels}

    @classmethod
    def train(cls, texts: list[str], labels: list[str], recipe: Recipe = Recipe()) -> IntentModel:
        """Learns from examples, and from seeded noisy copies of them."""
        speller = Speller.learn(texts) if recipe.mends else None
        random_ = random.Random(SEED)
        copies = [noisy(text, random_) for _ in range(recipe.noisy_copies) for text in texts]
        # Half of the copies stay misspelt: the speller does not mend everything either.
        mended = _mend(speller, copies)
        copies = [mended[place] if place % 2 else text for place, text in enumerate(copies)]
        all_texts = _mend(speller, texts) + copies
        vectors = Encoder(TRAINING_THREADS).encode(all_texts)
        features = Features(recipe).fit(all_texts)
        blocks = features.of(all_texts, vectors)
        all_labels = np.array(labels * (1 + recipe.noisy_copies))
        return cls(
            speller,
            features,
            SoftmaxRegression(recipe.c, STEPS).fit(*blocks, all_labels),
            SecondOpinion(features.letters).fit(all_texts, vectors, all_labels),
            vectors[: len(texts)],
            np.array(labels),
        )

    def rank(self, texts: list[str]) -> list[Ranking]:
        """What each text may mean: intents with probability and nearness, the likeliest first."""
        mended = _mend(self.speller, texts)
        vectors = get_encoder().encode(mended)
        blocks = self.features.of(mended, vectors)
        probabilities = self.intents.predict_proba(*blocks)
        opinions = self.alarms.of(mended, vectors)
        rankings = []
        for place, row in enumerate(probabilities):
            order = np.argsort(row)[::-1]
            near = {
                self.labels[index]: float(
                    (self.examples[self.labels[index]] @ vectors[place]).max()
                )
                for index in order[:NEAREST_OF]
            }
            likely = [(self.labels[index], float(row[index])) for index in order]
            readable = self.speller is None or self.speller.reads(texts[place])
            opinion = opinions[place]
            rankings.append(Ranking(texts[place], mended[place], likely, near, opinion, readable))
        return rankings

    def opinions(self, texts: list[str]) -> list[Opinion]:
        """The second opinion on each text alone; less work than ranking it."""
        mended = _mend(self.speller, texts)
        return self.alarms.of(mended, get_encoder().encode(mended))


def _mend(speller: Speller | None, texts: list[str]) -> list[str]:
    return [speller.mend(text) for text in texts] if speller else texts


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
        """Puts the rankings on each message, the whole first, then its clauses if it has any, and
        the verdict on its safety."""
        for message in messages:
            text = (message.get(TEXT) or "")[:MAX_CHARACTERS]
            assessment = message.get(ASSESSMENT)
            if self._model and text.strip():
                rankings = self._model.rank([text, *clauses(text)])
                hear = self._model.opinions
                verdict = judge(text, assessment, rankings[0].opinion, hear, message.get(BEFORE))
                message.set(RANKINGS, rankings)
            else:
                verdict = Verdict(assessment.tier)
            message.set(VERDICT, verdict)
        return messages
