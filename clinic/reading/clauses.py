"""Cuts a message into clauses, so that several wishes in one message are all understood."""

from __future__ import annotations

import re

from spacy.tokens import Span

from clinic.language import sentences
from clinic.reading.shorthand import SHORTHAND

# A clause of fewer words says nothing by itself, unless it is asked ("address?"); so many clauses
# are read, the rest is chatter.
SHORTEST_WORDS, MOST_CLAUSES = 2, 6
_JOINS = frozenset({"and", "but", "also", "then", "plus", "or", "so"})
_PAUSES = frozenset({",", ";", "/", "-", "--", "–", "—"})
# What opens a question or a wish. Verbs of saying and hoping open no wish of their own.
_OPENS = frozenset(
    """
    what how when where why who which whose is are do does did can could should will would may
    might must have has am i i'd id i'll we my he she they it there its also please book schedule
    cancel move tell explain need want get got give send any anyone anybody what's where's who's
    how's is-it cd shd wd cud shud wud whats wheres whos hows whens
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Without one of these inside there is one clause.
_MAY_END = re.compile(
    r"[,;/.!?\n–—-]+\s*\w|\b(?:and|but|also|then|plus|or|so|n)\b|&", re.IGNORECASE
)
_DOTS = re.compile(r"\.{2,}")


def clauses(text: str) -> list[str]:
    """The clauses of a message that has more than one, else nothing.

    A clause ends with its sentence, at a comma, or where "and" or "but" is followed by a word that
    opens a question or a wish: "what causes it and how do you treat it" has two, "heat and cold"
    one.
    """
    if not _MAY_END.search(text):
        return []
    parts = [part for sentence in sentences(_DOTS.sub(". ", text)).sents for part in _cut(sentence)]
    found = [part.strip(" ,;.!\n-/") for part in parts]
    found = [part for part in found if len(part.split()) >= SHORTEST_WORDS or part.endswith("?")]
    return found[:MOST_CLAUSES] if len(found) > 1 else []


def _cut(sentence: Span) -> list[str]:
    parts: list[str] = []
    start = 0
    words = [_plain(token.text) for token in sentence]
    for place, word in enumerate(words[:-1]):
        following = words[place + 1]
        if word in _PAUSES:
            ends = word != "-" or following in _OPENS
        else:
            ends = word in _JOINS and following in _OPENS
        # ", and" is one end, and a list of single words is one clause.
        if ends and place > start and words[place - 1] not in _PAUSES:
            parts.append(sentence[start:place].text)
            start = place + 1
        elif ends:
            start = max(start, place + 1)
    asked = "?" if words and words[-1] == "?" and parts else ""
    parts = [f"{part}{asked if len(part.split()) < SHORTEST_WORDS else ''}" for part in parts]
    return [*parts, sentence[start:].text]


def _plain(word: str) -> str:
    lower = word.lower()
    return lower if lower in _PAUSES else SHORTHAND.get(lower, lower).partition(" ")[0]
