"""Corrections beside what was given before: a letter, half a name, the last digits, half a time."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from clinic.reading.amending import amend_name, amend_phone
from clinic.reading.phones import find_phones
from clinic.reading.retiming import said_outright

TUESDAY = datetime(2026, 12, 1, 11, 30, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("known", "text", "right"),
    [
        ("Eva Diaz", "it's Ewa not Eva", "Ewa Diaz"),
        ("Jon Berg", "Jonn with two n's", "Jonn Berg"),
        ("Ema Roth", "double m in ema", "Emma Roth"),
        ("Mattias Kern", "only one t in the first name", "Matias Kern"),
        ("Ana Stone", "that is my maiden name, it's Petrov now", "Ana Petrov"),
        ("Lia Hoffman", "last name is Hofmann", "Lia Hofmann"),
        ("Kim Park Jr", "drop the Jr please", "Kim Park"),
        ("Rob Field", "put Robert instead of Rob", "Robert Field"),
        ("Lee Chen", "first name Chen, last name Lee", "Chen Lee"),
        ("Ana Luz", "on my id it is María Ana Luz Díaz", "María Ana Luz Díaz"),
        ("Olha Koval", "wrong, it's K-O-W-A-L", "Olha Kowal"),
        ("Gil Marsh", "NO ITS MARSCH WITH A C", "Gil Marsch"),
        ("Jon Pell", "it's john with an h, not jon", "John Pell"),
        ("Ines Walker", "family name is brandt, not walker", "Ines Brandt"),
        ("Jordan Blake", "Blake is my first name and Jordan is the last name", "Blake Jordan"),
        ("Marta Smith", "the last name is K-E-Y-E-S", "Marta Keyes"),
        ("Rosa Elena Duarte", "sorry, last name is Duarte Rios", "Rosa Elena Duarte Rios"),
        ("Rosa Elena Duarte", "el last name es Duarte Ríos", "Rosa Elena Duarte Ríos"),
        ("Bea Lund", "the last name is Lund Vega, sorry", "Bea Lund Vega"),
        ("Ana Diaz", "the surname is Diaz Lopez, not Diaz", "Ana Diaz Lopez"),
        ("Ana Diaz", "her last name is Van Dyke", "Ana Van Dyke"),
        ("Ana Diaz", "my last name is Vega, not Diaz", "Ana Vega"),
        ("Ana", "the last name is Lund Vega", "Ana Lund Vega"),
        ("Dana Keys", "D-A-Y-N-A K-E-Y-E-S", "Dayna Keyes"),
    ],
)
def test_a_name_is_changed_where_it_was_wrong(known: str, text: str, right: str) -> None:
    assert amend_name(known, text, corrects=True) == right


def test_a_name_said_again_alone_and_nearly_the_same_is_a_correction() -> None:
    assert amend_name("Tlyer Banks", "*Tyler", corrects=False) == "Tyler Banks"


@pytest.mark.parametrize(
    "text", ["tuesday at 3", "yes book it", "what do I bring", "is Anna there", "no", "", "🙏" * 50]
)
def test_what_says_nothing_of_the_name_leaves_it(text: str) -> None:
    assert amend_name("Ana Silva", text, corrects=False) is None


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("the last digit is 2, not 3", "0182"),
        ("0138 not 0183", "0138"),
        ("it ends in 85", "0185"),
        ("should be zero one nine nine", "0199"),
        ("I swapped the last two digits", "0138"),
        ("double eight at the end, not eight three", "0188"),
        ("oops 555-0144", "0144"),
    ],
)
def test_a_number_is_changed_in_the_digits_that_were_wrong(text: str, digits: str) -> None:
    assert amend_phone("+14145550183", text, corrects=True) == f"+1414555{digits}"


@pytest.mark.parametrize("text", ["no, 3 pm not 2", "at 3:30", "yes", "", "1" * 40])
def test_what_says_nothing_of_the_number_leaves_it(text: str) -> None:
    assert amend_phone("+14145550183", text, corrects=True) is None


@pytest.mark.parametrize(
    "text", ["4145550166 oops 4145550165", "414 555 0166, no wait, 414 555 0165"]
)
def test_of_two_numbers_the_one_that_is_taken_back_is_wrong(text: str) -> None:
    assert [phone.number for phone in find_phones(text) if not phone.wrong] == ["+14145550165"]


@pytest.mark.parametrize(
    "text", ["number's wrong, it's 414-555-0165", "use 414-555-0165 instead of the old one"]
)
def test_the_number_that_is_said_instead_is_right(text: str) -> None:
    assert [phone.number for phone in find_phones(text) if not phone.wrong] == ["+14145550165"]


@pytest.mark.parametrize(
    ("text", "outright"),
    [
        ("same time thursday", "at 11:30 thursday"),
        ("not tuesday, friday", ", friday at 11:30"),
        ("an hour later", "tuesday at 12:30"),
        ("half an hour earlier please", "tuesday at 11:00 please"),
        ("half hr earlier please", "tuesday at 11:00 please"),
        ("the day after, same time", "wednesday , at 11:30"),
        ("any day after 4", "any day after 4"),
        ("every day after work", "every day after work"),
        ("10 not 11:30", "at 10"),
        ("not tuesday but wednesday at 9", "but wednesday at 9"),
        ("after 4", "after 4"),
        ("tuesday is fine", "tuesday is fine"),
        ("push it back an hour", "push it tuesday at 12:30"),
        ("later that day", "tuesday later please"),
        ("thursday, same time as my last visit", "thursday, at 11:30"),
    ],
)
def test_what_is_said_beside_a_chosen_time_is_said_outright(text: str, outright: str) -> None:
    assert " ".join(said_outright(text, TUESDAY).split()) == outright


@pytest.mark.parametrize(
    ("text", "outright"),
    [
        ("the same time on thursday", "at 11:30 on thursday"),
        ("two hours later", "tuesday at 13:30"),
        ("move my tuesday visit to thursday", "move my tuesday visit to thursday"),
        ("not 11:30", "not 11:30"),
    ],
)
def test_beside_a_visit_that_stands_a_day_is_told_and_not_corrected(
    text: str, outright: str
) -> None:
    assert " ".join(said_outright(text, TUESDAY, corrects=False).split()) == outright
