"""Brings a message into the form in which its words are compared."""

from __future__ import annotations

import re
import unicodedata

from clinic.reading.shorthand import SHORTHAND

# What comes after so many characters was pasted; wishes stand at the front of a message.
READ_CHARACTERS = 2_000
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"'})
_NOT_WORDS = re.compile(r"[^\w\s#]|_")
_TOKEN = re.compile(r"[^\W_]+(?:['/][^\W_]+)*/?|\s+|[^\w\s]|_")
_POINTED = re.compile(
    r"(?<=\b(?:at|by) )((?:[01]?\d|2[0-3]))\.([0-5]\d)(?![\d.]| ?(?:dollars|usd|bucks|percent|%))",
    re.IGNORECASE,
)
_SHORT_FORMS = (
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\b(it|that|what|where|when|who|how|she|he|there|name)'s\b"), r"\1 is"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'d\b"), " would"),
)


def straightened(text: str) -> str:
    """The text with straight quotes and single spaces, case and accents kept."""
    return " ".join(unicodedata.normalize("NFC", text[:READ_CHARACTERS].translate(_QUOTES)).split())


def spelt_out(text: str) -> str:
    """Lower case, shorthand and contractions spelt out, punctuation kept: "I don't have 1, thx!"
    -> "i do not have 1, thanks!"."""
    text = unicodedata.normalize("NFKC", text[:READ_CHARACTERS].translate(_QUOTES)).lower()
    for pattern, full in _SHORT_FORMS:
        text = pattern.sub(full, text)
    return " ".join("".join(SHORTHAND.get(token, token) for token in _TOKEN.findall(text)).split())


def with_colons(text: str) -> str:
    """The text with times told with a point as others write them: "at 14.00" -> "at 14:00"; "14.00"
    alone may be a price."""
    return _POINTED.sub(r"\1:\2", text)


def plain_words(text: str) -> str:
    """Lower case, without punctuation and emoji, single spaces: "Please, STOP!!" -> "please stop".

    Apostrophes close up ("don't" -> "dont"), everything else that is no word parts.
    """
    folded = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold().replace("'", "")
    return " ".join(_NOT_WORDS.sub(" ", folded).split())


def has_words(text: str) -> bool:
    """Whether there is any letter or digit in it, in whatever script."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def is_other_script(text: str) -> bool:
    """Whether its letters are of another script than Latin, most of them."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith(("LATIN", "FULLWIDTH LATIN")) for c in letters)
    return bool(letters) and latin * 2 < len(letters)
