"""Finds the reference code of a visit in a message."""

from __future__ import annotations

import re

from clinic.screenings.references import LENGTH, read_reference

_CALLED = re.compile(
    r"\b(?:reference|ref|code|confirmation|booking|number|it'?s|its)\b", re.IGNORECASE
)
_TOKEN = re.compile(rf"(?<![\w-])(?=[A-Za-z]*\d)[A-Za-z0-9]{{{LENGTH}}}(?![\w-])")


def find_reference(text: str, asked: bool = False) -> str | None:
    """The code in a message; None when there is none.

    Args:
        text: the patient's words, without phone numbers.
        asked: a code was asked for, so one in pieces ("k7m 2qx") counts as well.
    """
    if asked or _CALLED.search(text):
        return read_reference(text)
    token = _TOKEN.search(text)
    return read_reference(token.group()) if token else None
