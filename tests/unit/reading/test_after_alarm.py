"""What is asked about an alarm that was just raised, and what is something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from clinic.reading.after_alarm import ALARM
from clinic.reading.context import Context
from clinic.reading.reader import Reader

Make = Callable[..., Reader]


@pytest.fixture
def alarmed(context: Context) -> Context:
    return replace(context, alarm="E")


@pytest.mark.parametrize(
    ("words", "heard", "follows"),
    [
        ("could it wait a day or two", "reschedule_screening", "follow_doubt"),
        ("I'll hold off and see how it goes", "inform", "follow_doubt"),
        ("you sure about that?", "out_of_scope", "follow_doubt"),
        ("must I go there", "nlu_fallback", "follow_doubt"),
        ("what for", "why_needed", "follow_doubt"),
        ("what signs", "inform", "follow_about"),
        ("once more?", "follow_repeat", "follow_repeat"),
    ],
)
def test_what_follows_an_alarm_is_about_it(
    words: str, heard: str, follows: str, reader: Make, alarmed: Context
) -> None:
    read = reader(heard, 0.6).read(words, alarmed)
    assert [(wish.intent, wish.subject) for wish in read.wishes] == [(follows, ALARM)]
    assert read.time is None


@pytest.mark.parametrize(
    "words",
    [
        "call an ambulance",
        "emergency!!",
        "I need an ambulance",
        "call 911 for me",
        "help emergency",
    ],
)
def test_a_call_for_help_is_no_word_that_help_was_called(
    words: str, reader: Make, alarmed: Context
) -> None:
    read = reader("already_called", 0.97).read(words, alarmed)
    assert [wish.intent for wish in read.wishes] == ["follow_how"]


@pytest.mark.parametrize(
    "words",
    ["my wife called an ambulance", "I don't need an ambulance, she drives me", "ambulance called"],
)
def test_word_that_help_was_called_stays_one(words: str, reader: Make, alarmed: Context) -> None:
    read = reader("already_called", 0.97).read(words, alarmed)
    assert [wish.intent for wish in read.wishes] == ["already_called"]


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("they told me to wait for the ambulance", "already_called"),
        ("do I really need a referral", "fact_referral"),
        ("call off my visit tomorrow", "cancel_screening"),
    ],
)
def test_what_is_surely_something_else_is_not(
    words: str, heard: str, reader: Make, alarmed: Context
) -> None:
    read = reader(heard, 0.95).read(words, alarmed)
    assert [wish.intent for wish in read.wishes] == [heard]


def test_once_something_else_was_answered_a_doubt_is_about_that(
    reader: Make, alarmed: Context
) -> None:
    read = reader("follow_doubt").read("are you sure", replace(alarmed, topic="causes"))
    assert [wish.subject for wish in read.wishes] == ["causes"]
