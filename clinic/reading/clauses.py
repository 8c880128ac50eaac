"""Cuts a message into clauses, so that several wishes in one message are all understood."""

from __future__ import annotations

import re

from spacy.tokens import Span

from clinic.language import sentences
from clinic.reading.shorthand import SHORTHAND
from clinic.reading.subjects import facts_in

# A clause of fewer words says nothing by itself, unless it is asked ("address?"); so many clauses
# are read, the rest is chatter.
SHORTEST_WORDS, MOST_CLAUSES = 2, 6
# Within so many words a fact that is asked for as well is named: "and the parking".
FACT_WORDS = 3
_JOINS = frozenset({"and", "but", "also", "then", "plus", "or", "so"})
_PAUSES = frozenset({",", ";", ":", "/", "+", "-", "--", "–", "—"})
# What opens a question or a wish. Verbs of saying and hoping open no wish of their own.
_OPENS = frozenset(
    """
    what how when where why who which whose is are do does did can could should will would may
    might must have has am i i'd id i'll we my he she they it there its also please book schedule
    cancel move tell explain need want get got give send any anyone anybody what's where's who's
    how's is-it cd shd wd cud shud wud whats wheres whos hows whens
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
# Without one of these inside there is one clause. No white space is looked through twice.
_MAY_END = re.compile(
    r"[,;/+.!?–—-]\s*\w|:\s+\w|\n[^\S\n]*\w|\b(?:and|but|also|then|plus|or|so|n|let'?s)\b|&",
    re.IGNORECASE,
)
# These open a clause wherever they stand: "nvm the call lets just book".
_ALWAYS_OPEN = frozenset({"lets", "let's"})
# What only leads over to a clause, or lets it fade out.
_LEADS = re.compile(
    r"^(?:(?:and|but|also|plus|then|so|ok|okay|oh|hm+|well|wait|btw|by the way|alright|cool"
    r"|actually)\b\W*)+(?=\w)",
    re.IGNORECASE,
)
_FADES = re.compile(
    r"(?<!\W)\W+(?:anyways?|tho|though|btw|by the way|lol|again|exactly|then)(?=\W*$)",
    re.IGNORECASE,
)
_YOUR = re.compile(r"^(?:your|ur|yalls|the)\s+", re.IGNORECASE)
_DOTS = re.compile(r"\.{2,}")


def clauses(text: str) -> list[str]:
    """The clauses of a message that has more than one, else nothing.

    A clause ends with its sentence, at a comma, or where "and" or "but" is followed by a word that
    opens a question or a wish, or by another fact of the clinic than the one before it: "what
    causes it and how do you treat it" has two, and so has "address n hours"; "heat and cold" one.
    Words that only lead over are left out, also where that leaves a single clause: "wait what
    causes it anyway".
    """
    if not (_MAY_END.search(text) or _LEADS.search(text) or _FADES.search(text)):
        return []
    parts = [part for sentence in sentences(_DOTS.sub(". ", text)).sents for part in _cut(sentence)]
    found = [_bare(part) for part in parts]
    found = [part for part in found if len(part.split()) >= SHORTEST_WORDS or part.endswith("?")]
    return found[:MOST_CLAUSES] if len(found) > 1 or found[:1] != [_trimmed(text)] else []


def _trimmed(part: str) -> str:
    return part.strip(" ,;.!\n-/")


def _bare(part: str) -> str:
    """A clause without what leads to it and what it fades out with; as it is, where that is all."""
    bare = _FADES.sub("", _LEADS.sub("", _trimmed(part)))
    noun = _YOUR.sub("", bare)
    if noun != bare and len(noun.split()) < FACT_WORDS and facts_in(noun):
        return f"{noun.rstrip(' ?')}?"  # "also ur hours"
    return bare if len(bare.split()) >= SHORTEST_WORDS or bare.endswith("?") else _trimmed(part)


def _cut(sentence: Span) -> list[str]:
    parts: list[str] = []
    start = 0
    words = [_plain(token.text) for token in sentence]
    for place, word in enumerate(words[:-1]):
        following = words[place + 1]
        if following in _ALWAYS_OPEN and place > start:
            parts.append(sentence[start : place + 1].text)
            start = place + 1
            continue
        if word in _PAUSES:
            ends = word != "-" or following in _OPENS
        else:
            ends = word in _JOINS and (following in _OPENS or _other_fact(sentence, start, place))
        # ", and" is one end, and a list of single words is one clause.
        if ends and place > start and words[place - 1] not in _PAUSES:
            parts.append(sentence[start:place].text)
            start = place + 1
        elif ends:
            start = max(start, place + 1)
    parts.append(sentence[start:].text)
    asked = len(parts) > 1 and (words[-1] == "?" or bool(facts_in(parts[-1])))
    return [
        f"{part.rstrip(' ?')}?" if asked and len(part.split()) < SHORTEST_WORDS else part
        for part in parts
    ]


def _other_fact(sentence: Span, start: int, place: int) -> bool:
    """Whether what a join leads to names another fact of the clinic than what is before it."""
    before, after = sentence[start:place].text, sentence[place + 1 :].text
    known = facts_in(before)
    return len(known) == 1 and bool(facts_in(" ".join(after.split()[:FACT_WORDS])) - known)


def _plain(word: str) -> str:
    lower = word.lower()
    return lower if lower in _PAUSES else SHORTHAND.get(lower, lower).partition(" ")[0]
