"""Which of the options on offer a message chooses."""

import pytest

from clinic.reading.choices import NotAnOption, choose
from clinic.reading.context import Option

TOPICS = [Option("topic:a", "Dry needling"), Option("topic:b", "Heat and cold")]
SIGNS = [Option("none_of_these", "None of these"), Option("one_or_more", "One or more")]


@pytest.mark.parametrize("words", ["the second one", "2", "Heat and cold", "option 2 please"])
def test_a_choice_is_made_by_its_place_or_its_label(words):
    assert choose(words, TOPICS) == TOPICS[1]


def test_a_place_that_was_not_offered_chooses_nothing():
    assert choose("the fifth one", TOPICS) is None
    assert isinstance(choose("7", TOPICS), NotAnOption)


@pytest.mark.parametrize("words", ["one", "yes one", "the first one", "last", "one of these"])
def test_where_signs_are_asked_about_no_place_chooses(words):
    assert choose(words, SIGNS) is None


def test_where_signs_are_asked_about_the_very_words_choose():
    assert choose("None of these.", SIGNS) == SIGNS[0]
