"""The learned second opinion on safety: does a message report an alarm, in whatever words?

The gate (clinic/reading/safety) knows the signs a clinician wrote down; people say them in words
that nobody did. This regression has read some thousand such messages. It hears a sign better than
it hears a denial, so the decision weighs it with the words that soften a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from clinic.reading.intents import ALARMS
from clinic.reading.learned.ngrams import Grams, Row, beside, words_of
from clinic.reading.learned.regression import SoftmaxRegression

TIERS = {intent: tier for tier, intent in ALARMS.items()}
QUIET = "quiet"
# Weights of the blocks: words tell "not leaking" from "leaking", the embedding hardly does.
EMBEDDING, LETTERS, WORDS = 2.0, 2.0, 6.0
C, STEPS = 2.0, 35
RARE_WORDS = 3
# A denial reaches over so many words, or to the end of its part of the sentence.
REACH = 5
_TOKEN = re.compile(r"[\w']+|[.,;!?:]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DENIALS = frozenset(
    "no not never without none nothing neither nor denies denied deny nobody".split()  # noqa: SIM905
)
_TURNS = frozenset(
    """
    but however though although except yet because since until i my he she his her now just only
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True)
class Opinion:
    """What a text reports, in the opinion of the learned model.

    Attributes:
        tier: the likeliest alarm: E, C or U.
        probability: that it reports any alarm.
    """

    tier: str
    probability: float


class SecondOpinion:
    """The trained model.

    Args:
        letters: how many n-grams of letters are known; they are those the intents have as well.
    """

    def __init__(self, letters: int) -> None:
        self._letters = letters
        self._words = Grams(words_of, RARE_WORDS)
        self._regression = SoftmaxRegression(C, STEPS, balanced=False)

    def fit(
        self,
        texts: list[str],
        vectors: NDArray[np.float32],
        letters: list[Row],
        intents: NDArray[np.str_],
    ) -> SecondOpinion:
        """Learns from texts, mended or not, their embeddings (texts, 384), letters, and intents."""
        marked = [denials_marked(text) for text in texts]
        self._words.fit(marked)
        tiers = np.array([TIERS.get(intent, QUIET) for intent in intents])
        self._regression.fit(*self._features(marked, vectors, letters), tiers)
        return self

    def of(
        self, texts: list[str], vectors: NDArray[np.float32], letters: list[Row]
    ) -> list[Opinion]:
        """The opinion on each mended text, given its embedding and its letters."""
        marked = [denials_marked(text) for text in texts]
        rows = self._regression.predict_proba(*self._features(marked, vectors, letters))
        tiers = [str(tier) for tier in self._regression.classes_]
        quiet = tiers.index(QUIET)
        opinions = []
        for row in rows:
            best = max((place for place in range(len(tiers)) if place != quiet), key=row.item)
            opinions.append(Opinion(tiers[best], float(1 - row[quiet])))
        return opinions

    def _features(
        self, marked: list[str], vectors: NDArray[np.float32], letters: list[Row]
    ) -> tuple[NDArray[np.float32], csr_matrix]:
        grams = beside(
            (letters, self._letters, LETTERS),
            (self._words.weigh(marked), self._words.size, WORDS),
        )
        return vectors * EMBEDDING, grams


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
