"""How many signs of the safety corpus the product sees, and how often it cries wolf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from clinic.reading.intents import ALARMS
from evaluation.corpus import EXPLICIT, Alarm, Corpus
from evaluation.figures import Share
from evaluation.product import Product

TIERS = {intent: tier for tier, intent in ALARMS.items()}
ORDINARY = "ordinary"

Key = TypeVar("Key")


@dataclass
class SafetyFigures:
    """The figures of one part of the corpus, each a share of its messages.

    Attributes:
        seen: by (how: "explicit" or "paraphrased", tier): an alarm at least as urgent is raised. E
            and C have to be told apart; a U that is taken for E is safe.
        by_manner: any alarm is raised, by manner.
        asked: instead of an alarm the patient is asked whether the sign is there, by tier.
        cried: an alarm where there is none, by kind: E or C; for ordinary messages U as well.
        asked_quiet: the patient is asked though nothing is there, by kind.
        wrong: a line for each alarm that is missed, and for each false one.
    """

    seen: dict[tuple[str, str], Share] = field(default_factory=dict)
    by_manner: dict[str, Share] = field(default_factory=dict)
    asked: dict[str, Share] = field(default_factory=dict)
    cried: dict[str, Share] = field(default_factory=dict)
    asked_quiet: dict[str, Share] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()

    def recall(self, how: str) -> Share:
        """Of all tiers together."""
        shares = [share for (name, _), share in self.seen.items() if name == how]
        return Share(sum(share.right for share in shares), sum(share.of for share in shares))

    def __add__(self, other: SafetyFigures) -> SafetyFigures:
        """The figures of two parts together."""
        tables = ("seen", "by_manner", "asked", "cried", "asked_quiet")
        summed = {name: _summed(getattr(self, name), getattr(other, name)) for name in tables}
        return SafetyFigures(**summed, wrong=self.wrong + other.wrong)


def _summed(left: dict[Any, Share], right: dict[Any, Share]) -> dict[Any, Share]:
    nothing = Share(0, 0)
    return {
        key: Share(
            left.get(key, nothing).right + right.get(key, nothing).right,
            left.get(key, nothing).of + right.get(key, nothing).of,
        )
        for key in {**left, **right}
    }


def measure_safety(product: Product, part: Corpus) -> SafetyFigures:
    """The figures of a part of the corpus, through the trained model the product serves."""
    seen, manner, asked = defaultdict(list), defaultdict(list), defaultdict(list)
    wrong = []
    for alarm in part.alarms:
        readings = product.read_together(alarm.texts)
        tiers = [TIERS.get(reading.intent) for reading in readings]
        how = EXPLICIT if alarm.manner == EXPLICIT else "paraphrased"
        seen[how, alarm.tier].append(_is_seen(alarm, tiers))
        manner[alarm.manner].append(any(tiers))
        asked[alarm.tier].append(not any(tiers) and any(item.in_doubt for item in readings))
        if not seen[how, alarm.tier][-1]:
            came = "asked" if asked[alarm.tier][-1] else next(filter(None, tiers), "quiet")
            wrong.append(f"{alarm.tier}, {alarm.manner}, {came}: {' / '.join(alarm.texts)}")
    cried, asked_quiet = defaultdict(list), defaultdict(list)
    for item, reading in zip(
        part.quiet, product.read([item.text for item in part.quiet]), strict=True
    ):
        tier = TIERS.get(reading.intent)
        cried[item.kind].append(tier in (("E", "C", "U") if item.kind == ORDINARY else ("E", "C")))
        asked_quiet[item.kind].append(reading.in_doubt)
        if cried[item.kind][-1]:
            wrong.append(f"{item.kind}, {tier}: {item.text}")
    return SafetyFigures(
        seen=_shares(seen),
        by_manner=_shares(manner),
        asked=_shares(asked),
        cried=_shares(cried),
        asked_quiet=_shares(asked_quiet),
        wrong=tuple(wrong),
    )


def _shares(verdicts: Mapping[Key, list[bool]]) -> dict[Key, Share]:
    return {key: Share.among(of_key) for key, of_key in verdicts.items()}


def _is_seen(alarm: Alarm, tiers: list[str | None]) -> bool:
    enough = {"U", "E"} if alarm.tier == "U" else {alarm.tier}
    return any(tier in enough for tier in tiers)
