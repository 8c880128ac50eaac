"""Which of the options on offer a message chooses."""

import pytest

from clinic.reading.choices import NotAnOption, choose, is_number
from clinic.reading.context import Option


def offered(*labels: str, key: str | None = None) -> tuple[Option, ...]:
    return tuple(Option(key or f"k{place}", label) for place, label in enumerate(labels, 1))


TIMES = offered("Tue Dec 1, 9:00 AM", "Wed Dec 2, 2:30 PM", "Fri Dec 4, 10:00 AM")
TOPICS = offered("Symptoms", "Causes", "How it is treated", "Book a free screening")


@pytest.mark.parametrize(
    "text",
    [
        *("2", "2.", "(2)", "#2", "# 2", "2)", "02", " 2 ", "2 please", "number 2", "no. 2"),
        *("two", "Two!", "TWO", "tow", "option two", "choice 2", "I'll take 2", "give me number 2"),
        *(
            "the second",
            "second",
            "second one",
            "the 2nd",
            "2nd",
            "2nd one please",
            "the 2nd option",
        ),
        *(
            "secound one",
            "ok the second one",
            "let's do 2",
            "2 works",
            "2 is fine",
            "I want the 2nd",
        ),
        *("wed dec 2, 2:30 pm", "Wed Dec 2 2:30 PM"),
        *("the second one there", "second one on the list", "the 2nd one u gave me"),
    ],
)
def test_the_second_of_three_is_chosen(text: str) -> None:
    assert choose(text, TIMES) == TIMES[1]


@pytest.mark.parametrize("text", ["the earliest", "the erliest", "I'll take the earlist one"])
def test_the_earliest_of_times_on_offer_is_chosen(text: str) -> None:
    times = tuple(Option(f"slot:{place}", option.label) for place, option in enumerate(TIMES))
    assert choose(text, times) == times[0]
    assert choose(text, TOPICS) is None


@pytest.mark.parametrize("text", ["1", "one", "first", "the 1st", "frist one", "FIRST ONE PLEASE"])
def test_the_first_is_chosen(text: str) -> None:
    assert choose(text, TIMES) == TIMES[0]


@pytest.mark.parametrize("text", ["the last one", "last", "3rd", "three", "thrid"])
def test_the_last_is_chosen(text: str) -> None:
    assert choose(text, TIMES) == TIMES[2]


@pytest.mark.parametrize("text", ["Causes", "causes", "cuases", "CAUSES!", "cause"])
def test_the_words_of_a_choice_choose_it_also_with_a_slip(text: str) -> None:
    assert choose(text, TOPICS) == TOPICS[1]


@pytest.mark.parametrize("text", ["4", "0", "9", "17", "number 8"])
def test_a_number_that_is_none_of_them_is_no_choice(text: str) -> None:
    assert isinstance(choose(text, TIMES), NotAnOption)


@pytest.mark.parametrize(
    "text",
    [
        *("the 14th", "in 2 weeks", "2 pm", "2:30", "2 or 3", "my 2 legs hurt", "second thoughts"),
        *("not the second one", "neither", "none", "what is the second one", "414-555-0123", ""),
        *("one of my legs is numb", "the pain is a 2", "for two weeks", "Tom Riley"),
    ],
)
def test_anything_else_is_no_choice_at_all(text: str) -> None:
    assert choose(text, TIMES) is None


def test_words_as_near_to_two_choices_choose_none() -> None:
    assert choose("Tuesdya", offered("Tuesday1", "Tuesdayx")) is None


def test_a_misspelt_time_is_not_guessed_at() -> None:
    assert choose("Wed Dec 1, 2:30 PM", TIMES) is None


def test_a_raised_thumb_is_the_yes_among_the_choices() -> None:
    choices = offered("Yes, book it", key="yes_book") + offered("Stop", key="stop")
    assert choose("\U0001f44d", choices) == choices[0]
    assert choose("\U0001f44d", TOPICS) is None


@pytest.mark.parametrize("text", ["yse", "Yess!", "eys"])
def test_a_mistyped_yes_is_the_yes_among_the_choices(text: str) -> None:
    choices = offered("Yes, book it", key="yes_book") + offered("Stop", key="stop")
    assert choose(text, choices) == choices[0]


def test_without_choices_nothing_is_chosen() -> None:
    assert choose("2", ()) is None


@pytest.mark.parametrize(("text", "is_one"), [("2", True), ("two.", True), ("2 pm", False)])
def test_a_bare_number_is_told_from_other_words(text: str, is_one: bool) -> None:
    assert is_number(text) is is_one


SIGNS = (
    *offered("None of these", key="none_of_these"),
    *offered("None", "One or more", key="one_or_more")[1:],
)


@pytest.mark.parametrize(
    "text",
    [
        *("one of these", "One of these.", "yes one", "Yes, one", "one", "I want one", "ok 1"),
        *("the first one", "the last one", "nome of these", "first", "yes"),
    ],
)
def test_where_signs_are_asked_about_nothing_but_a_digit_or_the_words_choose(text: str) -> None:
    assert choose(text, SIGNS) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1", "None of these"),
        ("1.", "None of these"),
        ("#1", "None of these"),
        ("1st", "None of these"),
        ("#2", "One or more"),
        ("2nd", "One or more"),
        ("the 2nd one", "One or more"),
        ("number 2 please", "One or more"),
        ("none of these", "None of these"),
        ("2", "One or more"),
        ("One or more", "One or more"),
    ],
)
def test_signs_are_chosen_by_digit_or_words(text: str, label: str) -> None:
    assert choose(text, SIGNS).label == label
    assert choose("3", SIGNS) == NotAnOption(3)


TREATMENTS = [Option("topic:a", "Dry needling"), Option("topic:b", "Heat and cold")]


@pytest.mark.parametrize("words", ["the second one", "2", "Heat and cold", "option 2 please"])
def test_a_choice_is_made_by_its_place_or_its_label(words: str) -> None:
    assert choose(words, TREATMENTS) == TREATMENTS[1]


def test_a_place_that_was_not_offered_chooses_nothing() -> None:
    assert choose("the fifth one", TREATMENTS) is None
    assert isinstance(choose("7", TREATMENTS), NotAnOption)


@pytest.mark.parametrize("words", ["one", "yes one", "the first one", "last", "one of these"])
def test_where_signs_are_asked_about_no_place_chooses(words: str) -> None:
    assert choose(words, SIGNS) is None


def test_where_signs_are_asked_about_the_very_words_choose() -> None:
    assert choose("None of these.", SIGNS) == SIGNS[0]
