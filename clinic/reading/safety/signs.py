"""The learned reading of signs: which groups a text tells of, in whatever words, and how.

The gate knows the signs a clinician wrote down; people say them in words that nobody did. One
yes-or-no regression for each group ("is it there now?"), each tier and each way of meaning it,
over the sentence embedding, the letters, and the words with what is denied marked. It is asked
about the whole message, its sentences and their neighbours (`clinic.reading.safety.parts`).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from clinic.reading.intents import ALARMS
from clinic.reading.learned.ngrams import Grams, beside, letters_of, words_of
from clinic.reading.learned.noise import noisy
from clinic.reading.safety.assess import assess
from clinic.reading.safety.examples import Example
from clinic.reading.safety.groups import TIERS, get_groups
from clinic.reading.safety.parts import parts
from clinic.reading.safety.sigmoids import Sigmoids
from clinic.reading.safety.verdict import Status

Floats = NDArray[np.float32]
# Encodes texts: (texts, d), each of length 1.
Encode = Callable[[list[str]], Floats]

ANY = "any"
# "One of those" is an answer: it tells of a sign only where one was named.
_SAY_NOTHING = frozenset({"one_or_more", "affirm"})
STATUSES: tuple[Status, ...] = ("denied", "past", "asked", "figure", "doubt")
# Weights of the blocks: words tell "not leaking" from "leaking", the embedding hardly does.
EMBEDDING, LETTERS, WORDS = 2.0, 2.0, 6.0
RARE_LETTERS, RARE_WORDS = 8, 3
# A copy with typos counts half, and so does a sentence of a message without a sign.
OF_A_COPY, OF_A_SENTENCE = 0.5, 0.5
# And so does a story that is put together of messages that count by themselves.
OF_A_STORY = 0.5
# A group that is there counts so many times: each is rare among all examples.
OF_A_GROUP = 3.0
# The intents' examples hold no sign, and count as so many, however many more there come to be: as
# there are more of them every sign would be heard less often.
WITHOUT_A_SIGN = 19_500
# An example that only names its tier says little of the groups of another.
OF_ANOTHER_TIER = 0.3
# A denial reaches over so many words, or to the end of its part of the sentence.
REACH = 5
_TOKEN = re.compile(r"[\w']+|[.,;!?:]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DENIALS = frozenset(
    "no not never without none nothing neither nor denies denied deny nobody sin tampoco ni".split()  # noqa: SIM905
)
_TURNS = frozenset(
    """
    but however though although except yet because since until i my he she his her now just only
    pero aunque ahora
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True)
class Told:
    """An example that names its tier only: E, C, U, or None for a message without a sign."""

    text: str
    tier: str | None


def told_by(intents: Iterable[tuple[str, str]]) -> list[Told]:
    """What examples of intents, as text and intent, tell about signs."""
    tiers = {intent: tier for tier, intent in ALARMS.items()}
    return [Told(text, tiers.get(intent)) for text, intent in intents if intent not in _SAY_NOTHING]


@dataclass(frozen=True)
class Row:
    """A text to learn from.

    Attributes:
        text: its words.
        right: what is so, for each output, 0 to 1.
        weight: of each; 0 where nothing is known of it.
    """

    text: str
    right: Floats
    weight: Floats


