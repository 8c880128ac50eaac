"""Measures the safety gate on the corpus beside it: `python -m tests.safety.measure`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import yaml

from clinic.safety import Assessment, assess

CORPUS = yaml.safe_load(Path(__file__).with_name("corpus.yml").read_text(encoding="utf-8"))
TIERS = ("E", "C", "U")


@dataclass(frozen=True)
class Rate:
    """A share with what went wrong.

    Attributes:
        hits, total: counted messages.
        wrong: the messages that were not as they should be.
    """

    hits: int
    total: int
    wrong: tuple[str, ...]

    @property
    def share(self) -> float:
        """Hits out of total, from 0 to 1."""
        return self.hits / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval (Wilson, 1927)."""
        z, n, p = 1.96, self.total, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.share:6.1%}  ({self.hits}/{self.total}, 95 % {low:.1%} to {high:.1%})"


def recall(part: str, tier: str) -> Rate:
    """How many of a part's messages of a tier raise an alarm at least as urgent.

    E and C have to be told apart and may not come out as U; a U that is taken for E is safe.
    """
    messages = CORPUS[part].get(tier, [])
    wrong = [text for text in messages if not _seen(tier, assess(text))]
    return Rate(len(messages) - len(wrong), len(messages), tuple(wrong))


def false_alarms(messages: Iterable[str], tiers: str) -> Rate:
    """How many quiet messages raise one of `tiers`."""
    listed = list(messages)
    wrong = [text for text in listed if (assess(text).tier or "-") in tiers]
    return Rate(len(wrong), len(listed), tuple(wrong))


def measure() -> dict[str, Rate]:
    """Every rate of the report, by name."""
    rates = {
        f"recall, {part}, tier {tier}": recall(part, tier)
        for part in ("explicit", "paraphrased", "kept")
        for tier in TIERS
    }
    rates["false alarms, ordinary"] = false_alarms(CORPUS["ordinary"], "ECU")
    rates["false alarms, negated"] = false_alarms(CORPUS["negated"], "EC")
    rates["false alarms, kept"] = false_alarms(CORPUS["kept"]["quiet"], "EC")
    return rates


def _seen(tier: str, assessment: Assessment) -> bool:
    return assessment.tier == tier or (tier == "U" and assessment.tier == "E")


def main() -> None:
    for name, rate in measure().items():
        print(f"{name:32} {rate}")
        for text in (
            rate.wrong if not name.startswith(("recall, kept", "false alarms, kept")) else ()
        ):
            print(f"{'':34} {text}")


if __name__ == "__main__":
    main()
