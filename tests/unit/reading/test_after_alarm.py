"""What the words on an alarm that is in force do to it, and what is something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from clinic.content import get_content
from clinic.reading.after_alarm import ALARM, SURE_OVER
from clinic.reading.context import Context
from clinic.reading.learned.after_alarm import KINDS, load_after_alarm
from clinic.reading.reader import Reader
from tests.unit.reading.conftest import Told

Make = Callable[..., Reader]


@pytest.fixture
def alarmed(context: Context) -> Context:
    return replace(context, alarm="E")


@pytest.fixture
def after() -> Make:
    """Makes a reader that hears a kind of word on an alarm, as likely as is said."""

    def make(kind: str, chance: float = 0.9, intent: str = "inform") -> Reader:
        told = Told(intent)
        told.after = (kind, chance)
        return Reader(told, get_content().clinic)

    return make


@pytest.mark.parametrize(
    ("words", "kind", "follows"),
    [
        ("could it wait a day or two", "asks", "follow_doubt"),
        ("which signs do you mean", "asks", "follow_about"),
        ("where do I go now", "asks", "follow_how"),
        ("I'll hold off and see", "plan", "follow_doubt"),
        ("nah, I slept on it wrong", "light", "follow_doubt"),
        ("they never looked at me", "not_cleared", "follow_doubt"),
        ("gone now", "eased", "follow_doubt"),
        ("I meant every word", "worse", "follow_doubt"),
    ],
)
def test_what_follows_an_alarm_is_about_it(
    words: str, kind: str, follows: str, after: Make, alarmed: Context
) -> None:
    read = after(kind).read(words, alarmed)
    assert [(wish.intent, wish.subject) for wish in read.wishes] == [(follows, ALARM)]
    assert read.time is None


@pytest.mark.parametrize(("tier", "sure"), SURE_OVER.items())
def test_an_alarm_is_over_by_sure_words_only(
    tier: str, sure: float, after: Make, alarmed: Context
) -> None:
    context = replace(alarmed, alarm=tier)
    surely = after("seen_ok", sure + 0.01).read("a doctor had a look", context)
    hardly = after("seen_ok", sure - 0.1).read("a doctor had a look", context)
    assert [(wish.intent, wish.probability) for wish in surely.wishes] == [("false_alarm", 1.0)]
    assert all(wish.probability < sure for wish in hardly.wishes if wish.intent == "false_alarm")


def test_words_on_an_alarm_are_none_where_none_is_in_force(after: Make, context: Context) -> None:
    assert not after("seen_ok").read("a doctor had a look", context).wishes


def test_help_that_comes_is_heard_whatever_else_is_likelier_by_the_words(
    after: Make, alarmed: Context
) -> None:
    read = after("help", intent="ask_activity").read("we are in the car", alarmed)
    assert [wish.intent for wish in read.wishes] == ["already_called"]


def test_what_only_sounds_like_help_is_none(after: Make, alarmed: Context) -> None:
    read = after("plan", intent="already_called").read("I'll ring them on Friday", alarmed)
    assert [wish.intent for wish in read.wishes] == ["follow_doubt"]


def test_what_says_nothing_of_the_alarm_is_read_as_ever(after: Make, alarmed: Context) -> None:
    read = after("other", intent="fact_referral").read("do I need a referral", alarmed)
    assert [wish.intent for wish in read.wishes] == ["fact_referral"]


def test_once_something_else_was_answered_a_doubt_is_about_that(
    reader: Make, alarmed: Context
) -> None:
    read = reader("follow_doubt").read("are you sure", replace(alarmed, topic="causes"))
    assert [wish.subject for wish in read.wishes] == ["causes"]


def test_every_kind_is_learned_from_several_writers_in_both_languages() -> None:
    examples = load_after_alarm()
    for language, least in (("en", 2), ("es", 1)):
        for kind in KINDS:
            told = {
                item.writer for item in examples if (item.language, item.kind) == (language, kind)
            }
            assert len(told) >= least, (language, kind)


def test_a_line_that_is_no_example_is_named(tmp_path: Path) -> None:
    path = tmp_path / "writer_1.tsv"
    path.write_text("help\tE\tthe ambulance is here\nhelp\tX\tno such tier\n")
    with pytest.raises(ValueError, match=r"writer_1\.tsv:2"):
        load_after_alarm(tmp_path)
