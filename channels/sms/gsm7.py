"""The alphabet of text messages: what one segment holds, and how to stay inside it.

GSM 03.38 (3GPP TS 23.038): a message written in its 7-bit alphabet holds 160 characters in one
segment and 153 in each of several; a single character outside turns the whole message into UCS-2,
with 70 and 67. Each segment is billed, so a curly quote can double the price of a text.
"""

from __future__ import annotations

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these takes the place of two.
EXTENDED = frozenset("^{}\\[~]|€\f")

SINGLE, PART = 160, 153
UCS2_SINGLE, UCS2_PART = 70, 67

# Typography that means the same in plain characters.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("•‣◦▪·●", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
        **dict.fromkeys("\u200a\u202f\u205f\u3000\t", " "),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", ""),
        "…": "...",
        "→": "->",
        "×": "x",
        "½": "1/2",
        "©": "(c)",
        "®": "(R)",
        "™": "(TM)",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
    }
)


def outside(text: str) -> list[str]:
    """The characters of a text that the 7-bit alphabet lacks, each once, in order."""
    return list(dict.fromkeys(c for c in text if c not in BASIC and c not in EXTENDED))


def fold(text: str) -> str:
    """The text in the 7-bit alphabet, as far as that loses no words.

    Typography becomes plain, accents the alphabet lacks are dropped, and so are emoji and other
    pictures. Letters of other scripts stay: a name is better sent in UCS-2 than not at all.
    """
    folded = _fold_once(text)
    # What stood between two marks may be gone now, so that they join or change places.
    while (again := _fold_once(folded)) != folded:
        folded = again
    return folded


def _fold_once(text: str) -> str:
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(_fold_character(character) for character in plain)


def segments(text: str) -> int:
    """How many segments a text is billed as; 0 for an empty one."""
    if BASIC.issuperset(text):  # each character takes one place: nearly every text
        return min(len(text), 1) if len(text) <= SINGLE else -(-len(text) // PART)
    if outside(text):
        widths = [2 if ord(character) > 0xFFFF else 1 for character in text]
        return _count(widths, UCS2_SINGLE, UCS2_PART)
    widths = [2 if character in EXTENDED else 1 for character in text]
    return _count(widths, SINGLE, PART)


def _fold_character(character: str) -> str:
    if character in BASIC or character in EXTENDED:
        return character
    decomposed = unicodedata.normalize("NFKD", character)
    base = "".join(c for c in decomposed if not unicodedata.combining(c))
    if base and not outside(base):
        return base
    category = unicodedata.category(character)
    if category[0] in "LN":
        return character
    # Marks belong to letters of other scripts; everything else is a picture or a control.
    return character if category in ("Mn", "Mc") and not _is_selector(character) else ""


def _is_selector(character: str) -> bool:
    """Variation selectors and the keycap, which choose how an emoji looks."""
    return "\ufe00" <= character <= "\ufe0f" or character == "\u20e3"


def _count(widths: list[int], single: int, part: int) -> int:
    if sum(widths) <= single:
        return 1 if widths else 0
    count, room = 1, part
    for width in widths:  # a character of two places is not cut in half
        if width > room:
            count, room = count + 1, part
        room -= width
    return count
