"""Brings a text message into the form in which its words are compared."""

from __future__ import annotations

import re
import unicodedata

from channels.sms.gsm7 import fold

_NOT_WORDS = re.compile(r"[^\w\s#]|_")


def plain_words(text: str) -> str:
    """Lower case, without punctuation and emoji, single spaces: "Please, STOP!!" -> "please stop".

    Apostrophes close up ("don't" -> "dont"), everything else that is no word parts.
    """
    folded = unicodedata.normalize("NFKC", fold(text)).casefold().replace("'", "")
    return " ".join(_NOT_WORDS.sub(" ", folded).split())


def has_words(text: str) -> bool:
    """Whether there is any letter or digit in it, in whatever script."""
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def is_other_script(text: str) -> bool:
    """Whether its letters are of another script than Latin, most of them."""
    letters = [c for c in text if c.isalpha()]
    latin = sum(unicodedata.name(c, "").startswith(("LATIN", "FULLWIDTH LATIN")) for c in letters)
    return bool(letters) and latin * 2 < len(letters)
