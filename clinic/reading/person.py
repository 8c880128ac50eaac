"""Reads who is writing, for the staff who may have to call them."""

from __future__ import annotations

from functools import lru_cache

from clinic.attention import Person
from clinic.reading.people import find_names
from clinic.reading.phones import find_phones, without_phones

_SEARCHED = 1000


@lru_cache(maxsize=64)
def read_person(text: str) -> Person:
    """The name and the number in a message.

    Of several numbers the last counts that is not said to be wrong; the patient's own before that
    of somebody who writes for them.
    """
    text = text[:_SEARCHED]
    numbers = find_phones(text) if any(map(str.isdigit, text)) else ()
    phones = [phone for phone in numbers if not phone.wrong]
    rest = without_phones(text) if phones else text
    names = find_names(rest, beside_phone=bool(phones))
    # The patient's own comes last and counts; that of whoever writes for them where it is alone.
    phones.sort(key=lambda phone: phone.whose == "patient")
    return Person(names[0].name if names else None, phones[-1].number if phones else None)
