"""The one assessment: a message in, a tier out, with what was found and why."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clinic.reading.safety.context import Status, status_of
from clinic.reading.safety.finding import Found, Span, Word, find_lists, find_signs
from clinic.reading.safety.forms import forms
from clinic.reading.safety.normal import STOPS, plain_words
from clinic.reading.safety.verdict import Tier
from clinic.reading.safety.vocabulary import Vocabulary, get_vocabulary

logger = logging.getLogger(__name__)

URGENCY: dict[Tier, int] = {"E": 3, "C": 2, "U": 1}
# Two messages so close together are read as one: people press send in the middle of a sentence.
TOGETHER_SECONDS = 600
# The newest readings are kept: the next message is read together with its last.
KEPT_READINGS = 64
# A longer message is read in pieces of so many words, which overlap so that no sign is cut.
PIECE_WORDS, OVERLAP_WORDS = 300, 40

_Words = tuple[Word, ...]


@dataclass(frozen=True)
class Context:
    """What was said before.

    Attributes:
        previous_text: the patient's message before this one, None when there is none.
        previous_age_seconds: how long ago that was.
    """

    previous_text: str | None = None
    previous_age_seconds: float | None = None

    @property
    def continues(self) -> bool:
        """Whether a message is read together with the one before it."""
        age = self.previous_age_seconds
        return bool(self.previous_text) and (age is None or age <= TOGETHER_SECONDS)


@dataclass(frozen=True)
class Finding:
    """One sign that was found.

    Attributes:
        tier: E, C or U.
        group: which kind of sign, as in safety.yml.
        phrase: the words it was found in, in plain spelling.
        status: present, denied, past, or asked (about, or feared).
        certain: its words can hardly mean anything else.
    """

    tier: Tier
    group: str
    phrase: str
    status: Status
    certain: bool = False


@dataclass(frozen=True)
class Assessment:
    """What a message says about safety.

    Attributes:
        tier: the most urgent tier that is present; None when none is.
        findings: every sign that was found, present or not, the most urgent first.
        question: a sign is asked about, and none is present.
        why: one line for the log and the staff.
    """

    tier: Tier | None = None
    findings: tuple[Finding, ...] = field(default=())
    question: bool = False
    why: str = "no sign found"

    @property
    def present(self) -> tuple[Finding, ...]:
        """The findings that make the tier."""
        return tuple(finding for finding in self.findings if finding.status == "present")


def assess(text: str, context: Context = Context()) -> Assessment:
    """Assesses a patient's message.

    Never raises for what a patient can send: empty, huge, markup, control characters, any script.

    Args:
        text: the message as it came.
        context: what was said before; a sign split over two messages is found.
    """
    vocabulary = get_vocabulary()
    words, findings = _alone(text, vocabulary)
    if not any(finding.status == "present" for finding in findings) and context.continues:
        # Only what the new words complete counts: what stood in the last message was answered.
        last_words, before = _alone(context.previous_text or "", vocabulary)
        known = {(finding.group, finding.status) for finding in (*before, *findings)}
        both = _findings(last_words + words, vocabulary)
        findings += tuple(item for item in both if (item.group, item.status) not in known)
    return _judge(findings)


@lru_cache(maxsize=KEPT_READINGS)
def _alone(text: str, vocabulary: Vocabulary) -> tuple[_Words, tuple[Finding, ...]]:
    """A text's words and the signs in it. Kept, because it is read
    again together with the patient's next message."""
    words = _words(text, vocabulary)
    return words, _findings(words, vocabulary)


def _findings(words: _Words, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """The signs in a text, the most urgent first."""
    findings: dict[tuple[str, str, str], Finding] = {}
    for piece in _pieces(words):
        piece, places = _without_figures(piece, vocabulary)
        # Words of the past, or of what if, may reach further than their own sentence.
        veils = [*places.get("past", ()), *places.get("asked", ())]
        dated = any(map(_is_year, piece))
        for found in find_signs(places, vocabulary):
            status = status_of(found, piece, places)
            sign = found.sign
            # Of "might kill myself" the "might" is a part.
            plain = not dated and all(
                found.start <= start and end <= found.end for start, end in veils
            )
            certain = sign.certain and plain and status == "present"
            finding = Finding(sign.tier, sign.group, _phrase(found, piece), status, certain)
            key = (finding.tier, finding.group, status)
            if key not in findings or (finding.certain and not findings[key].certain):
                findings[key] = finding
    ordered = sorted(
        findings.values(),
        key=lambda finding: (finding.status != "present", -URGENCY[finding.tier]),
    )
    return tuple(ordered)


def _is_year(word: Word) -> bool:
    return len(word.text) == 4 and word.text.isdigit() and word.text[:2] in ("19", "20")


def _judge(findings: Sequence[Finding]) -> Assessment:
    present = [finding for finding in findings if finding.status == "present"]
    tier = max((finding.tier for finding in present), key=URGENCY.__getitem__, default=None)
    question = tier is None and any(finding.status == "asked" for finding in findings)
    why = "; ".join(f"{item.group} {item.status}: {item.phrase}" for item in findings)
    return Assessment(tier, tuple(findings), question, why or "no sign found")


def _words(text: str, vocabulary: Vocabulary) -> _Words:
    return tuple(Word(word, forms(word)) for word in plain_words(text, vocabulary))


def _pieces(words: _Words) -> list[_Words]:
    if len(words) <= PIECE_WORDS:
        return [words]
    return [
        words[max(start - OVERLAP_WORDS, 0) : start + PIECE_WORDS]
        for start in range(0, len(words), PIECE_WORDS)
    ]


def _without_figures(words: _Words, vocabulary: Vocabulary) -> tuple[_Words, dict[str, list[Span]]]:
    """The words without figures of speech, and where each word list stands in them."""
    places = find_lists(words, vocabulary)
    hidden = {place for start, end in places.get("figures", []) for place in range(start, end)}
    if not hidden:
        return words, places
    left = tuple(word for place, word in enumerate(words) if place not in hidden)
    return left, find_lists(left, vocabulary)


def _phrase(found: Found, words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words[found.start : found.end] if word.text not in STOPS)
