"""Reported faults, held with the trained reading and the dialogue: each line is what was said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.content import get_content
from clinic.reading.learned.model import IntentModel
from evaluation.talking import Talk, learned, own_clinic
from scripts.train import train


@pytest.fixture(scope="module")
def model() -> Iterator[IntentModel]:
    with own_clinic():
        yield learned(train())


def held(model: IntentModel, *said: str) -> Talk:
    """A conversation until after the last message."""
    talk = Talk(model, "-".join(said)[:60])
    for words in said:
        talk.say(words)
    return talk


def replies(talk: Talk) -> list[str]:
    return [act.reply for act in talk.acts]


def passages(talk: Talk) -> list[str]:
    return [act.custom["topic"] for act in talk.acts if act.reply == "passage"]


BOOKING = ("I want to book a screening", "the first one", "Dana Miller")


@pytest.mark.parametrize("follow_up", ["why", "how", "what about arthritis?", "whats it for"])
def test_a_follow_up_begins_nothing_and_stays_with_what_was_said(model, follow_up: str) -> None:
    talk = held(model, "what causes sciatica", follow_up)
    assert talk.state.flow is None
    assert not {"out_of_scope", "why_nothing", "rephrase", "clarify"} & set(replies(talk))


def test_the_last_one_is_the_last_of_the_list(model) -> None:
    talk = held(model, "how is it treated", "and the last one?")
    assert passages(talk) == ["treatment:education"]


def test_a_cause_that_the_article_names_is_answered(model) -> None:
    assert passages(held(model, "what causes sciatica", "what about arthritis?")) == ["causes"]


def test_questions_beside_a_booking_lose_neither(model) -> None:
    talk = held(
        model, "What causes sciatica, do you do dry needling, and can I come Tuesday morning?"
    )
    assert passages(talk) == ["causes", "treatment:dry_needling"]
    assert (talk.state.flow, talk.state.asked) == ("book", "time")
    assert "Tuesday" in talk.words


def test_three_questions_are_three_answers(model) -> None:
    talk = held(model, "is it free? do i need a referral? and who is the therapist")
    assert talk.state.flow is None
    assert {"passage", "fact_unknown", "fact_therapists"} <= set(replies(talk))


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("I only have Thursdays after 4, and not this coming week", "Thursday after 4 PM"),
        ("not monday", "not Monday"),
        ("whenever Robin is in", "Robin"),
    ],
)
def test_a_limit_is_said_back(model, limit: str, said: str) -> None:
    assert said in held(model, BOOKING[0], limit).words


def test_when_not_to_call_is_no_wish_for_a_time(model) -> None:
    talk = held(model, *BOOKING, "(414) 555-0183 but please don't call before noon")
    assert talk.state.asked == "signs"
    assert talk.state.call_when == "do not call before noon"


@pytest.mark.parametrize(
    "words", ["why do you need my number?", "no phone", "what do you need it for?"]
)
def test_a_question_or_a_refusal_at_the_number_keeps_the_booking(model, words: str) -> None:
    talk = held(model, *BOOKING, words)
    assert (talk.state.flow, talk.state.asked) == ("book", "phone")


def test_for_a_mother_both_names_and_the_right_number_are_taken(model) -> None:
    talk = held(
        model,
        "I need a screening for my mother",
        "the first one",
        "Rosa Diaz, I'm her daughter Ana",
        "my number is 414-555-0142, hers doesn't work",
    )
    assert (talk.state.name, talk.state.caller, talk.state.phone) == (
        "Rosa Diaz",
        "Ana",
        "+14145550142",
    )


def test_all_said_at_once_leaves_the_check(model) -> None:
    talk = held(model, "hi I'm Dana Miller, 414-555-0183, can I come wednesday at 11?")
    assert (talk.state.flow, talk.state.asked) in (("book", "signs"), ("book", "time"))
    assert talk.state.name == "Dana Miller"


@pytest.mark.parametrize("words", ["can you come to my house?", "I'm running late"])
def test_what_is_no_booking_begins_none(model, words: str) -> None:
    assert held(model, words).state.flow is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("i'm so scared", "kind_fear"),
        ("i've been crying all day because of this pain", "kind_sad"),
        ("my mom is in the hospital and I can't think straight", "kind_sad"),
    ],
)
def test_a_feeling_is_met_and_raises_no_alarm(model, words: str, kind: str) -> None:
    talk = held(model, words)
    assert replies(talk)[0] == kind
    assert talk.state.alarm is None


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("open on saturday?", "hours_closed_that_day"),
        ("are you open on christmas", "hours_closed_that_day"),
        ("how long is it?", "fact_length"),
        ("who will i see?", "fact_therapists"),
        ("telehealth?", "fact"),
        ("is there a bus?", "fact_unknown"),
        ("my knee hurts", "other_part"),
        ("i think i broke a rib", "other_part"),
    ],
)
def test_a_fact_is_told_as_it_was_asked(model, words: str, reply: str) -> None:
    assert replies(held(model, words))[0] == reply


def test_what_comes_after_the_hours_is_of_the_hours(model) -> None:
    talk = held(model, "how late on thursday", "and friday?")
    assert replies(talk) == ["hours_that_day"]
    assert "Friday" in talk.words


def test_the_address_is_told_again_when_it_is_asked_again(model) -> None:
    talk = held(model, "where are you", "where do i park", "what was the address again")
    assert get_content().clinic.address in talk.words


def test_the_same_question_four_times_is_not_the_same_reply(model) -> None:
    talk, came = Talk(model, "four times"), []
    for _ in range(4):
        came.append(talk.say("what causes sciatica"))
    assert len(set(came)) == len(came)


def test_a_question_after_an_alarm_is_the_same_question(model) -> None:
    talk = held(model, "I can't feel between my legs and I wet myself", "ok. what causes sciatica")
    assert passages(talk) == ["causes"]


def test_a_refused_summary_books_nothing(model) -> None:
    talk = held(model, *BOOKING, "414-555-0177", "none of these", "nvm dont book it")
    assert replies(talk) == ["stopped_booking"]


def test_no_to_an_offer_calls_nothing_off(model) -> None:
    talk = held(model, "what causes sciatica", "No, I do not want a screening")
    assert replies(talk) == ["offer_declined"]


@pytest.mark.parametrize("name", ["Eve Jones", "Magdalena Carmen Frida Kahlo y Calderón"])
def test_a_name_told_where_a_time_is_asked_is_a_name(model, name: str) -> None:
    talk = held(model, BOOKING[0], name)
    assert talk.state.name == name
    assert talk.state.wish is None


def test_what_is_no_name_is_asked_again(model) -> None:
    talk = held(model, *BOOKING[:2], "I'd rather not say")
    assert talk.state.name is None
    assert talk.state.flow == "book"


@pytest.mark.parametrize("words", ["do you do massage", "massage"])
def test_a_treatment_that_is_named_is_the_one_that_is_told(model, words: str) -> None:
    assert passages(held(model, words)) == ["treatment:manual_therapy"]
