"""Phone numbers that are told in words: "cuatro catorce, 555, cero uno treinta y cinco"."""

from __future__ import annotations

import re

_UNITS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_TEENS = ("diez", "once", "doce", "trece", "catorce", "quince")
_TENS = {
    "veinte": 20, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "setenta": 70,
    "ochenta": 80, "noventa": 90,
}  # fmt: skip
_HUNDREDS = {
    "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800,
    "novecientos": 900,
}  # fmt: skip
_BELOW_HUNDRED = {
    **{word: number for number, word in enumerate(_UNITS)},
    "un": 1,
    "una": 1,
    **{word: number for number, word in enumerate(_TEENS, 10)},
    **{f"dieci{word}": 10 + number for number, word in enumerate(_UNITS) if number > 5},
    **{f"veinti{word}": 20 + number for number, word in enumerate(_UNITS) if number},
    **_TENS,
}
_WORDS = "|".join(sorted([*_BELOW_HUNDRED, *_HUNDREDS], key=len, reverse=True))
_PAUSE = r"[\s,.-]+"
_RUN = re.compile(
    rf"(?<![\w:])(?:{_WORDS}|\d+)(?:(?:{_PAUSE}(?:y\s+)?)(?:{_WORDS}|\d+))+(?![\w:])", re.IGNORECASE
)
_TOKEN = re.compile(r"[a-z]+|\d+")
# A whole number, with or without the country's 1; or its end, which begins with a zero here.
_WHOLE, _WITH_COUNTRY, _END = 10, 11, 4


def with_digits(text: str, plain: str) -> str:
    """The text with the numbers that are told in words as digits.

    Args:
        text: the text.
        plain: the same without accents, as long.
    """
    for match in reversed(list(_RUN.finditer(plain))):
        in_words = any(map(str.isalpha, match.group()))
        digits = _digits(match.group().lower()) if in_words else None
        if digits:
            text = f"{text[: match.start()]}{digits}{text[match.end() :]}"
    return text


def _digits(said: str) -> str | None:
    """The digits of a number; None where it is no phone number: "dos o tres", "las diez y diez"."""
    digits, words = "", _TOKEN.findall(said)
    while words:
        word = words.pop(0)
        if word == "y":
            continue
        if word.isdigit():
            digits += word
            continue
        value = _HUNDREDS.get(word, 0)
        if value and words and words[0] in _BELOW_HUNDRED and words[0] != _UNITS[0]:
            word = words.pop(0)
        elif value:
            digits += str(value)
            continue
        value += _BELOW_HUNDRED[word]
        if word in _TENS and words[:1] == ["y"] and words[1:2] and words[1] in _UNITS:
            value += _BELOW_HUNDRED[words[1]]
            words = words[2:]
        digits += str(value)
    whole = len(digits) == _WHOLE or (len(digits) == _WITH_COUNTRY and digits[0] == "1")
    return digits if whole or (len(digits) == _END and digits[0] == "0") else None
