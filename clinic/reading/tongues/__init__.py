"""The other languages that messages are read in, and which one a message is in.

A language brings three things: how it is known (its small words), its closed classes in the words
the readers know (a phrasebook: days, hours, numbers, yes and no, who is who), and how its clauses
are cut. What a message asks is learned from examples (`data/languages/`, see
`clinic.reading.learned.tongues`). The readers of names, times and answers are the same for all.
"""

from __future__ import annotations

from clinic.languages import ENGLISH, others
from clinic.reading.context import Context
from clinic.reading.names import PARTICLES
from clinic.reading.tongues.english import ENGLISH_WORDS
from clinic.reading.tongues.spanish import SPANISH
from clinic.reading.tongues.tongue import Tongue, words_of

TONGUES: dict[str, Tongue] = {SPANISH.code: SPANISH}

__all__ = ["TONGUES", "Tongue", "language_of"]


def language_of(text: str, context: Context) -> str:
    """The language of a message: by its small words; where they tell nothing ("10", "ok"), that of
    the conversation. English, where no other is on."""
    on = [TONGUES[code] for code in others() if code in TONGUES]
    if not on:
        return ENGLISH
    words = words_of(text)
    if context.asked is not None and context.language == ENGLISH:
        words = [word for word in words if word not in PARTICLES]  # "Juan de la Cruz"
    english = sum(word in ENGLISH_WORDS for word in words)
    best = max(on, key=lambda one: one.count(words, text))
    count = best.count(words, text)
    if count > english:
        return best.code
    if english > count:
        return ENGLISH
    return context.language if context.language in others() else ENGLISH
