import random

import pytest

from clinic.reading.clauses import clauses
from clinic.reading.learned.noise import noisy
from clinic.reading.spelling import Speller


def test_two_questions_in_a_message_are_two_clauses() -> None:
    assert clauses("what causes sciatica and how do you treat it?") == [
        "what causes sciatica",
        "how do you treat it?",
    ]


def test_one_question_has_no_further_clauses() -> None:
    assert clauses("what are heat and ice for") == []


def test_words_of_the_trade_are_never_mended() -> None:
    speller = Speller.learn(["what are the tests", "does it hurt"])
    assert speller.mend("piriformis and tens") == "piriformis and tens"


def test_a_misspelt_word_is_mended_towards_the_examples() -> None:
    speller = Speller.learn(["book an appointment please"])
    assert speller.mend("appointmnet") == "appointment"


@pytest.mark.parametrize(("typed", "meant"), [("hav", "have"), ("bck", "back"), ("dvt", "dvt")])
def test_a_word_of_three_letters_may_have_lost_one(typed: str, meant: str) -> None:
    assert Speller.learn(["my back", "have you a visit"]).mend(typed) == meant


@pytest.mark.parametrize(("typed", "meant"), [("yesss", "yes"), ("teh paaain", "the pain")])
def test_a_drawn_out_word_is_the_word(typed: str, meant: str) -> None:
    assert Speller.learn(["yes", "my eyes", "the pain"]).mend(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pain w/ my back", "pain with my back"),
        ("pain w/numbness", "pain with numbness"),
        ("W/O insurance", "without insurance"),
        ("w/out it b/c", "without it because"),
        ("b4 friday, not l5", "before friday , not l 5"),
        ("open 'til 5 & b45", "open until 5 and b 45"),
        ("w/old", "with old"),
    ],
)
def test_shorthand_that_is_no_word_is_spelt_out(typed: str, meant: str) -> None:
    assert Speller.learn(["my back"]).mend(typed) == meant


def test_the_same_seed_makes_the_same_typos() -> None:
    text = "could you please move my appointment tomorrow"
    assert noisy(text, random.Random(3)) == noisy(text, random.Random(3)) != text


@pytest.mark.parametrize("text", ["yep", "apointmnet", "123", "😀", "hola", "ok", "да"])
def test_what_says_something_is_readable(text: str) -> None:
    assert Speller.learn(["book an appointment", "ok", "hola"]).reads(text)


@pytest.mark.parametrize("text", ["x" * 5000, "xxxx", "qwzrt", "lkjlkj zxcvb"])
def test_what_has_no_known_word_is_not_readable(text: str) -> None:
    assert not Speller.learn(["book an appointment", "ok", "x ray"]).reads(text)


def test_a_raised_thumb_is_read_as_a_yes() -> None:
    assert Speller.learn(["yes"]).mend("👍") == "yes"
