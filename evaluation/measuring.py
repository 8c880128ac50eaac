"""Measures one set of labelled messages, as written or with typos."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from clinic.reading.learned.noise import noisy
from evaluation.figures import Share, macro_f1
from evaluation.messages import Labelled
from evaluation.product import Reading

# Not the seed of the noisy copies in training (nlu/classifier.py).
SEED = 7_919
ALL = "all"
WISHES = ("book", "reschedule", "cancel", "check_booking")


class Reads(Protocol):
    """Whatever understands messages: the product, or a conversation with each of them."""

    def read(self, texts: Sequence[str]) -> list[Reading]: ...


@dataclass(frozen=True)
class Measured:
    """The figures of one set.

    Attributes:
        shares: right ones by (label, origin), with "all" for every origin together.
        pairs: (right intent, understood intent) where the set names the right intent.
        median: milliseconds of one parse.
    """

    shares: dict[tuple[str, str], Share]
    pairs: list[tuple[str, str]]
    median: float

    def share(self, label: str) -> Share:
        """All messages of a label; of the four appointment wishes for "appointments"."""
        labels = WISHES if label == "appointments" else (label,)
        shares = [self.shares.get((name, ALL), Share(0, 0)) for name in labels]
        return Share(sum(share.right for share in shares), sum(share.of for share in shares))

    @property
    def accuracy(self) -> Share:
        """How often the understood intent is the right one."""
        return Share.among([wanted == found for wanted, found in self.pairs])

    @property
    def macro_f1(self) -> float:
        """The mean F1 over the right intents."""
        return macro_f1(self.pairs)


def measure(product: Reads, messages: Sequence[Labelled], noise: bool) -> Measured:
    """The figures of `messages`, with seeded typos and shorthand where `noise` says so."""
    random_ = random.Random(SEED)
    texts = [noisy(item.text, random_) if noise else item.text for item in messages]
    readings = product.read(texts)
    verdicts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    pairs = []
    for message, reading in zip(messages, readings, strict=True):
        verdict = message.is_right(reading.intents, reading.intent)
        verdicts[message.label, ALL].append(verdict)
        verdicts[message.label, message.origin].append(verdict)
        if message.intent:
            pairs.append((message.intent, reading.intent))
    shares = {key: Share.among(found) for key, found in verdicts.items()}
    median = statistics.median(reading.milliseconds for reading in readings)
    return Measured(shares, pairs, median)
