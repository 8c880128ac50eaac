"""Brings a message into plain words before anything is looked for in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import symspellpy

from clinic.reading.safety.vocabulary import Vocabulary

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-"})
_TAG = re.compile(r"<[^<>]{0,200}>")
_WORD = re.compile(r"w/o\b|w/(?=\s)|&|[^\W_]+(?:'[^\W_]+)?|[.!?;:,\n]")
_LONG_RUN = re.compile(r"(.)\1{2,}")
STOPS = frozenset(".!?;\n")
PAUSES = frozenset(",:")
# A misspelt word must be this long before one, or two, letters of it may be wrong.
ONE_WRONG, TWO_WRONG = 4, 8


def plain_words(text: str, vocabulary: Vocabulary) -> list[str]:
    """The message as lower-case words and punctuation marks, in order.

    Curly quotes, emoji, markup, control characters, look-alike letters and drawn-out ones are
    smoothed; shorthand is spelt out; a word that is no English word is read as the vocabulary's
    word it is closest to. "Im  sooo numb b/w my LEGS 😭" -> i am so numb between my legs.
    """
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES)).lower()
    # Accents, and marks that join or hide letters, carry no meaning here.
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn"))
    text = _TAG.sub(" ", text).replace("b/w", "between")
    words: list[str] = []
    for token in _WORD.findall(text):
        words.extend(_spelt(token, vocabulary))
    return words


def _spelt(token: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    if token in vocabulary.shorthand:
        return vocabulary.shorthand[token]
    if not token[0].isalpha():
        return (token,)
    shortened = _LONG_RUN.sub(r"\1\1", token)
    for candidate in dict.fromkeys((shortened, _LONG_RUN.sub(r"\1", token))):
        if candidate in vocabulary.shorthand:
            return vocabulary.shorthand[candidate]
        if candidate.isascii() and candidate.split("'")[0] in english():
            return (candidate.removesuffix("'s"),)
    return (_nearest(shortened, vocabulary),)


def _nearest(word: str, vocabulary: Vocabulary) -> str:
    if len(word) < ONE_WRONG or not word.isascii():
        return word
    distance = 2 if len(word) >= TWO_WRONG else 1
    return _lookup(word, distance, vocabulary)


@lru_cache(maxsize=4096)
def _lookup(word: str, distance: int, vocabulary: Vocabulary) -> str:
    found = _speller(vocabulary).lookup(word, symspellpy.Verbosity.TOP, max_edit_distance=distance)
    return str(found[0].term) if found else word


@lru_cache(maxsize=2)
def _speller(vocabulary: Vocabulary) -> symspellpy.SymSpell:
    speller = symspellpy.SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, weight in vocabulary.spellings.items():
        if len(word) >= ONE_WRONG:
            speller.create_dictionary_entry(word, weight)
    return speller


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """The common English words (symspellpy's list), which are never taken for a misspelling."""
    path = Path(symspellpy.__file__).with_name("frequency_dictionary_en_82_765.txt")
    with path.open(encoding="utf-8-sig") as lines:
        return frozenset(line.split(" ", 1)[0] for line in lines)
