"""Weighs the evidence: one small logistic regression whose numbers stand in weights.json.

They are fitted by `python -m evaluation.weigh`, on messages whose writers the learned reading had
not read, so that each voice counts for what it is worth on words that nobody foresaw. A person can
read them: every number says how many log odds its piece of evidence adds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from clinic.reading.safety.evidence import NAMES

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True)
class Weights:
    """The regression and its two thresholds.

    Attributes:
        start: log odds without any evidence.
        of: what each piece of evidence adds, a unit of it, in the order of `NAMES`.
        alarm: from this probability on the alarm is raised,
        ask: and from this one the patient is asked.
    """

    start: float
    of: tuple[float, ...]
    alarm: float
    ask: float

    def probability(self, evidence: Sequence[float]) -> float:
        """That a sign is present."""
        odds = self.start + sum(w * value for w, value in zip(self.of, evidence, strict=True))
        return 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))

    def reasons(self, evidence: Sequence[float]) -> list[tuple[str, float]]:
        """What each piece added, the weightiest first."""
        added = zip(NAMES, (w * v for w, v in zip(self.of, evidence, strict=True)), strict=True)
        return sorted(added, key=lambda pair: -abs(pair[1]))


def load_weights(file: Path = FILE) -> dict[str, Weights]:
    """The weights by language.

    Raises:
        ValueError: they are not for the evidence that is gathered today; fit them again.
    """
    found = {}
    for language, fields in json.loads(file.read_text(encoding="utf-8")).items():
        if tuple(fields["of"]) != NAMES:
            raise ValueError(f"{file.name} weighs other evidence: run `python -m evaluation.weigh`")
        of = tuple(float(fields["of"][name]) for name in NAMES)
        found[language] = Weights(fields["start"], of, fields["alarm"], fields["ask"])
    return found


@lru_cache(maxsize=1)
def weights() -> dict[str, Weights]:
    """The weights in force, by language."""
    return load_weights()
