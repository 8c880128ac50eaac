"""Cuts a message into clauses, so that several wishes in one message are all understood."""

from __future__ import annotations

import re

from clinic.language import sentences

# A clause of fewer words says nothing by itself; so many clauses are read, the rest is chatter.
SHORTEST_WORDS, MOST_CLAUSES = 2, 4
# Verbs of saying and hoping open no wish of their own.
_JOINS = frozenset({"and", "but", "also", "then", "plus"})
_OPENS = frozenset(
    [
        "what",
        "how",
        "when",
        "where",
        "why",
        "who",
        "which",
        "is",
        "are",
        "do",
        "does",
        "can",
        "could",
        "should",
        "will",
        "would",
        "i",
        "i'd",
        "id",
        "please",
        "book",
        "schedule",
        "tell",
    ]
)
# Without one of these inside there is one clause.
_MAY_END = re.compile(r"[,;/.!?\n-]+\s*\w|\b(?:and|but|also|then|plus)\b", re.IGNORECASE)


def clauses(text: str) -> list[str]:
    """The clauses of a message that has more than one, else nothing.

    A clause ends with its sentence, or where "and", "but" or a comma is followed by a word that
    opens a question or a wish: "what causes it and how do you treat it" has two.
    """
    if not _MAY_END.search(text):
        return []
    document = sentences(text)
    parts: list[str] = []
    for sentence in document.sents:
        start = sentence.start
        for token in sentence:
            following = token.i + 1
            joins = token.lower_ in _JOINS or token.text in (",", ";", "/", "-")
            opens = following < sentence.end and document[following].lower_ in _OPENS
            if joins and opens and token.i > start + 1:
                parts.append(document[start : token.i].text)
                start = following
        parts.append(document[start : sentence.end].text)
    found = [part.strip(" ,;.!\n") for part in parts]
    found = [part for part in found if len(part.split()) >= SHORTEST_WORDS]
    return found[:MOST_CLAUSES] if len(found) > 1 else []
