"""Brings a message into plain words before anything is looked for in it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import symspellpy

from clinic.reading.english import english
from clinic.reading.safety.vocabulary import Spellings, Vocabulary
from clinic.reading.spanish import is_all_spanish

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
    word it is closest to (where all is Spanish, as the closest Spanish one). "Im  sooo numb b/w my
    LEGS 😭" -> i am so numb between my legs.
    """
    spellings = vocabulary.spanish_spellings if is_all_spanish(text) else vocabulary.spellings
    text = unicodedata.normalize("NFKD", text.translate(_QUOTES)).lower()
    # Accents, and marks that join or hide letters, carry no meaning here.
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Mn"))
    text = _TAG.sub(" ", text).replace("b/w", "between")
    words: list[str] = []
    for token in _WORD.findall(text):
        words.extend(_spelt(token, vocabulary, spellings))
    return words


def _spelt(token: str, vocabulary: Vocabulary, spellings: Spellings) -> tuple[str, ...]:
    if token in vocabulary.shorthand:
        return vocabulary.shorthand[token]
    if not token[0].isalpha() or token in vocabulary.as_they_are:
        return (token,)
    shortened = _LONG_RUN.sub(r"\1\1", token)
    for candidate in dict.fromkeys((shortened, _LONG_RUN.sub(r"\1", token))):
        if candidate in vocabulary.shorthand:
            return vocabulary.shorthand[candidate]
        if candidate.isascii() and candidate.split("'")[0] in english():
            return (candidate.removesuffix("'s"),)
    return (_nearest(shortened, spellings),)


def _nearest(word: str, spellings: Spellings) -> str:
    if len(word) < ONE_WRONG or not word.isascii():
        return word
    distance = 2 if len(word) >= TWO_WRONG else 1
    return _lookup(word, distance, spellings)


@lru_cache(maxsize=4096)
def _lookup(word: str, distance: int, spellings: Spellings) -> str:
    found = _speller(spellings).lookup(word, symspellpy.Verbosity.TOP, max_edit_distance=distance)
    return str(found[0].term) if found else word


@lru_cache(maxsize=4)
def _speller(spellings: Spellings) -> symspellpy.SymSpell:
    speller = symspellpy.SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word, weight in spellings.weights.items():
        if len(word) >= ONE_WRONG:
            speller.create_dictionary_entry(word, weight)
    return speller
