"""Reference codes: short, said over a phone without mistakes, not guessed."""

from __future__ import annotations

import re
import secrets

LENGTH = 6
# No vowels, so that no code is a word; none of 0 O, 1 I L, and of the pairs that look or sound
# alike (B 8, S 5, Z 2) the digit only.
LETTERS = "CDFGHJKMNPQRTVWX"
DIGITS = "23456789"
EXAMPLE = "K7M2QX"

_LOOK_ALIKE = str.maketrans("BSZ", "852")
_WRITTEN = re.compile(rf"[A-Za-z0-9](?:[ \-–.]?[A-Za-z0-9]){{{LENGTH - 1}}}")
_CODE = re.compile(f"[{LETTERS}{DIGITS}]{{{LENGTH}}}")


def make_reference() -> str:
    """A new code: six characters, at least one letter and two digits, 170 million of them."""
    while True:
        code = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(LENGTH))
        if _mixed(code):
            return code


def read_reference(text: str) -> str | None:
    """The reference in what a patient typed ("it's k7m-2qx"); None when there is none.

    Case, spaces and hyphens inside it don't matter; B, S and Z are read as the digits they look
    like, since no code has them.
    """
    text = text[:200]
    for word in re.findall(r"[A-Za-z0-9]+(?:[\-–.][A-Za-z0-9]+)*", text):
        code = _as_code(word)
        if code:
            return code
    for start in range(len(text)):
        if start and text[start - 1].isalnum():
            continue
        match = _WRITTEN.match(text, start)
        after = text[match.end() : match.end() + 1] if match else ""
        if match and not after.isalnum():
            code = _as_code(match.group())
            if code:
                return code
    return None


def _as_code(written: str) -> str | None:
    code = re.sub(r"[^A-Za-z0-9]", "", written).upper().translate(_LOOK_ALIKE)
    return code if _CODE.fullmatch(code) and _mixed(code) else None


def _mixed(code: str) -> bool:
    digits = sum(character in DIGITS for character in code)
    return 2 <= digits < LENGTH
