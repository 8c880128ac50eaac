"""Gate and learned opinion together: either raises the alarm, doubt asks."""

from collections.abc import Callable

import pytest

from clinic.reading.context import Before
from clinic.reading.learned.second_opinion import Opinion
from clinic.reading.safety import assess
from clinic.reading.safety.alarm import Verdict, judge

Hear = Callable[[list[str]], list[Opinion]]


def hears(**probabilities: float) -> Hear:
    """A learned model that hears an emergency in texts with these words."""

    def hear(texts: list[str]) -> list[Opinion]:
        return [
            Opinion("E", max((p for word, p in probabilities.items() if word in text), default=0.0))
            for text in texts
        ]

    return hear


def verdict(text: str, hear: Hear, before: Before | None = None) -> Verdict:
    return judge(text, assess(text), hear([text])[0], hear, before)


def test_the_gate_alone_raises_the_alarm_and_the_difference_is_kept_for_review():
    found = verdict("I can't pee", hears())
    assert (found.tier, found.disagreement) == ("E", "gate_only")


def test_the_learned_opinion_alone_raises_the_alarm_and_the_difference_is_kept_for_review():
    found = verdict("the tap is shut since noon", hears(tap=0.97))
    assert (found.tier, found.disagreement) == ("E", "heard_only")


def test_where_both_agree_there_is_nothing_to_review():
    assert verdict("I can't pee", hears(pee=0.99)).disagreement == ""


def test_a_sign_that_the_gate_found_denied_is_asked_about_when_the_learned_opinion_hears_it():
    found = verdict("no numbness between my legs", hears(numbness=0.9))
    assert (found.tier, found.in_doubt, found.disagreement) == (None, True, "in_doubt")


def test_a_sign_asked_about_in_general_is_not_asked_back():
    found = verdict("can a slipped disc make you lose bladder control?", hears(bladder=0.9))
    assert (found.tier, found.in_doubt) == (None, False)


def test_a_softened_message_raises_the_alarm_where_one_part_of_it_is_clear():
    found = verdict("it is no fever, the tap is shut since noon", hears(tap=0.97))
    assert found.tier == "E"


def test_a_softened_message_without_a_clear_part_is_asked_about():
    found = verdict("the tap is not shut any more", hears(tap=0.97))
    assert (found.tier, found.in_doubt) == (None, True)


@pytest.mark.parametrize(("suspicion", "tier"), [(0.3, "E"), (0.01, None), (0.9, None)])
def test_two_messages_are_read_together_where_one_is_suspect_and_none_was_an_alarm(suspicion, tier):
    before = Before("standing there for ages", 20, suspicion)
    heard = hears(**{"ages and the tap": 0.95})
    assert verdict("and the tap stays shut", heard, before).tier == tier


def test_an_ordinary_message_gets_no_verdict():
    assert verdict("what is dry needling", hears()) == Verdict()


def test_an_empty_message_is_left_to_the_gate():
    assert judge("", assess(""), None, hears()) == Verdict()
