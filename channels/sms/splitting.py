"""Cuts a long text into several messages, at the best places there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from channels.sms.gsm7 import segments

# A text message is at most two segments; carriers and patients take longer ones badly.
MOST_SEGMENTS = 2

# Where a text may be cut, and how much that disturbs the reader. What is matched stays with the
# piece in front of it.
_PARAGRAPH = (re.compile(r"\n\n+"), 0)
_LINE = (re.compile(r"\n"), 1)
_SENTENCE = (re.compile(r"(?<=[.!?])[\"')]?\s+"), 2)
# Only inside a sentence that is too long for a message of its own.
_INSIDE = (
    (re.compile(r"(?<=[,;:])\s+"), 5),
    (re.compile(r"\s+"), 8),
    (re.compile(r".{1,50}", re.DOTALL), 20),  # no word is that long
)
# What should stay with what is in front of it, and what parting the two costs: the first choice
# with its question, a source with its words, above all a choice with the other choices.
_BELONGS = (
    (re.compile(r"1\) "), 4),
    (re.compile(r"\(|https://"), 6),
    (re.compile(r"\d{1,2}\) "), 9),
)
# One message more disturbs more than any cut between sentences.
_MESSAGE = 10
# As long as the label of a part can be: "(10/12) ".
_LABEL = "(10/12) "


@dataclass(frozen=True)
class _Piece:
    """A stretch of a text that is not cut, and what a cut behind it costs."""

    text: str
    cut: int


def split(text: str, most: int = MOST_SEGMENTS) -> list[str]:
    """The text as one message, or as several that say which part they are: "(1/2) ...".

    As few as there can be without cutting a sentence; a sentence is cut only when it is too long
    for a message of its own.

    Args:
        text: folded already.
        most: segments one message may take.
    """
    text = text.strip()
    if segments(text) <= most:
        return [text] if text else []
    parts = _arrange(list(_pieces(text, most)), most)
    return [f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, 1)]


def _pieces(text: str, most: int) -> Iterator[_Piece]:
    for paragraph in _cut([_Piece(text, 0)], *_PARAGRAPH):
        for line in _cut([paragraph], *_LINE):
            for sentence in _cut([line], *_SENTENCE):
                yield from _small_enough(sentence, most)


def _small_enough(sentence: _Piece, most: int) -> Iterator[_Piece]:
    pieces = [sentence]
    for place, cost in _INSIDE:
        if all(_fits(piece.text, most) for piece in pieces):
            break
        pieces = [
            smaller
            for piece in pieces
            for smaller in ([piece] if _fits(piece.text, most) else _cut([piece], place, cost))
        ]
    return iter(pieces)


def _cut(pieces: Sequence[_Piece], place: re.Pattern[str], cost: int) -> Iterator[_Piece]:
    for piece in pieces:
        ends = [match.end() for match in place.finditer(piece.text)]
        starts = [0, *ends]
        stretches = [piece.text[a:b] for a, b in zip(starts, [*ends, None], strict=True)]
        stretches = [stretch for stretch in stretches if stretch]
        for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
            if following is None:
                yield _Piece(stretch, piece.cut)
            else:
                yield _Piece(stretch, cost + (_torn(following) if cost else 0))


def _torn(following: str) -> int:
    """What is added to a cut for what it parts from the words in front of it."""
    return next((cost for pattern, cost in _BELONGS if pattern.match(following)), 0)


def _arrange(pieces: Sequence[_Piece], most: int) -> list[str]:
    """The pieces put together into messages, at the least cost."""
    # best[n]: what the first n pieces cost, and where their last message begins.
    best: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(end - 1, -1, -1):
            if start < end - 1 and not _fits("".join(p.text for p in pieces[start:end]), most):
                break
            cost = best[start][0] + _MESSAGE + (pieces[start - 1].cut if start else 0)
            options.append((cost, -start))
        cost, start = min(options)
        best.append((cost, -start))
    parts: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][1]
        parts.insert(0, "".join(piece.text for piece in pieces[start:end]).strip())
        end = start
    return [part for part in parts if part]


def _fits(text: str, most: int) -> bool:
    return segments(_LABEL + text.strip()) <= most
