"""What is learned about messages in another language: which intents a text may have.

The encoder of many languages brings what means the same close together, so the English examples
teach the other language too; what people of that language say is added from `data/languages/`.
What was compared: docs/decisions/0038-another-language.md.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from clinic.reading.context import Context
from clinic.reading.intents import ALARM_INTENTS
from clinic.reading.learned.multilingual import encode_multilingual
from clinic.reading.learned.ngrams import Grams, beside, letters_of, words_of
from clinic.reading.learned.ranking import Ranking
from clinic.reading.learned.regression import SoftmaxRegression
from clinic.reading.learned.setting import NOTHING, one_hot, setting_named, setting_of
from clinic.reading.learned.spelt import spelt
from clinic.reading.safety.signs import Encode
from clinic.settings import ROOT

FOLDER = ROOT / "data" / "languages"
# So many English examples an intent are learned from: more bring nothing, and cost encoding.
MOST_ENGLISH = 200
# English examples of this are in other languages already.
_IN_ANOTHER = "speak_spanish"
EMBEDDING, SETTING = 10.0, 5.0
# Its letters and words are learned from its own examples, and carry what is misspelt.
LETTERS, WORDS, RARE = 8.0, 6.0, 2
C, STEPS = 0.1, 50
# The language's own examples count so many times: there are fewer.
OWN_TIMES = 2
# So regularized, it is surer than it says: of messages by a writer who was left out it was right
# more often than its probabilities told.
SHARPENED = 1.4
# Cosines of this encoder are other than the English one's: the line they are brought to its
# thresholds by.
_LEVEL, _SLOPE = 0.05, 0.95
SEED = 20261130


@dataclass(frozen=True)
class Own:
    """An example in the language itself.

    Attributes:
        text: its words.
        intent: what is meant.
        writer: whose it is.
        context: what it was said in, by name (`clinic.reading.learned.setting`).
    """

    text: str
    intent: str
    writer: str
    context: str = NOTHING


def load_own(language: str, folder: Path = FOLDER) -> list[Own]:
    """The examples of a language: a line is `INTENT<tab>TEXT`, or `INTENT<tab>CONTEXT<tab>TEXT`
    where it was said in something; a file is one writer's.

    Raises:
        ValueError: a line is none, with its file and number.
    """
    return [
        example for path in sorted((folder / language).glob("*.tsv")) for example in _lines(path)
    ]


def languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """The languages there are examples in."""
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir()))


def _lines(path: Path) -> Iterator[Own]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        intent, *within, text = line.split("\t") if "\t" in line else ("", "")
        if not intent or not text.strip() or len(within) > 1:
            form = "INTENT<tab>TEXT, or INTENT<tab>CONTEXT<tab>TEXT"
            raise ValueError(f"{path}:{number}: write {form}")
        yield Own(text.strip(), intent, path.stem, within[0] if within else NOTHING)


class _Vocabulary:
    """The letters and words of a language's own examples.

    Args:
        texts: the examples, each once.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._letters = Grams(letters_of, RARE).fit(texts)
        self._words = Grams(words_of, RARE).fit(texts)
        self._known = frozenset(word for text in texts for word in _single(text))

    def weigh(self, texts: Sequence[str]) -> csr_matrix:
        """Letters and words of texts, a row each; nothing in that of an empty text."""
        letters, words = self._letters, self._words
        return beside(
            (letters.weigh(texts), letters.size, LETTERS), (words.weigh(texts), words.size, WORDS)
        )

    def reads(self, text: str) -> bool:
        """Whether there is a known word in it."""
        return any(word in self._known for word in _single(text))


def _single(text: str) -> list[str]:
    return [word for word in words_of(text) if " " not in word]


class TongueIntents:
    """Which intents a text of one language has.

    Args:
        intents: the regression.
        vocabulary: the language's letters and words.
        examples: vectors (n, 512) of examples, for nearness, in half precision.
        example_labels: their intents.
        language: of the texts.
    """

    def __init__(
        self,
        intents: SoftmaxRegression,
        vocabulary: _Vocabulary,
        examples: NDArray[np.float16],
        example_labels: NDArray[np.str_],
        language: str,
    ) -> None:
        self._intents, self._vocabulary, self._language = intents, vocabulary, language
        self.labels = [str(label) for label in intents.classes_]
        self._examples = {label: examples[example_labels == label] for label in self.labels}

    @classmethod
    def train(
        cls,
        own: Sequence[Own],
        english: Sequence[tuple[str, str, str]],
        language: str,
        encode: Encode = encode_multilingual,
    ) -> TongueIntents:
        """Learns from a language's own examples and from the English ones.

        Args:
            own: the language's.
            english: texts with their intents and what they were said in.
            language: which it is.
            encode: the encoder of many languages.
        """
        taught = list(_some(english))
        intents = {intent for _, intent, _ in taught} | {_IN_ANOTHER}
        own = [example for example in own if example.intent in intents] * OWN_TIMES
        mine = [spelt(example.text, language) for example in own]
        texts = [text for text, _, _ in taught] + mine
        labels = np.array([intent for _, intent, _ in taught] + [one.intent for one in own])
        settings = [setting for _, _, setting in taught]
        settings += [setting_named(example.context) for example in own]
        vectors = encode(texts)
        dense = np.hstack([vectors * EMBEDDING, one_hot(settings, SETTING)])
        vocabulary = _Vocabulary(mine[: len(own) // OWN_TIMES])
        # The letters of English examples would teach it nothing.
        sparse = vocabulary.weigh([""] * len(taught) + mine)
        regression = SoftmaxRegression(C, STEPS).fit(dense, sparse, labels)
        return cls(regression, vocabulary, vectors.astype(np.float16), labels, language)

    def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
        """What each text may mean, the likeliest first.

        Args:
            texts: a message, and its clauses.
            context: what the message was said in; its clauses are read by themselves.
        """
        words = [spelt(text, self._language) for text in texts]
        vectors = encode_multilingual(words)
        said_in = [setting_of(context), *([NOTHING] * (len(texts) - 1))]
        dense = np.hstack([vectors * EMBEDDING, one_hot(said_in, SETTING)])
        rankings = []
        chances = self._intents.predict_proba(dense, self._vocabulary.weigh(words))
        for place, row in enumerate(chances):
            order = np.argsort(row)[::-1]
            row = row**SHARPENED / (row**SHARPENED).sum()
            likely = [(self.labels[index], float(row[index])) for index in order]
            near = self._nearness(likely, vectors[place])
            text = texts[place]
            rankings.append(Ranking(text, text, likely, near, self._vocabulary.reads(words[place])))
        return rankings

    def _nearness(
        self, likely: Sequence[tuple[str, float]], vector: NDArray[np.float32]
    ) -> dict[str, float]:
        intent = likely[0][0]
        cosine = float((self._examples[intent].astype(np.float32) @ vector).max())
        return {intent: _LEVEL + _SLOPE * cosine}


def _some(english: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """The English examples that are learned from: seeded, at most so many an intent; not those of
    alarms, which are heard elsewhere, nor those that are in another language already."""
    of: dict[str, list[tuple[str, str, str]]] = {}
    for example in english:
        of.setdefault(example[1], []).append(example)
    for intent, examples in sorted(of.items()):
        if intent in ALARM_INTENTS or intent == _IN_ANOTHER:
            continue
        if len(examples) > MOST_ENGLISH:
            examples = random.Random(f"{SEED} {intent}").sample(examples, MOST_ENGLISH)
        yield from examples
