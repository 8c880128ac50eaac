"""Cuts a long text into several messages, at the best places there are."""

from __future__ import annotations

import re

from clinic.texting.gsm7 import segments

# A text message is at most two segments; carriers and patients take longer ones badly.
MOST_SEGMENTS = 2

# Where a text may be cut, the best first: between paragraphs, lines, sentences, and words. What
# is matched stays with the piece in front of it.
_PLACES = (
    re.compile(r"\n\n+"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?:;])[\"')]?\s+"),
    re.compile(r"\s+"),
)
# As long as the label of a part can be: "(10/12) ".
_LABEL = "(10/12) "


def split(text: str, most: int = MOST_SEGMENTS) -> list[str]:
    """The text as one message, or as several that say which part they are: "(1/2) ...".

    Args:
        text: folded already.
        most: segments one message may take.
    """
    text = text.strip()
    if segments(text) <= most:
        return [text] if text else []
    parts = _pack(text, most)
    return [f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, 1)]


def _pack(text: str, most: int) -> list[str]:
    parts: list[str] = []
    rest = text
    while rest:
        part = rest if _fits(rest, most) else rest[: _cut(rest, most)]
        parts.append(part.strip())
        rest = rest[len(part) :].lstrip()
    return parts


def _cut(text: str, most: int) -> int:
    """Where to end the next part: the last good place it has room for."""
    longest = _longest(text, most)
    for place in _PLACES:
        ends = [m.end() for m in place.finditer(text) if len(text[: m.end()].rstrip()) <= longest]
        # A first paragraph of three words leaves a part nearly empty; then a sentence is better.
        if ends and ends[-1] >= longest // 3:
            return ends[-1]
    return longest


def _longest(text: str, most: int) -> int:
    """How many characters of the text one part has room for, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(text[:middle], most):
            low = middle
        else:
            high = middle - 1
    return low


def _fits(text: str, most: int) -> bool:
    return segments(_LABEL + text.rstrip()) <= most