class SignModel:
    """The trained model.

    Args:
        encode: a language's sentence encoder.
        language: of the messages it will be asked about; those of another language are learned
            from as they are, without copies or sentences.

    Attributes:
        outputs: what each column of `hear` is about: the groups, "any", the tiers, and the ways
            of meaning a sign.
    """

    def __init__(self, encode: Encode, language: str = "en") -> None:
        self._encode, self._language = encode, language
        self._letters = Grams(letters_of, RARE_LETTERS)
        self._words = Grams(words_of, RARE_WORDS)
        self._sigmoids = Sigmoids()
        self._tiers = {group.key: group.tier for group in get_groups().groups.values()}
        self.outputs = (*self._tiers, ANY, *TIERS, *STATUSES)
        self._places = {output: place for place, output in enumerate(self.outputs)}

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_encode": None}

    def with_encoder(self, encode: Encode) -> SignModel:
        """This model after it was loaded: the encoder is not stored with it."""
        self._encode = encode
        return self

    def place(self, output: str) -> int:
        """The column of an output."""
        return self._places[output]

    def fit(
        self, examples: Sequence[Example], told: Sequence[Told], long: Sequence[Example] = ()
    ) -> SignModel:
        """Learns from the writers' examples, from stories put together of them (`long`), and from
        examples that only name a tier."""
        rows = [row for example in (*examples, *long) for row in self._rows(example)]
        quiet = sum(one.tier is None for one in told)
        rows += [self.row_told(one, min(1.0, WITHOUT_A_SIGN / max(quiet, 1))) for one in told]
        texts = [row.text for row in rows]
        self._letters.fit(texts)
        self._words.fit([denials_marked(text.lower()) for text in texts])
        different = list(dict.fromkeys(texts))
        vectors = self._encode(different)
        place = {text: number for number, text in enumerate(different)}
        dense = vectors[[place[text] for text in texts]]
        right = np.array([row.right for row in rows], np.float32)
        weight = np.array([row.weight for row in rows], np.float32)
        self._sigmoids.fit(dense * EMBEDDING, self._grams(texts), right, weight)
        return self

    def hear(self, texts: list[str]) -> Floats:
        """Probabilities (texts, outputs)."""
        if not texts:
            return np.zeros((0, len(self.outputs)), np.float32)
        return self._sigmoids.of(self._encode(texts) * EMBEDDING, self._grams(texts))

    def _grams(self, texts: Sequence[str]) -> csr_matrix:
        marked = [denials_marked(text.lower()) for text in texts]
        return beside(
            (self._letters.weigh(texts), self._letters.size, LETTERS),
            (self._words.weigh(marked), self._words.size, WORDS),
        )

    def row(self, example: Example) -> Row:
        """What there is to learn from a writer's message."""
        right, weight = self._zeros(), np.ones(len(self.outputs), np.float32)
        for group, status in example.signs:
            if status in ("present", "doubt"):
                value = 1.0 if status == "present" else 0.5
                for output in (group, ANY, self._tiers[group]):
                    place = self._places[output]
                    right[place] = max(right[place], value)
                weight[self._places[group]] = OF_A_GROUP
            if status != "present":
                right[self._places[status]] = 1
        return Row(example.text, right, weight)

    def _rows(self, example: Example) -> list[Row]:
        """The message, and a copy with slips and the parts of it where there is something to learn
        from them."""
        row = self.row(example)
        right, weight = row.right, row.weight
        if example.story:
            return [Row(example.text, right, weight * OF_A_STORY)]
        rows = [row]
        if example.language != self._language:
            return rows
        copy = noisy(example.text, random.Random(f"n {example.text}"))
        rows.append(Row(copy, right, weight * OF_A_COPY))
        found = parts(example.text)
        if len(found) > 1 and not right[self._places[ANY]]:
            # Where the whole holds no sign no sentence does; how it is meant may stand in another.
            of_part = weight * OF_A_SENTENCE
            of_part[[self._places[status] for status in STATUSES]] = 0
            rows += [Row(part, self._zeros(), of_part) for part in found]
        return rows

    def row_told(self, told: Told, quiet: float = 1.0) -> Row:
        """What there is to learn from an example that names its tier only.

        Args:
            told: the example.
            quiet: how much one without a sign counts.
        """
        right, weight = self._zeros(), np.ones(len(self.outputs), np.float32)
        weight[[self._places[status] for status in STATUSES]] = 0
        if told.tier:
            right[[self._places[ANY], self._places[told.tier]]] = 1
            for tier in TIERS:
                if tier != told.tier:
                    weight[self._places[tier]] = OF_ANOTHER_TIER
            for group, tier in self._tiers.items():
                weight[self._places[group]] = 0 if tier == told.tier else OF_ANOTHER_TIER
            for finding in assess(told.text).present:
                if finding.tier == told.tier:
                    # Which group it is nobody wrote down; the gate's words say it often enough.
                    right[self._places[finding.group]] = 1
                    weight[self._places[finding.group]] = OF_A_GROUP
        else:
            weight *= quiet
        return Row(told.text, right, weight)

    def _zeros(self) -> Floats:
        return np.zeros(len(self.outputs), np.float32)


def denials_marked(text: str) -> str:
    """The text with each denied word marked ("no leaking" -> "no not_leaking"), years made alike.

    After Das and Chen (2001), who did so to tell liked from not liked.
    """
    words: list[str] = []
    left = 0
    for word in _TOKEN.findall(text):
        if _YEAR.fullmatch(word):
            words.append("someyear")
        elif word in _DENIALS or word.endswith("n't"):
            words.append("not" if word.endswith("n't") else word)
            left = REACH
        elif word in _TURNS or not word[0].isalnum():
            words.append(word)
            # A comma may go on with a list of what is denied.
            left = min(left, 3) if word == "," else 0
        else:
            words.append(f"not_{word}" if left else word)
            left = max(left - 1, 0)
    return " ".join(words)
