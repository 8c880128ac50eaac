"""What is learned about what people say of an alarm that was just raised for them: that somebody
has looked at it, that they are on their way, that it was a typo, that they will see on Friday.

Which of these it is hangs on the whole sentence ("they checked me and I need surgery tonight"), not
on words in it. Examples are in `data/after_alarm/`; a file is one writer's. What was compared:
docs/decisions/0042-after-an-alarm.md.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from clinic.reading.learned.ngrams import Grams, beside, letters_of, words_of
from clinic.reading.learned.noise import noisy
from clinic.reading.learned.regression import SoftmaxRegression
from clinic.reading.safety.examples import language_of_writer
from clinic.reading.safety.signs import Encode
from clinic.reading.safety.verdict import Tier
from clinic.settings import ROOT

FOLDER = ROOT / "data" / "after_alarm"
TIERS: tuple[Tier, ...] = ("E", "C", "U")
# Somebody has looked at it and found no emergency; it was told or understood wrong, or is long
# over; the sign is said not to be there. What the alarm told is being done. It is only meant to be
# done; nobody has cleared it, however it sounds; it has eased, or is guessed at; it is made light
# of; it is told again, or worse. It is asked about. None of these.
KINDS = (
    *("seen_ok", "otherwise", "denied", "help", "plan", "not_cleared"),
    *("eased", "light", "worse", "asks", "other"),
)
# Weights of the blocks, inverse regularization, and steps: by leaving each writer out in turn.
EMBEDDING, TIER, LETTERS, WORDS, RARE = 4.0, 1.0, 5.0, 6.0, 2
C, STEPS = 3.0, 100
SEED = 20261201


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        text: its words.
        tier: of the alarm that it was said after: E, C or U.
        kind: one of `KINDS`.
        writer: whose it is: the name of its file.
    """

    text: str
    tier: Tier
    kind: str
    writer: str

    @property
    def language(self) -> str:
        """ "es" or "en", by the name of the file."""
        return language_of_writer(self.writer)


def load_after_alarm(folder: Path = FOLDER) -> list[Said]:
    """Every example under a folder, by writer; a line is `KIND<tab>TIER<tab>TEXT`.

    Raises:
        ValueError: a line is none, with its file and number.
    """
    return [example for file in sorted(folder.glob("*.tsv")) for example in _of_file(file)]


def _of_file(path: Path) -> Iterator[Said]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        kind, tier, text = (*line.split("\t"), "", "")[:3]
        known = next((one for one in TIERS if one == tier), None)
        if kind not in KINDS or known is None or not text.strip():
            raise ValueError(f"{path}:{number}: write KIND<tab>TIER<tab>TEXT")
        yield Said(text.strip(), known, kind, path.stem)


class AfterAlarm:
    """The trained model of one language.

    Args:
        encode: the language's sentence encoder.
    """

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._letters, self._words = Grams(letters_of, RARE), Grams(words_of, RARE)
        self._kinds = SoftmaxRegression(C, STEPS)

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_encode": None}

    def with_encoder(self, encode: Encode) -> AfterAlarm:
        """This model after it was loaded: the encoder is not stored with it."""
        self._encode = encode
        return self

    def fit(self, examples: Sequence[Said]) -> AfterAlarm:
        """Learns from examples, and from a copy of each with slips."""
        texts = [example.text for example in examples]
        texts += [noisy(text, random.Random(f"{SEED} {text}")) for text in texts]
        self._letters.fit(texts)
        self._words.fit(texts)
        kinds = np.array([example.kind for example in examples] * 2)
        tiers = [example.tier for example in examples] * 2
        self._kinds.fit(*self._features(texts, tiers), kinds)
        return self

    def hear(self, text: str, tier: str) -> dict[str, float]:
        """The probability of each of `KINDS`, of a text that was said after an alarm of a tier."""
        chances = self._kinds.predict_proba(*self._features([text], [tier]))[0]
        return dict(zip(map(str, self._kinds.classes_), map(float, chances), strict=True))

    def _features(
        self, texts: list[str], tiers: Sequence[str]
    ) -> tuple[NDArray[np.float32], csr_matrix]:
        of_tiers = np.array([[one == tier for one in TIERS] for tier in tiers], dtype=np.float32)
        dense = np.hstack([self._encode(texts) * EMBEDDING, of_tiers * TIER])
        grams = beside(
            (self._letters.weigh(texts), self._letters.size, LETTERS),
            (self._words.weigh(texts), self._words.size, WORDS),
        )
        return dense, grams
