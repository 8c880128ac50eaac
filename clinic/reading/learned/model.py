"""What is learned: which intents a text may have. Sentence embeddings, one of them of the message
together with what was said before it, words and letters joined, logistic regression.

What was compared, and what each part is worth: docs/evaluation/experiments.md.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from clinic.reading.context import Context
from clinic.reading.intents import ALARM_INTENTS, SAID_ANYWHERE
from clinic.reading.learned.after_alarm import AfterAlarm, Said
from clinic.reading.learned.encoder import Encoder, get_encoder
from clinic.reading.learned.encoder.build import version
from clinic.reading.learned.encoder.runtime import SIZE
from clinic.reading.learned.multilingual import VERSION as MULTILINGUAL
from clinic.reading.learned.multilingual import encode_multilingual
from clinic.reading.learned.ngrams import Grams, Row, beside, letters_of, words_of
from clinic.reading.learned.noise import noisy
from clinic.reading.learned.ranking import Ranking
from clinic.reading.learned.regression import SoftmaxRegression
from clinic.reading.learned.remembered import VECTORS, Remembered
from clinic.reading.learned.setting import (
    NOTHING,
    name_of,
    one_hot,
    said_before,
    setting_named,
)
from clinic.reading.learned.tongues import Own, TongueIntents
from clinic.reading.safety.examples import Example, stories
from clinic.reading.safety.signs import Encode, SignModel, told_by
from clinic.reading.spelling import Speller

SEED = 20240601
# Encodes what was said before and a text, in pairs: (pairs, 384).
ReadAfter = Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]]
# Training may have the machine to itself; a message is read by one thread.
TRAINING_THREADS = 2
# Rarer n-grams than these, in so many texts, cost training time and bring nothing.
RARE_LETTERS, RARE_WORDS = 12, 5
# Of 1,927 messages by writers who were left out 0.820 are understood after 35 steps with C 6 (log
# loss 0.74), 0.831 after 60 (0.64), and 0.831 after 50 with C 3 (0.63). A step takes two seconds.
STEPS = 50


@dataclass(frozen=True)
class Recipe:
    """How a message becomes features and how much is learned from them.

    Attributes:
        embedding: weight of the sentence embedding as it comes.
        tuned: weight of the tuned one, which reads what was said before as well.
        letters: weight of the n-grams of three and four letters.
        words: weight of the n-grams of one to three words.
        setting: weight of what the message was said in.
        noisy_copies: of each example, with typos and shorthand (clinic/reading/learned/noise.py).
        mends: whether known words are mended before they are read (clinic/reading/spelling.py).
        c: inverse regularization.
    """

    embedding: float = 3.0
    tuned: float = 2.0
    letters: float = 3.0
    words: float = 3.0
    setting: float = 3.0
    noisy_copies: int = 1
    mends: bool = True
    c: float = 3.0


class Features:
    """Turns texts into one row of features each.

    Attributes:
        letters: the n-grams of letters.
    """

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self.letters = Grams(letters_of, RARE_LETTERS)
        self._words = Grams(words_of, RARE_WORDS)

    def fit(self, texts: list[str]) -> Features:
        """Learns which letters and words there are."""
        self.letters.fit(texts)
        self._words.fit(texts)
        return self

    def of(
        self,
        texts: list[str],
        vectors: NDArray[np.float32],
        letters: list[Row],
        settings: list[str],
    ) -> tuple[NDArray[np.float32], csr_matrix]:
        """The features of texts, given both their embeddings (texts, 768), their letters and their
        settings: a dense and a sparse block."""
        recipe = self._recipe
        grams = beside(
            (letters, self.letters.size, recipe.letters),
            (self._words.weigh(texts), self._words.size, recipe.words),
        )
        weights = np.repeat(np.array([recipe.embedding, recipe.tuned], np.float32), SIZE)
        dense = np.hstack([vectors * weights, one_hot(settings, recipe.setting)])
        return dense, grams


class IntentModel:
    """The trained parts.

    Args:
        speller: mends words before they are read; None where nothing is mended.
        features: of texts.
        intents: which intent a text has.
        signs: which signs a text tells of, by language.
        examples: the training examples' embeddings (n, 384), for nearness.
        example_labels: their intents.
        tongues: which intents a text of another language has, by language.
        after_alarm: what a text that was said after an alarm tells of it, by language.

    Attributes:
        labels: the intents, in the order of the regression's probabilities.
        examples: each intent's examples' embeddings (n, 384).
    """

    def __init__(
        self,
        speller: Speller | None,
        features: Features,
        intents: SoftmaxRegression,
        signs: dict[str, SignModel],
        examples: NDArray[np.float32],
        example_labels: NDArray[np.str_],
        tongues: dict[str, TongueIntents] | None = None,
        after_alarm: dict[str, AfterAlarm] | None = None,
    ) -> None:
        self.speller, self.features, self.intents = speller, features, intents
        self._signs, self._tongues, self._after_alarm = signs, tongues or {}, after_alarm or {}
        self.labels = [str(label) for label in intents.classes_]
        self.examples = {label: examples[example_labels == label] for label in self.labels}

    @classmethod
    def train(
        cls,
        texts: list[str],
        labels: list[str],
        recipe: Recipe = Recipe(),
        contexts: list[str] | None = None,
        signs: Sequence[Example] = (),
        own: Mapping[str, Sequence[Own]] | None = None,
        after_alarm: Sequence[Said] = (),
    ) -> IntentModel:
        """Learns from examples of intents, from seeded noisy copies of them, and from the
        writers' messages with signs in them.

        Args:
            texts: the examples of intents.
            labels: their intents.
            recipe: how they become features.
            contexts: what each was said in, by name (`clinic.reading.learned.setting`); None:
                nothing in particular.
            signs: the writers' messages with signs.
            own: examples in other languages, by language.
            after_alarm: the writers' messages that were said after an alarm.
        """
        speller = Speller.learn(texts) if recipe.mends else None
        all_texts = _mend(speller, texts) + _copies(texts, labels, speller, recipe.noisy_copies)
        right = np.array(labels * (1 + recipe.noisy_copies))
        features = Features(recipe).fit(all_texts)
        letters = features.letters.weigh(all_texts)
        said_in = contexts or [NOTHING] * len(texts)
        for time in range(recipe.noisy_copies):
            said_in = said_in + _contexts_of_copies(texts, labels, said_in[: len(texts)], time)
        settings = [setting_named(name) for name in said_in]
        of_intents = list(zip(texts, labels, strict=True))
        # Neither keeps two cores busy by itself; what they both read is encoded once.
        with _encoders() as (read, read_after, encode_other), ThreadPoolExecutor(1) as beside:
            training = beside.submit(train_signs, signs, of_intents, read, encode_other)
            vectors = _within(all_texts, said_in, read, read_after)
            blocks = features.of(all_texts, vectors, letters, settings)
            intents = SoftmaxRegression(recipe.c, STEPS).fit(*blocks, right)
            of_signs = training.result()
            english = list(zip(texts, labels, settings[: len(texts)], strict=True))
            tongues = {
                language: TongueIntents.train(examples, english, language, encode_other)
                for language, examples in (own or {}).items()
            }
            of_alarms = train_after_alarm(after_alarm, read, encode_other)
        vectors = vectors[: len(texts), :SIZE]
        right = np.array(labels)
        return cls(speller, features, intents, of_signs, vectors, right, tongues, of_alarms)

    def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
        """What each text may mean: intents with probability and nearness, the likeliest first.

        Args:
            texts: a message, and its clauses.
            context: what the message was said in, and its language; its clauses are read by
                themselves.
        """
        if context is not None and context.language in self._tongues:
            return self._tongues[context.language].rank(texts, context)
        mended, encoder = _mend(self.speller, texts), get_encoder()
        letters = self.features.letters.weigh(mended)
        said_in = [name_of(context), *([NOTHING] * (len(texts) - 1))]
        settings = [setting_named(name) for name in said_in]
        vectors = _within(mended, said_in, encoder.read, encoder.read_after)
        blocks = self.features.of(mended, vectors, letters, settings)
        probabilities = self.intents.predict_proba(*blocks)
        rankings = []
        for place, row in enumerate(probabilities):
            order = np.argsort(row)[::-1]
            likely = [(self.labels[index], float(row[index])) for index in order]
            near = self._nearness(likely, vectors[place, :SIZE])
            readable = self.speller is None or self.speller.reads(texts[place])
            rankings.append(Ranking(texts[place], mended[place], likely, near, readable))
        return rankings

    def _nearness(
        self, likely: list[tuple[str, float]], vector: NDArray[np.float32]
    ) -> dict[str, float]:
        """The nearest example's cosine, for the likeliest intent, and where that is an alarm for
        the next one that is none."""
        near: dict[str, float] = {}
        for intent, _ in likely:
            near[intent] = float((self.examples[intent] @ vector).max())
            if intent not in ALARM_INTENTS:
                break
        return near

    def signs(self, language: str = "en") -> SignModel:
        """Which signs a text of a language tells of."""
        encode = encode_multilingual if language == "es" else get_encoder().read
        return self._signs[language].with_encoder(encode)

    def after_alarm(self, text: str, tier: str, language: str = "en") -> dict[str, float]:
        """How likely each kind of `clinic.reading.learned.after_alarm` is, of a text that was said
        after an alarm of a tier (E, C, U)."""
        encode = encode_multilingual if language == "es" else get_encoder().read
        return self._after_alarm[language].with_encoder(encode).hear(text, tier)


@contextmanager
def _encoders() -> Iterator[tuple[Encode, ReadAfter, Encode]]:
    """The encoders of a training, the English one alone and after what was said before, and that of
    many languages; all remember."""
    encoder = Encoder(TRAINING_THREADS)

    def joined(lines: list[str]) -> NDArray[np.float32]:
        return encoder.read_after([(said, text) for said, _, text in map(_parted, lines)])

    with (
        Remembered(encoder.read, VECTORS / "english.npz", version()) as one,
        Remembered(joined, VECTORS / "english-after.npz", version()) as after,
        Remembered(encode_multilingual, VECTORS / "multilingual.npz", MULTILINGUAL) as other,
    ):
        yield one, lambda pairs: after(["\n".join(pair) for pair in pairs]), other


def _parted(line: str) -> tuple[str, str, str]:
    return line.partition("\n")


def _within(
    texts: Sequence[str], said_in: Sequence[str], read: Encode, read_after: ReadAfter
) -> NDArray[np.float32]:
    """Both vectors of texts (texts, 768), the tuned one read after what was said before it."""
    vectors = read(list(texts)).copy()
    after = [place for place, name in enumerate(said_in) if name != NOTHING]
    if after:
        pairs = [(said_before(said_in[place]), texts[place]) for place in after]
        vectors[after, SIZE:] = read_after(pairs)
    return vectors


def train_signs(
    examples: Sequence[Example],
    intents: Sequence[tuple[str, str]],
    encode: Encode,
    encode_other: Encode = encode_multilingual,
) -> dict[str, SignModel]:
    """The learned readings of signs. The Spanish one learns from the English writers as well: the
    encoder brings what means the same close together, whatever the language."""
    english = [example for example in examples if example.language == "en"]
    # The Spanish one first: what else is trained meanwhile has read the intents by then.
    spanish = SignModel(encode_other, "es").fit(examples, [])
    return {
        "en": SignModel(encode).fit(english, told_by(intents), stories(english)),
        "es": spanish,
    }


def train_after_alarm(
    examples: Sequence[Said], encode: Encode, encode_other: Encode
) -> dict[str, AfterAlarm]:
    """The learned readings of what is said after an alarm; the Spanish one learns from the English
    writers as well."""
    if not examples:
        return {}
    english = [example for example in examples if example.language == "en"]
    return {"en": AfterAlarm(encode).fit(english), "es": AfterAlarm(encode_other).fit(examples)}


def _copies(texts: list[str], labels: list[str], speller: Speller | None, times: int) -> list[str]:
    """Seeded noisy copies of all texts, so many times over.

    Each copy has a seed of its own, so that an example more changes no other's. They stay
    misspelt, as what the speller does not mend will be. Those of alarms are mended: odd letters
    would count as signs themselves.
    """
    copies = [
        noisy(text, random.Random(f"{SEED} {time} {text}"))
        for time in range(times)
        for text in texts
    ]
    return [
        _mend(speller, [copy])[0] if label in ALARM_INTENTS else copy
        for copy, label in zip(copies, labels * times, strict=True)
    ]


def _contexts_of_copies(
    texts: list[str], labels: list[str], contexts: list[str], time: int
) -> list[str]:
    """What the copies are said in: as the examples; but what may be said anywhere, and of which
    the examples name no context, in any. Else a question in the middle of a booking would be
    taken for an answer, because all that was learned in that context are answers."""
    others = sorted({NOTHING, *contexts})
    return [
        random.Random(f"{SEED} {time} setting {text}").choice(others)
        if context == NOTHING and label in SAID_ANYWHERE
        else context
        for text, label, context in zip(texts, labels, contexts, strict=True)
    ]


def _mend(speller: Speller | None, texts: list[str]) -> list[str]:
    return [speller.mend(text) for text in texts] if speller else texts
