"""A reader whose learned part says what a test tells it, and a context to read in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from clinic.content import get_content
from clinic.reading.context import Context
from clinic.reading.learned.after_alarm import KINDS
from clinic.reading.learned.ranking import Ranking
from clinic.reading.reader import Reader
from clinic.reading.safety.evidence import Hears
from clinic.reading.safety.groups import TIERS, load_groups
from clinic.reading.safety.signs import ANY, STATUSES
from clinic.settings import ROOT

# A Sunday.
NOW = datetime(2026, 11, 29, 10, tzinfo=ZoneInfo("America/Chicago"))


class HearsWords:
    """Hears a group in texts with a word: `HearsWords(tap="bladder")`."""

    outputs = (*load_groups(ROOT / "content").groups, ANY, *TIERS, *STATUSES)

    def __init__(self, **words: str) -> None:
        self.words = words

    def place(self, output: str) -> int:
        return self.outputs.index(output)

    def hear(self, texts: list[str]) -> NDArray[np.float32]:
        heard = np.full((len(texts), len(self.outputs)), 0.002, np.float32)
        for row, text in enumerate(texts):
            for word, group in self.words.items():
                if word in text:
                    heard[row, [self.place(group), self.place(ANY)]] = 0.995
        return heard


class Told:
    """Ranks every text as the test says: the whole as `intent`, clauses by `clauses`; hears the
    kind of word on an alarm that `after` names, as likely as it says."""

    after = ("other", 1.0)

    def __init__(self, intent: str = "inform", sure: float = 0.9, **clauses: str) -> None:
        self.intent, self.sure, self.clauses = intent, sure, clauses

    def rank(self, texts: list[str], context: Context | None = None) -> list[Ranking]:
        return [self._rank(text, text != texts[0]) for text in texts]

    def signs(self, language: str = "en") -> Hears:
        return HearsWords()

    def after_alarm(self, text: str, tier: str, language: str = "en") -> dict[str, float]:
        kind, chance = self.after
        rest = (1 - chance) / (len(KINDS) - 1)
        return {name: chance if name == kind else rest for name in KINDS}

    def _rank(self, text: str, is_part: bool) -> Ranking:
        intent = self.intent
        if is_part:
            named = [name for word, name in self.clauses.items() if word in text]
            intent = named[0] if named else "inform"
        likely = [(intent, self.sure), ("ask_causes", 1 - self.sure)]
        return Ranking(text, text, likely, {intent: 0.9}, True)


@pytest.fixture
def context() -> Context:
    return Context(NOW)


@pytest.fixture
def reader() -> Callable[..., Reader]:
    """Makes a reader that hears an intent: `reader("book_screening")`."""
    return lambda *args, **clauses: Reader(Told(*args, **clauses), get_content().clinic)
