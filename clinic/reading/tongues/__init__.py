"""The other languages that messages are read in, and which one a message is in.

A language brings three things: how it is known (its small words), its closed classes in the words
the readers know (a phrasebook: days, hours, numbers, yes and no, who is who), and how its clauses
are cut. What a message asks is learned from examples (`data/languages/`, see
`clinic.reading.learned.tongues`). The readers of names, times and answers are the same for all.
"""

from __future__ import annotations

import re

from clinic.languages import ENGLISH, others
from clinic.reading.context import Context
from clinic.reading.names import PARTICLES
from clinic.reading.tongues.english import ENGLISH_WORDS
from clinic.reading.tongues.spanish import SPANISH
from clinic.reading.tongues.tongue import Tongue, words_of

# Words of another language beside English ones: in a conversation in English, and in its own.
BESIDE_ENGLISH = (3, 1)
# "mar 1 dic, 9:00 AM", a button of ours said in words: "am" is none of English there.
_HALF = re.compile(r"(\d)\s?[ap]\.?\s?m\b\.?", re.IGNORECASE)
TONGUES: dict[str, Tongue] = {SPANISH.code: SPANISH}

__all__ = ["TONGUES", "Tongue", "language_of"]


def language_of(text: str, context: Context) -> str:
    """The language of a message: by its small words; where they tell nothing ("10", "ok"), that of
    the conversation. English, where no other is on."""
    on = [TONGUES[code] for code in others() if code in TONGUES]
    if not on:
        return ENGLISH
    text = _HALF.sub(r"\1", text)
    words = words_of(text)
    english = sum(word in ENGLISH_WORDS for word in words)
    plain = [word for word in words if word not in PARTICLES]  # "Juan de la Cruz"
    if context.asked is not None and context.language == ENGLISH:
        words = plain
    best = max(on, key=lambda one: one.count(words, text))
    count = best.count(words, text)
    if count > english or best.count(plain, text) >= enough_beside_english(best, context):
        return best.code
    if english > count:
        return ENGLISH
    return context.language if context.language in others() else ENGLISH


def enough_beside_english(tongue: Tongue, context: Context) -> int:
    """So many words of a language are no accident in a message that is mostly English: who mixes
    the two is answered in the other one, and English words are read in it as well."""
    return BESIDE_ENGLISH[context.language == tongue.code]
