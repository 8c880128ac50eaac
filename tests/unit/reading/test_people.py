"""Who is named, whose a number is, for whom it is, and what of it is wrong."""

from __future__ import annotations

import pytest

from clinic.reading.calling import find_call_when
from clinic.reading.corrections import find_corrections
from clinic.reading.people import find_names
from clinic.reading.phones import find_phones, without_phones
from clinic.reading.refusals import find_refusals, says_it_is_known
from clinic.reading.relations import find_relation


def names(text: str, asked: bool = False, corrected: bool = False) -> list[tuple[str, str]]:
    relation, phones = find_relation(text), bool(find_phones(text))
    found = find_names(without_phones(text), asked, relation, phones, corrected)
    return [(name.name, name.whose) for name in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Rosa Diaz, I'm her daughter Ana Diaz",
            [("Rosa Diaz", "patient"), ("Ana Diaz", "caller")],
        ),
        ("oluwaseun adebayo-finch, seun is fine", [("Oluwaseun Adebayo-Finch", "patient")]),
        ("Ruth. Ruth Ann Abernathy, without a hyphen.", [("Ruth Ann Abernathy", "patient")]),
        (
            "My given name is Thi Kim Anh, my family name is Pham.",
            [("Thi Kim Anh Pham", "patient")],
        ),
        ("D-I-A-Z", [("Diaz", "patient")]),
        ("Dana K-E-Y-E-S", [("Dana Keyes", "patient")]),
        ("dana keys, thats K E Y E S", [("Dana Keyes", "patient")]),
        ("D-A-N-A K-E-Y-E-S", [("Dana Keyes", "patient")]),
        ("u r a star", []),
        ("put it under Smith", [("Smith", "patient")]),
        ("hers doesn't work", []),
        ("guess", []),
    ],
)
def test_a_name_that_was_asked_for(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text, asked=True) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it's for my mother Rosa Diaz", [("Rosa Diaz", "patient")]),
        ("dana miller 414-555-0177 tuesday at 2", [("Dana Miller", "patient")]),
        ("im scared stiff", []),
        ("i am looking for someone to help my leg", []),
    ],
)
def test_a_name_that_was_not_asked_for(text: str, found: list[tuple[str, str]]) -> None:
    assert names(text) == found


def test_a_name_that_is_corrected_is_found_as_it_is_spelt() -> None:
    assert names("u spelled it wrong its Jaxxon w 2 x", corrected=True) == [("Jaxxon", "patient")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("not 414-555-0101 but 414-555-0102", [("0101", True), ("0102", False)]),
        ("it's 414-555-0102 not 414-555-0101", [("0102", False), ("0101", True)]),
        ("that's my old number, use 414-555-0102", [("0102", False)]),
        ("four one four five five five oh one eight three", [("0183", False)]),
        ("4145550142x2", [("0142", False)]),
        ("414 555 0142... no wait thats yours. 414 555 0177", [("0142", True), ("0177", False)]),
        ("no number here", []),
    ],
)
def test_which_number_holds(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(phone.number[-4:], phone.wrong) for phone in find_phones(text)] == found


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("but please don't call before noon", "do not call before noon"),
        ("dont call me b4 10", "do not call me before 10"),
        ("text only please", "text only please"),
        ("Thursday works best", None),
        ("can i call you on saturday?", None),
    ],
)
def test_when_to_call(text: str, when: str | None) -> None:
    assert find_call_when(text)[0] == when


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("better use my work phone for that call, and not before ten", "not before ten"),
        ("noon is bad. rather after 3", "rather after 3"),
    ],
)
def test_when_to_call_is_told_in_a_part_of_its_own(text: str, when: str) -> None:
    assert find_call_when(text, calling_back=True)[0] == when


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("asking 4 my bf", "partner"),
        ("its for my mom not me", "mother"),
        ("I'm her daughter", "mother"),
        ("my wife says it's the nerve", None),
        ("not for me", "someone else"),
    ],
)
def test_for_whom_it_is(text: str, relation: str | None) -> None:
    assert find_relation(text) == relation


def test_what_is_refused_is_what_was_asked_unless_it_is_named() -> None:
    assert find_refusals("no phone", None) == {"phone"}
    assert find_refusals("id rather not", "phone") == {"phone"}
    assert find_refusals("lost it but its under nguyen", "reference") == {"reference"}
    assert find_refusals("414-555-0142", "phone") == frozenset()


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("same number as last time", True),
        ("you should have it on file", True),
        ("u already have my number", True),
        ("i told you already", True),
        ("same as my mom's", False),
        ("do you know that street", False),
    ],
)
def test_what_was_given_another_time_is_said_to_be_known(text: str, known: bool) -> None:
    assert says_it_is_known(text) == known


def test_a_correction_names_its_field_or_is_about_what_was_given() -> None:
    wrong = find_corrections("thats my old number", [], learned=True)
    assert [(item.field, item.given) for item in wrong] == [("phone", False)]
    given = find_corrections("wrong day, i meant friday", ["time"])
    assert [(item.field, item.given) for item in given] == [("time", True)]
    asked = find_corrections("typo, 9 not g", [], "reference", learned=True)
    assert [item.field for item in asked] == ["reference"]
    assert find_corrections("what causes it", []) == ()
