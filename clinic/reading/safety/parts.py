"""Cuts a message into the parts in which a sign may stand: its sentences, and neighbours.

A sign in the middle of a long story, or beside four denials, drowns in the whole; read by itself
its sentence is heard. Two neighbours together hold what neither says alone.
"""

from __future__ import annotations

import re
from itertools import pairwise

# A sentence ends at a stop, a line's end or a dash; voice-to-text has none of them, so that a
# longer run of words is cut where a new clause opens, and at the latest after so many words.
LONGEST_WORDS, OPENS_AFTER = 28, 8
# Fewer words than this are read with what follows ("No. Never.").
SHORTEST_WORDS = 3
# So many parts of a message are read; a thousand words have about fifty.
MOST_PARTS = 80
# From so many parts on, neighbours are read together as well.
MANY_PARTS = 6
_STOPS = re.compile(r"(?<=[.!?;\n…])\s+|\n+|\s+[-–—]+\s+|\s*\.{2,}\s*")
_OPENS = frozenset(
    """
    and but also because cause cuz so then plus anyway though although except however now since
    pero y porque entonces tambien también aunque ahora
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


def parts(text: str) -> list[str]:
    """The parts of a text, in order; one for a text of one sentence, none for an empty one."""
    found: list[str] = []
    for sentence in _STOPS.split(text):
        found.extend(_shortened(sentence.split()))
    return _joined(found)[:MOST_PARTS]


def neighbours(found: list[str]) -> list[str]:
    """Every two parts of a long message that follow each other, together; of a short one the whole
    says as much."""
    if len(found) < MANY_PARTS:
        return []
    return [f"{one} {two}" for one, two in pairwise(found)]


def _shortened(words: list[str]) -> list[str]:
    pieces: list[str] = []
    piece: list[str] = []
    for word in words:
        opens = word.lower().strip(",") in _OPENS or (piece and piece[-1].endswith(","))
        if piece and len(words) > LONGEST_WORDS and len(piece) >= OPENS_AFTER and opens:
            pieces.append(" ".join(piece))
            piece = []
        piece.append(word)
        if len(piece) >= LONGEST_WORDS:
            pieces.append(" ".join(piece))
            piece = []
    if piece:
        pieces.append(" ".join(piece))
    return pieces


def _joined(pieces: list[str]) -> list[str]:
    found: list[str] = []
    short = ""
    for piece in pieces:
        piece = f"{short} {piece}".strip()
        short = ""
        if len(piece.split()) < SHORTEST_WORDS:
            short = piece
        else:
            found.append(piece)
    if short and found:
        found[-1] = f"{found[-1]} {short}"
    elif short:
        found.append(short)
    return found
