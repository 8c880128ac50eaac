"""Seeded copies of examples as hurried thumbs type them: typos and shorthand."""

from __future__ import annotations

import random

KEYS = {
    "a": "qsz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "kop", "m": "njk", "n": "bmh", "o": "ipl", "p": "ol",
    "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs",
    "y": "tuh", "z": "xas",
}  # fmt: skip
SHORT = {
    "you": "u", "are": "r", "your": "ur", "please": "pls", "what": "wat", "because": "cuz",
    "thanks": "thx", "appointment": "appt", "tomorrow": "tmrw", "about": "abt", "and": "n",
    "to": "2", "for": "4", "before": "b4", "with": "w/", "doctor": "dr", "why": "y", "be": "b",
    "tonight": "2nite", "though": "tho", "right": "rite", "don't": "dont", "can't": "cant",
    "i'm": "im", "what's": "whats", "does": "duz", "have": "hav", "should": "shud",
}  # fmt: skip
# Of a hundred words so many get a slip of the thumb, or are shortened.
SLIPS, SHORTENED = 0.18, 0.35


def noisy(text: str, random_: random.Random) -> str:
    """The text with slips of the thumb in about every sixth word, and some shorthand."""
    return " ".join(_noisy_word(word, random_) for word in text.lower().split())


def _noisy_word(word: str, random_: random.Random) -> str:
    if word in SHORT and random_.random() < SHORTENED:
        return SHORT[word]
    if len(word) < 4 or random_.random() >= SLIPS:
        return word
    place = random_.randrange(1, len(word) - 1)
    kind = random_.randrange(4)
    if kind == 0:
        return word[:place] + word[place + 1 :]
    if kind == 1:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == 2:
        return word[:place] + word[place] + word[place:]
    near = KEYS.get(word[place])
    return word[:place] + random_.choice(near) + word[place + 1 :] if near else word
