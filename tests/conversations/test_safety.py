"""Emergencies come first, in every state of the conversation."""

import pytest

from clinic.reading import safety
from tests.conftest import Chat
from tests.phones import own_number

E, C = safety.reply("E"), safety.reply("C")


@pytest.mark.parametrize(
    "message",
    [
        "I can't pee since this morning",
        "im numb betwen my legs",
        "my husband lost control of his bowels",
        "both of my legs went numb",
        "my wife says it's nothing but I can't feel it when I pee",
        "MY FOOT DRAGS SINCE YESTERDAY AND IT'S GETTING WORSE",
    ],
)
def test_a_red_flag_gets_the_emergency_wording_and_nothing_else(chat: Chat, message: str) -> None:
    assert chat.say(message) == E
    assert not chat.buttons


def test_a_crisis_gets_the_crisis_line(chat: Chat) -> None:
    assert chat.say("i want to kill myself") == C


@pytest.mark.parametrize("step", ["time", "name", "phone", "signs", "confirm"])
def test_a_red_flag_ends_a_booking_in_every_step(chat: Chat, step: str) -> None:
    chat.book_up_to(step, own_number())
    assert chat.say("my legs are going numb") == E
    assert chat.flow is None


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("name", "Dana Whitfield, 414-555-0132 and I can't control my bladder"),
        ("phone", "414-555-0132 and i can't control my bladder"),
        ("phone", "what if i can't get there because i can't control my bladder"),
        ("time", "the first one, and both my legs went numb"),
        ("time", "tomorrow morning, i can't pee since last night"),
        ("signs", "none, but i want to kill myself"),
        ("confirm", "yes but make it 414-555-0131, i can't control my bladder"),
    ],
)
def test_a_sign_beside_what_a_booking_asks_for_ends_it(chat: Chat, step: str, message: str) -> None:
    chat.book_up_to(step, own_number())
    assert chat.flow == "book"
    assert chat.say(message) in (E, C)
    assert chat.flow is None


@pytest.mark.parametrize("wish", ["move my screening", "where is my screening"])
def test_a_sign_beside_a_reference_ends_looking_for_a_visit(chat: Chat, wish: str) -> None:
    chat.say(wish)
    assert chat.flow
    assert chat.say("K7M-2QX and i can't control my bladder") == E
    assert chat.flow is None


def test_a_sign_beside_a_number_to_call_back_ends_the_form(chat: Chat) -> None:
    chat.say("can someone call me back")
    assert chat.flow
    assert chat.say("414-555-0131, i can't pee and my groin is numb") == E
    assert chat.flow is None


def test_one_or_more_in_the_check_before_booking_leads_to_the_emergency_wording(chat: Chat) -> None:
    chat.book_up_to("signs", own_number())
    assert chat.press("One or more") == E
    assert chat.flow is None


def test_after_an_alarm_one_line_reminds_and_no_booking_starts(chat: Chat) -> None:
    chat.say("I can't control my bladder")
    assert "911" in chat.say("book an appointment")
    assert chat.flow is None
    assert "911" not in chat.say("what causes sciatica")


def test_the_screening_is_not_offered_after_an_alarm(chat: Chat) -> None:
    chat.say("I can't control my bladder")
    for question in ("what causes sciatica", "what is dry needling", "can i take advil"):
        chat.say(question)
        assert "Book a free screening" not in chat.buttons


def test_a_sign_split_over_two_messages_is_seen(chat: Chat) -> None:
    chat.say("i feel numb")
    assert chat.say("between my legs") == E


def test_a_question_about_a_red_flag_gets_the_safety_line_without_an_alarm(chat: Chat) -> None:
    reply = chat.say("can sciatica make you lose bladder control?")
    assert reply == safety.safety_line()
    assert "911" not in reply


@pytest.mark.parametrize(
    "message",
    [
        "no bladder problems, just tingling in my foot",
        "my back is killing me",
        "hi my leg hurts so bad i cant sleep",
        "i cant sit for more than ten minutes",
        "my back hurts so much i can't bend over",
        "I had cauda equina surgery in 2015, all fine now",
    ],
)
def test_what_is_no_emergency_gets_no_alarm(chat: Chat, message: str) -> None:
    reply = chat.say(message)
    assert "911" not in reply
    assert "988" not in reply


def test_a_sign_beside_a_question_gets_its_own_words_and_no_answer_beside_them(chat: Chat) -> None:
    reply = chat.say("what is dry needling? also my chest hurts and i cant breathe")
    assert "911" in reply
    assert "needling" not in reply
    assert chat.flow is None


@pytest.mark.parametrize(
    "message",
    [
        "not really numb between my legs but it feels different since monday",
    ],
)
def test_a_sign_told_sideways_is_an_alarm_or_a_question_that_names_it(
    chat: Chat, message: str
) -> None:
    reply = chat.say(message)
    if chat.asked == "sign":
        assert chat.slots["sign_asked"] == "open"
        reply = chat.press("Yes")
    assert reply == E
    assert chat.slots["alarm_tier"] == "E"
