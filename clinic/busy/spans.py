"""Stretches of time, from a beginning to an end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in stretches that don't touch, in order."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


class Stretches:
    """Tells of many times whether they lie in some stretches, without a look at each of these."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = merged(spans)
        self._begins = [begin for begin, _ in self._spans]

    def hit(self, begin: datetime, end: datetime) -> bool:
        """Whether a time overlaps one of them."""
        last = bisect_left(self._begins, end) - 1
        return last >= 0 and self._spans[last][1] > begin
