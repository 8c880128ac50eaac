"""Reference codes, phone numbers and names, as patients give them."""

from __future__ import annotations

import pytest

from clinic.screenings import BadName, BadPhone, Patient, read_phone, read_reference
from clinic.screenings.references import EXAMPLE, LENGTH, make_reference


def test_a_new_reference_is_short_and_unmistakable() -> None:
    for _ in range(200):
        code = make_reference()
        assert len(code) == LENGTH
        assert not set(code) & set("0O1ILBSZ")
        assert read_reference(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "K7M2QX",
        "k7m2qx",
        "it's K7M-2QX thanks",
        "my code is k7m 2qx.",
        "K 7 M 2 Q X",
        "ref: K7M2QX",
        "K7MZQX",
    ],
)
def test_a_reference_is_read_however_it_is_typed(typed: str) -> None:
    assert read_reference(typed) == EXAMPLE


@pytest.mark.parametrize(
    "typed", ["", "hello", "PATIENT", "123456", "K7M2Q", "K7M2QXX", "🙂", "x" * 9_000, "' OR 1=1"]
)
def test_what_is_no_reference_is_not_read_as_one(typed: str) -> None:
    assert read_reference(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "414-555-0142",
        "(414) 555-0142",
        "4145550142",
        "+1 414 555 0142",
        "actually it's 414-555-0142",
        "414.555.0142 ext 12",
        "1-414-555-0142",
    ],
)
def test_a_phone_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_phone(typed) == "+14145550142"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "555-0142",
        "911",
        "123",
        "no",
        "414-555-0142 or 414-555-0143",
        "000-000-0000",
        "🙂",
        "1" * 5_000,
        "<script>",
    ],
)
def test_what_is_no_phone_number_is_asked_for_again(typed: str) -> None:
    with pytest.raises(BadPhone):
        read_phone(typed)


@pytest.mark.parametrize("name", ["Ana Díaz", "Mary-Jane O'Neil", "Li", "Dr. J. Smith", "Олена"])
def test_names_of_all_kinds_are_taken(name: str) -> None:
    assert Patient(name, "+14145550142").name == name


@pytest.mark.parametrize(
    "name", ["", "A", "x" * 5_000, "🙂🙂", "Robert'); DROP TABLE", "<b>Ana</b>", "Ana 2", "a\x00b"]
)
def test_what_is_no_name_makes_no_patient(name: str) -> None:
    with pytest.raises(BadName):
        Patient(name, "+14145550142")
