"""What was read from a message, as it travels from component to component."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ranking:
    """What a text may mean.

    Attributes:
        text: the words as typed.
        mended: the words as they were classified.
        likely: intents with their probability (sums to 1), the likeliest first.
        nearness: cosine, up to 1, to the closest training example: of the likeliest intent, and
            where that is an alarm of the likeliest that is none.
        readable: whether there is a known word in it; "qwxz" has none.
    """

    text: str
    mended: str
    likely: list[tuple[str, float]]
    nearness: dict[str, float]
    readable: bool = True

    @property
    def intent(self) -> str:
        """The likeliest intent."""
        return self.likely[0][0]

    @property
    def probability(self) -> float:
        """The likeliest intent's probability."""
        return self.likely[0][1]

    @property
    def near(self) -> float:
        """How near the closest example of the likeliest intent is."""
        return self.nearness[self.intent]

    def mass(self, intents: frozenset[str]) -> float:
        """The probability that it is one of `intents`."""
        return sum(probability for intent, probability in self.likely if intent in intents)
