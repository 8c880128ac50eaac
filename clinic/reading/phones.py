"""Reads phone numbers: whose they are, and which of them are wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from clinic.reading.ordinals import DIGITS
from clinic.reading.read import Phone, Whose
from clinic.reading.words import READ_CHARACTERS

REGION = "US"  # numbers without a country code are read as American ones
_SPOKEN_DIGIT = "|".join(DIGITS)
_SPOKEN = re.compile(rf"\b(?:(?:{_SPOKEN_DIGIT})\b[\s,.-]*){{7,15}}", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w.])\+?\d[\d\s().-]{8,16}\d(?:\s*(?:x|ext\.?)\s*\d{1,5})?(?!\w)")
# What stands in the same part of the sentence as a number.
_PART = re.compile(
    r"[;!?\n]|\.\s|,\s|\bbut\b|\band\b|\bit'?s\b|\bshould be\b|\buse\b"
    r"|\bnot\b(?=\s*(?:my|the)?\s*\(?\d)",
    re.IGNORECASE,
)
_WRONG = re.compile(
    r"\b(?:not|isn'?t|wrong|old|no longer|incorrect|disconnected|instead of|never)\b"
    r"|\b(?:does|do)(?:n'?t| not) work\b|\bout of service\b|\b(?:was|is) a typo\b",
    re.IGNORECASE,
)
_WRONG_AFTER = re.compile(
    r"\s*(?:is|was|does)?\s*(?:n'?t|not|wrong|the wrong|old|disconnected)\b(?!\W*$)"
)
# "Use this instead of the old one" says nothing against this one.
_INSTEAD_OF = re.compile(
    r"\b(?:instead of|not|rather than)\b (?:my |the |that )?\w+.*$", re.IGNORECASE
)
# "0166 oops 0165": the one before it is taken back.
_TAKEN_BACK = re.compile(
    r"[\W_]*(?:oops|whoops|wait|no wait|(?:no )?hold on|sorry|scratch that"
    r"|i mean(?:t)?|correction|make that"
    r"|actually)[\W_]*(?:no|i mean|sorry|it'?s|that'?s|actually|use|try|call)?[\W_]*$"
    # "0199 oh shoot that's the desk line, use 0160"
    r"|[\W_]*(?:oh |ah |no |wait )*(?:shoot|oops|whoops|my bad|scratch that|i mean(?:t)?|wrong one"
    r"|that'?s (?:yours?\b|the clinic'?s?\b"
    r"|(?:the|my|our) (?:old|wrong|desk|work|office|home|house|other)\b))[^?]{0,60}$",
    re.IGNORECASE,
)
# "0102, not 0101": what denies the number that follows.
_OF_THE_NEXT = re.compile(r"\b(?:not|instead of|rather than)\W*(?:my |the )?$", re.IGNORECASE)
_MINE = re.compile(
    r"\b(?:my|mine|me|i'?m|i)\b(?! (?:mom|mum|mother|dad|father|wife|husband|son|daughter))",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:hers?|his|him|their|theirs|them|(?:mom|mum|mother|dad|father|wife|husband|son|daughter"
    r"|grandma|grandpa|sister|brother|friend)(?:'?s)?)\b",
    re.IGNORECASE,
)
_NEVER_MINE = re.compile(
    r"\b(?:her|his|their)s? (?:(?:phone|cell|number|one|line) )?(?:does|do|is|are)(?:n'?t| not)\b"
    r"|\b(?:she|he|they)(?: (?:does|do|has|have)(?:n'?t| not| no)|'s got no)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """A number with its place in the text."""

    start: int
    end: int
    number: str


def find_phones(text: str, relation: str | None = None) -> tuple[Phone, ...]:
    """The phone numbers in a text, each once, in order.

    Args:
        text: the patient's words.
        relation: for whom the message is, when not for the writer; "my number" is the caller's
            then.
    """
    text = text[:READ_CHARACTERS]
    found = locate(text)
    phones: dict[str, Phone] = {}
    for place, item in enumerate(found):
        before = text[found[place - 1].end if place else 0 : item.start]
        after = text[item.end : found[place + 1].start if place + 1 < len(found) else len(text)]
        near_before = _PART.split(before)[-1] if not _ends_in_not(before) else before[-30:]
        near_after = _PART.split(_OF_THE_NEXT.sub("", after))[0]
        wrong = (
            bool(_WRONG.search(near_before[-40:]))
            or (place + 1 < len(found) and bool(_TAKEN_BACK.match(after)))
            or (len(found) > 1 and bool(_WRONG_AFTER.match(after)))
            or bool(
                _WRONG.search(_INSTEAD_OF.sub("", near_after[:40]))
                and not _NEVER_MINE.search(near_after)
            )
        )
        whose = _whose(text, near_before, near_after, relation)
        phones.setdefault(item.number, Phone(item.number, whose, wrong))
    return tuple(phones.values())


def _ends_in_not(before: str) -> bool:
    return bool(re.search(r"\bnot (?:my |the )?\(?\s*$", before, re.IGNORECASE))


def _whose(text: str, before: str, after: str, relation: str | None) -> Whose:
    if relation is None and not _NEVER_MINE.search(text):
        return "patient"
    if _THEIRS.search(before):
        return "patient"
    if _MINE.search(before) or _MINE.search(after[:25]) or _NEVER_MINE.search(text):
        return "caller"
    return "patient"


def without_phones(text: str) -> str:
    """The text without the phone numbers in it, so that their digits are not read as a time."""
    for item in reversed(locate(text[:READ_CHARACTERS])):
        text = f"{text[: item.start]} {text[item.end :]}"
    return text


def locate(text: str) -> list[Found]:
    """Every phone number in a text and where it stands, in order."""
    matcher = phonenumbers.PhoneNumberMatcher(text, REGION, leniency=phonenumbers.Leniency.VALID)
    found = [Found(match.start, match.end, _e164(match.number)) for match in matcher]
    for pattern in (_BARE, _SPOKEN):
        for match in pattern.finditer(text):
            if any(item.start < match.end() and match.start() < item.end for item in found):
                continue
            number = _parse(match.group())
            if number:
                found.append(Found(match.start(), match.end(), number))
    return sorted(found, key=lambda item: item.start)


def _parse(said: str) -> str | None:
    digits = re.sub(
        rf"\b({_SPOKEN_DIGIT})\b",
        lambda match: DIGITS[match.group().lower()],
        said,
        flags=re.IGNORECASE,
    )
    digits = re.sub(r"(?:x|ext).*$", "", digits)
    try:
        number = phonenumbers.parse(re.sub(r"[^\d+]", "", digits), REGION)
    except phonenumbers.NumberParseException:
        return None
    return _e164(number) if phonenumbers.is_valid_number(number) else None


def looks_like_phone(text: str) -> bool:
    """Whether a text holds seven digits or more in a row, numbers that can't exist among them."""
    return bool(re.search(r"\d(?:[\s().-]{0,3}\d){6,}", text[:READ_CHARACTERS]))


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
