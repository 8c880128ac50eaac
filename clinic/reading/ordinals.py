"""Numbers and places in a row as words: the one table of them."""

from __future__ import annotations

CARDINALS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
DIGITS = {"zero": "0", "oh": "0", "o": "0", **{word: str(n) for word, n in CARDINALS.items()}}
TENS = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_WORDS.split(), 1)}
ORDINAL_DIGITS = {
    f"{number}{'th' if number > 3 else ('st', 'nd', 'rd')[number - 1]}": number
    for number in range(1, 11)
}
# What thumbs make of the short ones, and words of English they make; one slip in a longer word is
# found by itself.
MISTYPED = {
    **dict.fromkeys(("fist", "firs"), "first"),
    **dict.fromkeys(("thrd", "thirs", "tird"), "third"),
    **dict.fromkeys(("oen", "noe", "onee"), "one"),
    **dict.fromkeys(("tow", "twoo"), "two"),
    **dict.fromkeys(("tree", "thre"), "three"),
}
