"""What counts as a name. (`clinic.reading.names` finds one in what a patient typed.)"""

from __future__ import annotations

import unicodedata

from clinic.screenings.errors import BadName

# What is longer is a message, not a name (a passport's fields hold fewer than 40).
NAME_CHARACTERS = 80
_JOINERS = frozenset(" .,'’-")


def check_name(name: str) -> str:
    """`name`, when it can be a name: letters of any script, spaces, hyphens, apostrophes, dots.

    Digits, markup, symbols and emoji are refused: they are a mistake or mischief.

    Raises:
        BadName: it can't be one.
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    letters = sum(character.isalpha() for character in name)
    if len(name) > NAME_CHARACTERS or letters < 2 or not all(map(_belongs, name)):
        raise BadName(f"give a name of 2 to {NAME_CHARACTERS} letters")
    return name


def _belongs(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] in "LM"
