"""Weighs the safety gate and the learned second opinion: either one raises the alarm.

The thresholds were chosen on the open part of the safety corpus (tests/safety/open.yml); the
figures in docs/evaluation come from the part that was kept aside as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from clinic.reading.context import Before
from clinic.reading.learned.second_opinion import Opinion
from clinic.reading.safety import Assessment, assess

# Under this an alarm of the gate is one that the learned opinion does not share.
NOT_SHARED = 0.2
# Two messages are read together only when one of them is at least so suspect.
SUSPECT = 0.05
_PARTS = re.compile(r"[.;!?\n,]+|\b(?:but|however|though|although|except|yet|and)\b", re.IGNORECASE)
SHORTEST_PART = 3

# Opinions on texts, one each.
Hear = Callable[[list[str]], list[Opinion]]


@dataclass(frozen=True)
class Thresholds:
    """How sure the learned opinion must be, as a probability.

    Attributes:
        alarm: to raise the alarm by itself.
        clear: of one part of a message without the words that soften the rest ("no fever, but
            ..."), and of two messages together of which neither is an alarm.
    """

    alarm: float = 0.45
    clear: float = 0.6


IN_FORCE = Thresholds()


@dataclass(frozen=True)
class Verdict:
    """What a message means for safety.

    Attributes:
        tier: the alarm to raise; None without one.
        in_doubt: a sign may be meant or denied: the patient is asked once.
        disagreement: where gate and learned opinion differ, how: "gate_only", "heard_only", or
            "in_doubt" when nothing is raised; else "".
        suspicion: the learned probability of an alarm.
    """

    tier: str | None = None
    in_doubt: bool = False
    disagreement: str = ""
    suspicion: float = 0.0


def judge(
    text: str,
    assessment: Assessment,
    opinion: Opinion | None,
    hear: Hear,
    before: Before | None = None,
    thresholds: Thresholds = IN_FORCE,
) -> Verdict:
    """What a message means for safety.

    Args:
        text: the message.
        assessment: of the gate.
        opinion: the learned one on the whole text; None for an empty text.
        hear: asks for further learned opinions, on parts of the text.
        before: the patient's last message, where it is read together with this one.
        thresholds: other ones than those in force, to compare them.
    """
    if opinion is None:
        return Verdict(assessment.tier)
    suspicion = opinion.probability
    if assessment.tier:
        differ = "gate_only" if suspicion < NOT_SHARED else ""
        return Verdict(assessment.tier, disagreement=differ, suspicion=suspicion)
    if suspicion < thresholds.alarm:
        tier = _together(text, opinion, hear, before, thresholds)
        differ = "heard_only" if tier else ""
        return Verdict(tier, disagreement=differ, suspicion=suspicion)
    if assessment.findings:
        # A sign was found and denied, past, or asked about.
        return Verdict(None, not assessment.question, "in_doubt", suspicion)
    if not assessment.softened or _clear_part(text, hear) >= thresholds.clear:
        return Verdict(opinion.tier, False, "heard_only", suspicion)
    return Verdict(None, True, "in_doubt", suspicion)


def _clear_part(text: str, hear: Hear) -> float:
    """The highest probability among the parts of a text in which nothing softens it."""
    parts = [part.strip() for part in _PARTS.split(text)]
    plain = [
        part for part in parts if len(part.split()) >= SHORTEST_PART and not assess(part).softened
    ]
    return max((opinion.probability for opinion in hear(plain)), default=0.0) if plain else 0.0


def _together(
    text: str,
    opinion: Opinion,
    hear: Hear,
    before: Before | None,
    thresholds: Thresholds,
) -> str | None:
    """The tier of an alarm that only shows when two messages are read together."""
    if before is None or max(opinion.probability, before.suspicion) < SUSPECT:
        return None
    if before.suspicion >= thresholds.alarm:
        return None  # it was answered as what it is
    both = f"{before.text} {text}"
    joined = hear([both])[0]
    clear = joined.probability >= thresholds.clear and not assess(both).softened
    return joined.tier if clear else None
