"""Shares with their 95 % intervals, and macro F1."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

# 97.5th percentile of the normal distribution: both tails of a 95 % interval.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """How many of how many were right."""

    right: int
    of: int

    @classmethod
    def among(cls, verdicts: Sequence[bool]) -> Share:
        """The share of true ones."""
        return cls(sum(verdicts), len(verdicts))

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 when nothing was measured."""
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval (E. B. Wilson, 1927), which stays honest for small counts."""
        if not self.of:
            return 0.0, 1.0
        share, count = self.value, self.of
        middle = (share + Z * Z / (2 * count)) / (1 + Z * Z / count)
        spread = Z * sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
        spread /= 1 + Z * Z / count
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} ({low:.2f}-{high:.2f}), {self.right} of {self.of}"


def table_of_shares(what: str, right: str, verdicts: Iterable[tuple[str, bool]]) -> str:
    """Shares by name as a Markdown table, in the order in which the names come first.

    Args:
        what, right: the heads of its two columns.
        verdicts: a name under which something counts, and whether it was right.
    """
    by: dict[str, list[bool]] = defaultdict(list)
    for name, verdict in verdicts:
        by[name].append(verdict)
    rows = [f"| {name} | {Share.among(found)} |" for name, found in by.items()]
    return "\n".join([f"| {what} | {right} |", "|---|---|", *rows])


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the intents that should have been found.

    Args:
        pairs: (right intent, understood intent) of each message.
    """
    right = Counter(wanted for wanted, found in pairs if wanted == found)
    wanted_counts = Counter(wanted for wanted, _ in pairs)
    found_counts = Counter(found for _, found in pairs)
    scores = [
        2 * right[intent] / (wanted_counts[intent] + found_counts[intent])
        for intent in wanted_counts
    ]
    return sum(scores) / len(scores) if scores else 0.0
