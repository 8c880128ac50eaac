"""Reads a name that stands in a sentence of its own, beside a question or a choice: "tyler. did
you see what I asked", "thu 9. Ines Halloran"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic.reading.body import find_other_part, names_own_part
from clinic.reading.english import common, english
from clinic.reading.names import LEAD_IN, NOT_NAMES, PARTICLES, TAIL, as_name, plain
from clinic.reading.shorthand import SHORTHAND
from clinic.reading.stance import plain_stance

MOST_WORDS = 4
# "Q." is an initial and ends nothing; a number does.
_ENDS = re.compile(
    r"(?<!\b[^\W\d_])\.+(?:\s+|$)|[,;!?\n]+(?:\s+|$)|\s[-–—]+\s|\b(?:and|but)\b", re.IGNORECASE
)
# What says that a name follows; "for" alone may lead to anything.
_SAYS_A_NAME = re.compile(r"\bnames?\b|\b(?:told|said|under)\b|\bfor (?:me|myself)\b", re.I)
_SAYS_FOR_WHOM = re.compile(r"\b(?:it'?s|it is|this is) for\b|\bput\b|\bwrite\b", re.I)
# "ugh", "hmm", "omg": said and meant for nothing.
_NO_NAME = re.compile(
    r"(?:u+gh+|h+m+|a+h+|o+h+|m+h*m+|wow+|whoa|yikes|sheesh|dang|damn|howdy|omg|wtf|bro|dude"
    r"|(?:ha)+|j?eez+|gosh|oops|whoops|cheers|brb|ty)",
    re.I,
)


def find_name_alone(text: str, asked: bool) -> str | None:
    """The name in the first sentence that is nothing but one, or says "name …", "its for …".

    Args:
        text: the patient's words, without phone numbers.
        asked: a name was asked for, so that a single word may be one where it comes first.
    """
    words = " ".join(plain(text[:1000]).split())
    parts = [bare for part in _ENDS.split(words) if (bare := part.strip(" .,:"))]
    for place, part in enumerate(parts):
        said = TAIL.sub("", LEAD_IN.sub("", part, count=1)).split()
        lead = part[: len(part) - len(LEAD_IN.sub("", part, count=1))]
        name = as_name(" ".join(said))
        beside = len(parts) > 1 or part != " ".join(said)
        if name is None or not beside or plain_stance(part):
            continue
        if _is_one(said, lead, asked, first=place == 0):
            return name
    return None


def is_fuller(name: str, known: str) -> bool:
    """Whether a name is the known one with more to it: "Ana Ruiz" of who was "Ana"."""
    words, before = name.lower().split(), known.lower().split()
    return len(words) > len(before) and not set(words).isdisjoint(before)


def _is_one(said: Sequence[str], lead: str, asked: bool, first: bool) -> bool:
    """Whether words that can be a name are one, by how they are led to and written."""
    lower = [word.lower().strip(".,") for word in said]
    if len(said) > MOST_WORDS or any(map(_is_no_name, lower)):
        return False
    written = all(word[:1].isupper() or word.lower() in PARTICLES for word in said)
    rare = not english().issuperset(lower)
    if _SAYS_A_NAME.search(lead):
        return written or rare or not common().issuperset(lower)
    if common().issuperset(lower):  # "Grace Bell"
        return asked and written and len(said) > 1
    if len(said) == 1:
        return asked and (first or bool(_SAYS_FOR_WHOM.search(lead)))
    return written or rare or asked


def _is_no_name(word: str) -> bool:
    part = find_other_part(word) or names_own_part(word)
    return bool(part) or word in NOT_NAMES or word in SHORTHAND or bool(_NO_NAME.fullmatch(word))
