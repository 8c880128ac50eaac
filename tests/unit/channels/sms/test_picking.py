"""Which of the numbered choices a text message chooses."""

import pytest

from channels.sms.picking import NotAChoice, is_number, pick
from clinic.clock import now
from clinic.messages import Choice


def offered(*labels, payload="/inform"):
    return tuple(
        Choice(f"t{place}", place, label, payload, now()) for place, label in enumerate(labels, 1)
    )


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
    ],
)
def test_the_second_of_three_is_chosen(text):
    assert pick(text, TIMES) == TIMES[1]


@pytest.mark.parametrize("text", ["1", "one", "first", "the 1st", "frist one", "FIRST ONE PLEASE"])
def test_the_first_is_chosen(text):
    assert pick(text, TIMES) == TIMES[0]


@pytest.mark.parametrize("text", ["the last one", "last", "3rd", "three", "thrid"])
def test_the_last_is_chosen(text):
    assert pick(text, TIMES) == TIMES[2]


@pytest.mark.parametrize("text", ["Causes", "causes", "cuases", "CAUSES!", "cause"])
def test_the_words_of_a_choice_choose_it_also_with_a_slip(text):
    assert pick(text, TOPICS) == TOPICS[1]


@pytest.mark.parametrize("text", ["4", "0", "9", "17", "number 8"])
def test_a_number_that_is_none_of_them_is_no_choice(text):
    assert isinstance(pick(text, TIMES), NotAChoice)


@pytest.mark.parametrize(
    "text",
    [
        *("the 14th", "in 2 weeks", "2 pm", "2:30", "2 or 3", "my 2 legs hurt", "second thoughts"),
        *("not the second one", "neither", "none", "what is the second one", "414-555-0123", ""),
        *("one of my legs is numb", "the pain is a 2", "for two weeks", "Tom Riley"),
    ],
)
def test_anything_else_is_no_choice_at_all(text):
    assert pick(text, TIMES) is None


def test_words_as_near_to_two_choices_choose_none():
    assert pick("Tuesdya", offered("Tuesday1", "Tuesdayx")) is None


def test_a_misspelt_time_is_not_guessed_at():
    assert pick("Wed Dec 1, 2:30 PM", TIMES) is None


def test_a_raised_thumb_is_the_yes_among_the_choices():
    choices = offered("Yes, book it", payload="/affirm") + offered("Stop", payload="/stop")
    assert pick("\U0001f44d", choices) == choices[0]
    assert pick("\U0001f44d", TOPICS) is None


@pytest.mark.parametrize("text", ["yse", "Yess!", "eys"])
def test_a_mistyped_yes_is_the_yes_among_the_choices(text):
    choices = offered("Yes, book it", payload="/affirm") + offered("Stop", payload="/stop")
    assert pick(text, choices) == choices[0]


def test_without_choices_nothing_is_chosen():
    assert pick("2", ()) is None


@pytest.mark.parametrize(("text", "is_one"), [("2", True), ("two.", True), ("2 pm", False)])
def test_a_bare_number_is_told_from_other_words(text, is_one):
    assert is_number(text) is is_one


SIGNS = (
    *offered("None of these", payload="/none_of_these"),
    *offered("None", "One or more", payload="/one_or_more")[1:],
)


@pytest.mark.parametrize(
    "text",
    [
        *("one of these", "One of these.", "yes one", "Yes, one", "one", "I want one", "ok 1"),
        *("the first one", "the last one", "nome of these", "first", "yes"),
    ],
)
def test_where_signs_are_asked_about_nothing_but_a_digit_or_the_words_choose(text):
    assert pick(text, SIGNS) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("1", "None of these"),
        ("1.", "None of these"),
        ("none of these", "None of these"),
        ("2", "One or more"),
        ("One or more", "One or more"),
    ],
)
def test_signs_are_chosen_by_digit_or_words(text, label):
    assert pick(text, SIGNS).label == label
    assert pick("3", SIGNS) == NotAChoice(3)
