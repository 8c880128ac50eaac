"""Makes what strangers send safe to store and to show, without changing what it says."""

from __future__ import annotations

import re
import unicodedata

# Control characters but tab and newline; surrogates and noncharacters, which no encoding takes;
# and the direction overrides, with which a text can be made to look like another one. Joiners
# and direction marks stay: emoji, Arabic and Hebrew need them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_NEWLINES = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MANY_NEWLINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """The text without control characters, its line ends as "\\n", trimmed.

    Composed to NFC, so that one word has one spelling. The result encodes to UTF-8 and is taken
    by both databases (PostgreSQL refuses NUL).
    """
    text = _NEWLINES.sub("\n", text)
    text = _UNWANTED.sub("", text)
    text = _MANY_NEWLINES.sub("\n\n", text)
    return unicodedata.normalize("NFC", text).strip()


def as_free_text(text: str) -> str:
    """What the engine may be given of a patient's own words.

    Rasa takes a message that begins with "/" for a command (`/restart`, `/book{"name":"x"}`)
    with full confidence. The slash is dropped and the words stay.
    """
    return text.lstrip("/ \t\n") or "?"
