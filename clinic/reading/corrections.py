"""Reads what was given before and is wrong: "wrong number", "no it's Diaz with a z"."""

from __future__ import annotations

import re
from collections.abc import Collection

from clinic.reading.context import Asked
from clinic.reading.read import Correction, Field
from clinic.reading.refusals import FIELD_ASKED, FIELD_WORDS
from clinic.reading.words import spelt_out, straightened

_WRONG = (
    r"(?:wrong|not right|not correct|incorrect|not my|is not|are not|change|correct|fix|update"
    r"|different|new|typo|mistake|mistyped|misspell?ed|misspelt|mixed up|old|off by|does not work"
    r"|should be|supposed to be|instead of|messed up|typed)"
)
_OF_FIELD = {
    field: re.compile(
        rf"\b{_WRONG}\b[^.?!]{{0,30}}\b(?:{w})\b|\b(?:{w})\b[^.?!]{{0,30}}\b{_WRONG}\b"
    )
    for field, w in FIELD_WORDS.items()
}
_SPELLING = re.compile(
    r"\b[a-z] (?:on|at) (?:the )?end\b|"
    r"\bwith (?:an? )?(?:double )?[a-z]\b(?! )|\b(?:with|w|has|have) (?:an? |one |two |2 "
    r"|double )[a-z]'?s?\b"
    r"|\bspell(?:ed|ing|t)?\b"
    r"|\bspelt\b|\b(?:sur|maiden |middle |last |first |given |family )name\b|\b(?:one|two"
    r"|double) [a-z]'?s?\b(?=\W*$)|\bnot with an? [a-z]\b"
)
_SAYS_SO = re.compile(
    r"\b(?:i meant|i mean|i said|correction|oops|whoops|my bad|typo|sorry,? (?:it is|that is"
    r"|make that)"
    r"|actually|should be|wrong|mistake|make that|not \w+,? but|no,? (?:it is|that is|make it"
    r"|i meant|not))\b|\bi (?:typed|wrote|gave|put)\b"
)
_NO_AND_MORE = re.compile(r"^\W*no\W+\w+")

# "0138 not 0183", "put Robert instead of Bob", "with two n's".
_IN_PLACE = re.compile(
    r"\bnot\b|\binstead of\b|\brather than\b|\bdrop the\b|\bspell|\bput \w+ (?:would|please|down)"
    r"|\b(?:change|fix|update|swapp?ed|mixed up)\b|\bincorrect\b|\bautocorrect|\bname (?:is|goes)\b"
    r"|\b(?:one|two|1|2|double|single) [a-z](?:'s)?\b"
)


def says_so(text: str) -> bool:
    """Whether a message says that something in it stands in another's place ("oops", "I meant")."""
    words = spelt_out(text)
    return _takes_back(words) or bool(_spells(text) or _IN_PLACE.search(words))


def takes_back(text: str) -> bool:
    """Whether a message takes back something in it ("oops", "I meant"), however names are told."""
    return _takes_back(spelt_out(text))


def says_so_of_a_name(text: str, known: str) -> bool:
    """Whether a message that answers something else says that a name is wrong: by a word of
    correction, or with a word of the name. "No, she doesn't" answers."""
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    named = not words.isdisjoint(known.lower().split())
    return named or bool(_SAYS_SO.search(spelt_out(text))) or says_name_is_wrong(text)


def _takes_back(words: str) -> bool:
    return bool(_SAYS_SO.search(words) or _NO_AND_MORE.search(words))


def _spells(text: str) -> bool:
    """Whether a message says how something is spelt; there a letter is no shorthand: "two r"."""
    return bool(_SPELLING.search(straightened(text).lower()))


def says_name_is_wrong(text: str, learned: bool = False) -> bool:
    """Whether a message says that a name is wrong, or how it is spelt."""
    words = spelt_out(text)
    if _spells(text) or _OF_FIELD["name"].search(words):
        return True
    return learned and not any(_OF_FIELD[field].search(words) for field in ("phone", "reference"))


def find_corrections(
    text: str, given: Collection[Field], asked: Asked | None = None, learned: bool = False
) -> tuple[Correction, ...]:
    """What a message says is wrong.

    Args:
        text: the patient's words.
        given: the fields that the message gives a value for.
        asked: what waits for an answer: what "typo, 9 not g" is about.
        learned: the learned reading heard a correction as well.
    """
    words = spelt_out(text)
    says_so = learned or _takes_back(words)
    named: list[Field] = [field for field, pattern in _OF_FIELD.items() if pattern.search(words)]
    if _spells(text) and "name" not in named and (learned or "name" in given):
        named.append("name")
    if not named and says_so:
        # "no, 414-555-0102": what is given is what was wrong.
        named = list(given)
    if not named and learned and asked in FIELD_ASKED:
        named = [FIELD_ASKED[asked]]
    if "phone" in named and "reference" not in named and "name" in named and "name" not in given:
        named.remove("name")
    if not says_so and not named:
        return ()
    return tuple(Correction(field, field in given) for field in dict.fromkeys(named))
