"""Names as people type them, and what is not one."""

import pytest

from clinic.reading.names import find_name, read_name, read_name_beside


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Dana Whitfield", "Dana Whitfield"),
        ("dana whitfield", "Dana Whitfield"),
        ("DANA WHITFIELD", "Dana Whitfield"),
        ("GUS PROKOP", "Gus Prokop"),
        ("JD SMITH", "JD Smith"),
        ("My name is Dana Whitfield.", "Dana Whitfield"),
        ("hi, i’m ana maría lópez thanks", "Ana María López"),
        ("it's Bo", "Bo"),
        ("Ng", "Ng"),
        ("O'Brien-Smith, Máire", "O'Brien-Smith Máire"),
        ("Dr. Lee", "Dr. Lee"),
        ("sure, this is Jean-Luc", "Jean-Luc"),
        ("Dana 😀", "Dana"),
        ("Мария Иванова", "Мария Иванова"),
        ("李小龙", "李小龙"),
        ("Will May", "Will May"),
        ("name: Pat", "Pat"),
        ("it's for me, bob", "Bob"),
        ("Doris Day", "Doris Day"),
        ("fine. Gus", "Gus"),
    ],
)
def test_a_name_is_read(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "?",
        "what?",
        "nope, like i said thats all old, pee is fine",
        "why do you need it",
        "414-555-0142",
        "x" * 5000,
        "a b c d e f g",
        "😀😀",
        "<script>alert(1)</script>",
        "Robert'); DROP TABLE screenings;--",
        "http://example.org",
        "is it free?",
        "yes please",
        "no",
        "my back hurts",
        "ten",
        "next tuesday",
        "the first",
        "none of these",
        "ahorita vuelvo",
        "para qué quieren",
        "\x00\x07",
    ],
)
def test_what_is_no_name_is_not_taken_for_one(typed: str) -> None:
    assert read_name(typed) is None


def test_a_name_is_found_in_a_longer_message_only_when_it_is_said_to_be_one() -> None:
    assert find_name("Hello, my name is Dana Whitfield, I'd like a screening") == "Dana Whitfield"
    assert find_name("my back hurts and my name is sam") == "Sam"
    assert find_name("Dana Whitfield is my therapist") is None
    assert find_name("my name is spelled Danna") == "Danna"
    assert find_name("hi im Ana Diaz, I'd like a screening") == "Ana Diaz"
    assert find_name("hi, I'm in pain") is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("John Q. Public, any day after 4", "John Q. Public"),
        ("Mary Smith and my number is ", "Mary Smith"),
        ("bob miller tuesday", "Bob Miller"),
        ("Ana Diaz friday at 3", "Ana Diaz"),
        ("any day after 4", None),
        ("tomorrow works", None),
    ],
)
def test_a_name_is_read_in_front_of_what_is_said_beside_it(typed: str, name: str | None) -> None:
    assert read_name_beside(typed) == name
