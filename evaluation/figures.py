"""Shares with their 95 % intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

# 97.5th percentile of the normal distribution: both tails of a 95 % interval.
Z = 1.959964


@dataclass(frozen=True)
class Share:
    """How many of how many were right."""

    right: int
    of: int

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
