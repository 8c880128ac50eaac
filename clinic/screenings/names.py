"""Reads the name in what a patient typed."""

from __future__ import annotations

import re
import unicodedata

from clinic.screenings.errors import BadName

LONGEST = 80
_GREETING = r"(?:(?:hi|hello|hey|sure|ok|okay|yes|yeah|actually|sorry|no)\b[\s,.!:-]*)*"
_LEAD_IN = re.compile(
    rf"^{_GREETING}"
    r"(?:(?:my|the|full)\s+(?:full\s+)?name(?:\s+is|['’]s|:)?|name:|name\s+is|i\s+am|i['’]m"
    r"|(?-i:im)|it\s+is|it['’]s|this\s+is|call\s+me|put\s+(?:it\s+)?(?:down\s+)?under"
    r"|it['’]s\s+under)(?=[\s:])[\s:,]*",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"(?:[\s,.!]*\b(?:please|thanks|thank you|here)\b[\s,.!]*)+$|[,!\s]+$", re.I)
_JOINERS = frozenset(" .,'’-")


def read_name(text: str) -> str:
    """The name in what was typed ("my name is Ana Díaz"), with single spaces, as it was spelt.

    Raises:
        BadName: nothing in it that can be a name.
    """
    if len(text) > 4 * LONGEST:
        raise BadName(f"give a name of 2 to {LONGEST} letters")
    name = " ".join(text.split())
    return check_name(_TRAIL.sub("", _LEAD_IN.sub("", name)))


def check_name(name: str) -> str:
    """`name`, when it can be a name: letters of any script, spaces, hyphens, apostrophes, dots.

    Digits, markup, symbols and emoji are refused: they are a mistake or mischief.

    Raises:
        BadName: it can't be one.
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    letters = sum(character.isalpha() for character in name)
    if len(name) > LONGEST or letters < 2 or not all(map(_belongs, name)):
        raise BadName(f"give a name of 2 to {LONGEST} letters")
    return name


def _belongs(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character)[0] in "LM"
