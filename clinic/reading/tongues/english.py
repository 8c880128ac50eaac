"""The small words that tell English from other languages."""

from __future__ import annotations

from clinic.reading.spanish import ENGLISH_WORDS as _SMALL

# Said in a conversation that another language is held in, these tell that it goes on in English.
ENGLISH_WORDS = _SMALL | frozenset(
    """
    yes yeah yep sure okay thank hey today tomorrow morning afternoon evening next week monday
    tuesday wednesday thursday friday saturday sunday after before first second third one name
    number call me see book time free any other never mind none
    """.split()  # noqa: SIM905 - a list of words reads better as words
) - frozenset({"me"})
