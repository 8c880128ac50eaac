"""Reads a correction as a change of what was given before: "Anna with two n's", "0138 not 0183".

What is wrong is seldom said whole: a letter, a half of a name, the last four digits. Beside the
value that stands, the words say what it shall be; without it they say nothing.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from clinic.reading.english import common, english
from clinic.reading.names import LETTERS, NOT_NAMES, as_name, in_letters, plain
from clinic.reading.ordinals import DIGITS

# Two words as like as this are one name, misspelt; a word this short is like too many.
ALIKE, SHORTEST = 0.6, 2
# Said without any word of correction ("*Tyler"), a name must be liker, and be all that is said.
VERY_LIKE = 0.7
# A word of everyday English must be liker still: "I'll" and "mile" are no Miller.
COMMONLY_ALIKE = 0.8
LAST_DIGITS = 4
# So few letters one by one may be something else.
TOLD_BY_CHANCE = 3
_SHORTENED = re.compile(
    r"(?:i|you|he|she|it|we|they|that|there|what|who)'(?:ll|ve|d|m|re|s)|\w+n't"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_NOT = re.compile(r"(?:\b(?:not|no longer|instead of|rather than|drop(?: the)?)|n't)\W*$", re.I)
_LAST = re.compile(r"\b(?:last|family|sur) ?name\b", re.I)
_SURNAME = re.compile(
    r"\b(?i:(?:last|family|sur) ?name(?: is| es| was| should be| ought to be|:)*)"
    r" (?P<run>[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_a-z][^\W\d_]+)+)"
)
_FIRST = re.compile(r"\b(?:first|given) ?name\b", re.I)
_DOUBLE = re.compile(
    r"\b(?:(?:two|2|double) (?P<two>[a-z])(?:'?s)?|(?:one|1|single) (?P<one>[a-z]))\b", re.I
)
_SWAPPED_DIGITS = re.compile(r"\b(?:swapped|mixed up|flipped|switched)\b.*\blast (?:two|2)\b", re.I)
# "The fall was in 2019": no digits of a number.
_YEAR = re.compile(r"\b(?:in|since|from|of|year|en|desde|ano) (?:19|20)\d\d\b", re.I)
_SPOKEN = "|".join(DIGITS)
_SPOKEN_DIGITS = re.compile(rf"\b(?:(?:{_SPOKEN})\b[\s,-]*){{2,}}", re.I)
_TWICE = re.compile(rf"\bdouble (?P<digit>\d|{_SPOKEN})\b", re.I)
_SPOKEN_DIGIT = re.compile(rf"\b(?:{_SPOKEN})\b[\s,-]*", re.I)
# "Put Robert instead", "call me Peggy": a name that is like none before.
_PUT = re.compile(
    r"\b(?:put|call (?:me|her|him)|change (?:it|that|the name) to|make (?:it|that)|write|use|under)"
    r" (?:down |as )?(?P<name>[A-Z][\w'’-]+)(?! \d)"
)
_DIGITS = re.compile(r"\d(?:[\s.-]?\d)*")
_SAID_OF_DIGITS = re.compile(
    r"\b(?:not|instead of|should be|supposed to be|ends?|finish(?:es)?|last|wrong|typo|oops|sorry"
    r"|wait|no|mean|meant|correction|digits?|hang on|old|scratch)\b",
    re.I,
)


def amend_name(known: str, text: str, corrects: bool) -> str | None:
    """The name as it shall be; None when the words change nothing of it.

    Args:
        known: as it stands.
        text: the patient's words, without phone numbers.
        corrects: the words say that something is wrong.
    """
    words = " ".join(plain(text[:1000]).split())
    parts = known.split()
    spelt = list(in_letters(words))
    words = LETTERS.sub(" ", words)
    if spelt:
        return _spelt(parts, spelt, words) if corrects or len(spelt[0]) > TOLD_BY_CHANCE else None
    words = words.lower() if words.isupper() else words  # where all are capitals none tells a name
    tokens = [match for match in _WORD.finditer(words) if len(match.group()) >= SHORTEST]
    negated = {match.group().lower() for match in tokens if _NOT.search(words[: match.start()])}
    said = [match.group() for match in tokens if match.group().lower() not in negated]
    denies = not negated.isdisjoint(part.lower() for part in parts)
    names = [word for word in said if _may_be_name(word, parts, denies)]
    if _FIRST.search(words) and _LAST.search(words) and len(parts) == 2:
        return _by_place(words, known)
    if surname := _of_several_words(words):
        return _with_surname(parts, surname)
    whole = (corrects and _fuller(said, parts)) or _said_whole(said, parts, negated)
    if whole:
        return whole
    replaced = _replacing(parts, names, negated, len(said) if not corrects else 0)
    if replaced is None and corrects:
        replaced = (
            _by_kind(words, parts, names, denies) or _put(words, parts) or _doubled(words, parts)
        )
    return replaced if replaced and replaced != known else None


def _fuller(said: list[str], parts: list[str]) -> str | None:
    """The name with more parts to it, among words that are written as names: "María Ana Luz Díaz"
    of who was Ana Díaz."""
    lower = [part.lower() for part in parts]
    runs: list[list[str]] = [[]]
    for word in said:
        if word[:1].isupper() and word.lower() not in NOT_NAMES:
            runs[-1].append(word)
        else:
            runs.append([])
    for run in runs:
        words = iter(word.lower() for word in run)
        if len(run) > len(parts) > 1 and all(part in words for part in lower):
            return as_name(" ".join(run))
    return None


def _said_whole(said: list[str], parts: list[str], negated: set[str]) -> str | None:
    """The whole name, said once more beside other words: of as many words, one of them like one
    that stood; or what is left of it when a part shall go."""
    size = len(parts)
    lower = [part.lower() for part in parts]
    if size > 2 and _drops(said, lower, negated):
        return " ".join(part for part in parts if part.lower() not in negated)
    for start in range(len(said) - size, -1, -1) if size > 1 else ():
        run = said[start : start + size]
        pairs = list(zip(run, parts, strict=True))
        if [word.lower() for word in run] == lower or not all(
            word[:1].isupper() or _like(word, part) >= ALIKE for word, part in pairs
        ):
            continue
        if sum(_like(word, part) >= ALIKE for word, part in pairs) * 2 >= size:
            return as_name(" ".join(run))
    return None


def _replacing(parts: list[str], names: list[str], negated: set[str], alone: int) -> str | None:
    """The name with a part replaced by the word that is said instead of it."""
    lower = [part.lower().strip(".") for part in parts]
    wrong = next((place for place, part in enumerate(lower) if part in negated), None)
    fresh = [name for name in names if name.lower().strip(".") not in lower]
    if not fresh:
        return None
    if wrong is not None:
        best = max(fresh, key=lambda name: _like(name, parts[wrong]))
        return as_name(" ".join(_cased(best) if n == wrong else p for n, p in enumerate(parts)))
    like, place, name = max(
        (_like(name, part), place, name) for name in fresh for place, part in enumerate(parts)
    )
    if like < (VERY_LIKE if alone else ALIKE) or alone > len(names):
        return None
    return as_name(" ".join(_cased(name) if n == place else p for n, p in enumerate(parts)))


def _by_place(words: str, known: str) -> str | None:
    """ "First name Haruto, last name Mori"."""
    first, last = _after(_FIRST, words), _after(_LAST, words)
    return as_name(f"{first} {last}") if first and last else known


def _of_several_words(words: str) -> list[str]:
    """A surname of more than one word: "the last name is Duarte Ríos"; else nothing."""
    named = _SURNAME.search(words)
    run = _WORD.findall(named["run"]) if named else []
    return run if len(run) > 1 and not any(word.lower() in NOT_NAMES for word in run) else []


def _with_surname(parts: list[str], surname: list[str]) -> str | None:
    """The name with another surname, of which a part may be known: "Rosa Elena Duarte" has two
    names in front of it."""
    likeness = [max(_like(word, part) for word in surname) for part in parts]
    if len(parts) == 1:
        return None if likeness[0] >= ALIKE else as_name(" ".join([*parts, *surname]))
    likest = max(range(1, len(parts)), key=likeness.__getitem__)
    first = likest if likeness[likest] >= ALIKE else len(parts) - 1
    return as_name(" ".join([*parts[:first], *surname]))


def _after(named: re.Pattern[str], words: str) -> str | None:
    """What a half of the name is said to be: "Haruto is my first name", "first name Haruto"."""
    is_one = re.search(
        rf"(?P<name>[^\W\d_]+) is (?:my |her |his |the )?{named.pattern}", words, re.I
    )
    if is_one and is_one["name"].lower() not in NOT_NAMES:
        return _cased(is_one["name"])
    match = named.search(words)
    rest = _WORD.findall(words[match.end() :]) if match else []
    return next((_cased(word) for word in rest if word.lower() not in NOT_NAMES | {"to"}), None)


def _by_kind(words: str, parts: list[str], names: list[str], denies: bool) -> str | None:
    """ "The last name is Bauer", "call me Peggy": the half of which it is said. A word of English
    that is written small is one only where the other is denied: "it is bauer, not power"."""
    if len(parts) < 2 and not _LAST.search(words):
        return None
    if _LAST.search(words) or re.search(r"\b(?:maiden|married) name\b", words, re.I):
        said = _after(_LAST, words) if _LAST.search(words) else None
        if said is None or said not in map(_cased, names):
            told = said if said and (denies or said.lower() not in english()) else None
            said = _cased(names[-1]) if names else told
        # "The last name is Bauer" of who gave a first name alone.
        kept = parts[:-1] if len(parts) > 1 or _is_the_same(said, parts[0]) else parts
        return as_name(" ".join([*kept, said])) if said else None
    if _FIRST.search(words) and (said := _after(_FIRST, words)):
        return as_name(" ".join([said, *parts[1:]]))
    return None


def _is_the_same(said: str | None, part: str) -> bool:
    """Whether a surname is the one that is known, misspelt, and no other half of the name."""
    return said is not None and _like(said, part) >= ALIKE


def _put(words: str, parts: list[str]) -> str | None:
    """ "Put Robert instead of Bob": the first name, where another one is said to be put down."""
    match = _PUT.search(words)
    if not match or match["name"].lower() in NOT_NAMES:
        return None
    return as_name(" ".join([match["name"], *parts[1:]]))


def _doubled(words: str, parts: list[str]) -> str | None:
    """ "With two n's", "only one t": the letter made two, or one, where a part has it."""
    match = _DOUBLE.search(words)
    if not match:
        return None
    letter = (match["two"] or match["one"]).lower()
    for place, part in enumerate(parts):
        old, new = (letter, letter * 2) if match["two"] else (letter * 2, letter)
        if old in part.lower() and not (match["two"] and letter * 2 in part.lower()):
            at = part.lower().rindex(old)
            changed = part[:at] + new + part[at + len(old) :]
            return " ".join(_cased(changed) if n == place else p for n, p in enumerate(parts))
    return None


def _spelt(parts: list[str], spelt: list[str], words: str) -> str | None:
    """The name with what is told letter by letter: all of it, the half that is named, or the part
    that is likest."""
    if len(spelt) == len(parts):
        return as_name(" ".join(word.capitalize() for word in spelt))
    letters = spelt[-1]
    place = max(range(len(parts)), key=lambda n: _like(letters, parts[n]))
    if _FIRST.search(words) or _LAST.search(words):
        place = 0 if _FIRST.search(words) else len(parts) - 1
    return as_name(" ".join(letters.capitalize() if n == place else p for n, p in enumerate(parts)))


def _may_be_name(word: str, parts: list[str], denies: bool) -> bool:
    plain_word = word.lower().strip(".").replace("’", "'")
    if plain_word in NOT_NAMES or _SHORTENED.fullmatch(plain_word):
        return False
    like = max(_like(word, part) for part in parts)
    # In place of a part that is denied it need be no liker for being a word: "Marc, not Mark".
    if like >= (COMMONLY_ALIKE if plain_word in common() and not denies else ALIKE):
        return True
    return word[:1].isupper() and plain_word not in common()


def _like(one: str, other: str) -> float:
    one, other = one.lower().strip("."), other.lower().strip(".")
    if one[:1] != other[:1] and min(len(one), len(other)) < 4:
        return 0.0
    return SequenceMatcher(None, one, other).ratio()


def _cased(word: str) -> str:
    word = word.rstrip(".") if len(word) > SHORTEST + 1 else word
    if word.islower() or (word.isupper() and len(word) > 3):
        return "-".join(part.capitalize() for part in word.split("-"))
    return word


def _drops(said: list[str], lower: list[str], negated: set[str]) -> bool:
    """Whether a part of the name shall just go: it is denied, and nothing stands in its place."""
    fresh = [word for word in said if any(_like(word, part) >= ALIKE for part in lower)]
    return bool(set(lower) & negated) and all(word.lower() in lower for word in fresh)


def _as_digits(match: re.Match[str]) -> str:
    said = _SPOKEN_DIGIT.sub(lambda one: DIGITS[one.group().strip(" ,-").lower()], match.group())
    return f"{said} "


# --- numbers


def amend_phone(known: str, text: str, corrects: bool) -> str | None:
    """The number (E.164) as it shall be; None when the words change nothing of it.

    Args:
        known: as it stands, E.164.
        text: the patient's words, without whole phone numbers.
        corrects: the words say that something is wrong.
    """
    text = _YEAR.sub(" ", text)
    if _SWAPPED_DIGITS.search(text):
        return f"{known[:-2]}{known[-1]}{known[-2]}"
    words = _SPOKEN_DIGITS.sub(_as_digits, _TWICE.sub(r"\g<digit> \g<digit>", text))
    if not (corrects or _SAID_OF_DIGITS.search(words)) or re.search(r":\d\d|[ap]\.?m\b", words):
        return None
    right, wrong = None, None
    for match in _DIGITS.finditer(words):
        digits = re.sub(r"\D", "", match.group())
        if _NOT.search(words[: match.start()]):
            wrong = digits
        else:
            right = digits
    if right is None or len(right) >= len(known) or not known.startswith("+1"):
        return None
    if wrong and len(wrong) == len(right) and wrong in known[2:]:
        at = known.rindex(wrong)
        return f"{known[:at]}{right}{known[at + len(wrong) :]}"
    if len(right) in (LAST_DIGITS, 7) or re.search(r"\b(?:last|ends?|finish)", words, re.I):
        return f"{known[: -len(right)]}{right}"
    return None
