"""Reads the phone number in what a patient typed."""

from __future__ import annotations

import phonenumbers

from clinic.screenings.errors import BadPhone

REGION = "US"  # numbers without a country code are read as American ones
_LONGEST = 200


def read_phone(text: str) -> str:
    """The phone number in `text`, as E.164 such as `+14145550142`.

    The words around it don't matter ("actually it's 414-555-0142"); an extension is dropped.

    Raises:
        BadPhone: there is none, more than one, or one that can't exist.
    """
    text = text[:_LONGEST]
    found = {
        _e164(match.number)
        for match in phonenumbers.PhoneNumberMatcher(
            text, REGION, leniency=phonenumbers.Leniency.VALID
        )
    }
    if not found:
        found = _bare(text)
    if len(found) != 1:
        raise BadPhone("give one phone number with its area code, such as 414-555-0142")
    return found.pop()


def without_phones(text: str) -> str:
    """The text without the phone numbers in it, so that their digits are not read as a time."""
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text[:_LONGEST], REGION))):
        text = f"{text[: match.start]} {text[match.end :]}"
    return text


def _bare(text: str) -> set[str]:
    """A number the matcher does not see in running text, such as `4145550142x2`."""
    if any(character.isalpha() for character in text.lower().replace("x", "")):
        return set()
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return set()
    return {_e164(number)} if phonenumbers.is_valid_number(number) else set()


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
