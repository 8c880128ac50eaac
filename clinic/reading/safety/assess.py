"""The one assessment: a message in, a tier out, with what was found and why."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from clinic.reading.safety.context import Status, asks_in_general, sentence, status_of
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

LINE_END = "\n"

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
    _, findings = _alone(text, get_vocabulary())
    if not any(finding.status == "present" for finding in findings) and context.continues:
        # Only what the new words complete counts: what stood in the last message was answered.
        findings += _completed(context.previous_text or "", text)
    return _judge(findings)


def assess_both(first: str, second: str) -> Assessment:
    """Assesses two messages that follow each other as one: what each says by itself, and what only
    both together say. A question in the second stays one, whatever stands before it."""
    vocabulary = get_vocabulary()
    each = (*_alone(first, vocabulary)[1], *_alone(second, vocabulary)[1])
    return _judge(_most_urgent_first((*each, *_completed(first, second))))


def _completed(first: str, second: str) -> tuple[Finding, ...]:
    """The signs that begin in one message and end in the next; a question in general ("can sciatica
    cause weakness?") goes on with nothing, and a denial of something else denies nothing that was
    told before ("I can't pee", "no trouble in bed")."""
    vocabulary = get_vocabulary()
    (left, before), (right, after) = _alone(first, vocabulary), _alone(second, vocabulary)
    if asks_in_general(right, find_lists(right, vocabulary), *sentence(right, 0, 0)):
        return ()
    known = {(finding.group, finding.status) for finding in (*before, *after)}
    left, right = left[-PIECE_WORDS // 2 :], right[: PIECE_WORDS // 2]
    both = _findings_in(left + right, vocabulary, (len(left),))
    new = (item for item in both if (item.group, item.status) not in known)
    return tuple(item for item in new if item.status != "denied")


@lru_cache(maxsize=KEPT_READINGS)
def _alone(text: str, vocabulary: Vocabulary) -> tuple[_Words, tuple[Finding, ...]]:
    """A text's words and the signs in it. Kept, because it is read
    again together with the patient's next message."""
    words = _words(text, vocabulary)
    return words, _findings(words, vocabulary)


def _findings(words: _Words, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """The signs in a text, the most urgent first."""
    findings = []
    for piece in _pieces(words):
        findings += _findings_in(piece, vocabulary)
        known = {(finding.group, finding.status) for finding in findings}
        # Several texts in a row are lines of one message: a sign may go on in the next line.
        lines, ends = _in_one_line(piece)
        over = _findings_in(lines, vocabulary, ends) if ends else ()
        findings += [item for item in over if (item.group, item.status) not in known]
    return _most_urgent_first(findings)


def _in_one_line(words: _Words) -> tuple[_Words, tuple[int, ...]]:
    """Words without line ends, and where these were."""
    ends = [place for place, word in enumerate(words) if word.text == LINE_END]
    kept = tuple(word for word in words if word.text != LINE_END)
    return kept, tuple(place - before for before, place in enumerate(ends))


def _findings_in(
    words: _Words, vocabulary: Vocabulary, across: tuple[int, ...] = ()
) -> list[Finding]:
    """The signs in one piece of text, in the order they stand in.

    Args:
        across: only those that begin before one of these words and do not end before it.
    """
    piece, places, across = _without_figures(words, vocabulary, across)
    # Words of the past, or of what if, may reach further than their own sentence.
    past, asked = places.get("past", []), places.get("asked", [])
    dated = any(map(_is_year, piece))
    findings = []
    for found in find_signs(places, vocabulary):
        if across and not any(found.start < place < found.end for place in across):
            continue
        status = status_of(found, piece, places)
        sign = found.sign
        veils = past if sign.also_asked else [*past, *asked]
        # Of "might kill myself" the "might" is a part.
        plain = not dated and all(found.start <= start and end <= found.end for start, end in veils)
        certain = sign.certain and plain and status == "present"
        findings.append(Finding(sign.tier, sign.group, _phrase(found, piece), status, certain))
    return findings


def _most_urgent_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings without their likes, the certain one of several kept."""
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in findings:
        key = (finding.tier, finding.group, finding.status)
        if key not in kept or (finding.certain and not kept[key].certain):
            kept[key] = finding
    return tuple(
        sorted(kept.values(), key=lambda one: (one.status != "present", -URGENCY[one.tier]))
    )


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


def _without_figures(
    words: _Words, vocabulary: Vocabulary, across: tuple[int, ...]
) -> tuple[_Words, dict[str, list[Span]], tuple[int, ...]]:
    """The words without figures of speech, where each word list stands in them, and where the words
    `across` do."""
    places = find_lists(words, vocabulary)
    hidden = {place for start, end in places.get("figures", []) for place in range(start, end)}
    if not hidden:
        return words, places, across
    left = tuple(word for place, word in enumerate(words) if place not in hidden)
    moved = tuple(here - sum(place < here for place in hidden) for here in across)
    return left, find_lists(left, vocabulary), moved


def _phrase(found: Found, words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words[found.start : found.end] if word.text not in STOPS)
