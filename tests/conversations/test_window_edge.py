"""What began before the engine's window goes on as if it had begun in it (engine/window.py)."""

import re

import pytest

from clinic.reading import safety
from engine.window import TURNS
from tests.conftest import Chat
from tests.phones import own_number

REFERENCE = re.compile(r"reference is ([A-Z0-9]{6})")
QUESTIONS = [
    "what is dry needling",
    "what causes sciatica",
    "what are the symptoms of sciatica",
    "what are nerve glides",
    "what happens at the evaluation",
    "how is sciatica treated",
    "what is manual therapy",
]


def ask_past_the_edge(chat: Chat) -> list[str]:
    """Questions until nothing that was said before them is in the window any more."""
    assert len(QUESTIONS) > TURNS + 1
    return [chat.say(question) for question in QUESTIONS]


@pytest.mark.parametrize("step", ["time", "name", "phone", "signs", "confirm"])
def test_a_booking_that_began_before_the_window_is_booked(chat: Chat, step: str) -> None:
    number = own_number()
    chat.book_up_to(step, number)
    ask_past_the_edge(chat)
    assert chat.asked == step
    answers = {
        "time": "the first one",
        "name": "Dana Whitfield",
        "phone": number,
        "signs": "none of these",
        "confirm": "yes, book it",
    }
    for asked in list(answers)[list(answers).index(step) :]:
        booked = chat.say(answers[asked])
    assert REFERENCE.search(booked)
    assert chat.flow is None


def test_a_booked_visit_is_still_known(chat: Chat) -> None:
    reference = REFERENCE.search(chat.book_up_to("", own_number())).group(1)
    ask_past_the_edge(chat)
    chat.say("when is my screening")
    assert reference in str(chat.replies)


def test_after_an_alarm_no_screening_is_offered_however_long_ago_it_was(chat: Chat) -> None:
    assert chat.say("I can't control my bladder") == safety.reply("E")
    for question in QUESTIONS:
        chat.say(question)
        assert "Book a free screening" not in chat.buttons


def test_an_offer_that_was_declined_is_not_made_again(chat: Chat) -> None:
    for question in QUESTIONS:
        chat.say(question)
        if "Book a free screening" in chat.buttons:
            break
    assert "Book a free screening" in chat.buttons
    chat.say("no thanks")
    for question in QUESTIONS:
        chat.say(question)
        assert "Book a free screening" not in chat.buttons


def test_a_follow_up_reaches_back_over_the_edge(chat: Chat) -> None:
    ask_past_the_edge(chat)
    assert len(chat.state["told"]) > TURNS
    chat.say("tell me more about that")
    assert any(reply.get("custom", {}).get("kind") == "answer" for reply in chat.replies)


def test_the_tracker_api_shows_what_the_engine_no_longer_sees(chat: Chat) -> None:
    chat.say("hello there")
    ask_past_the_edge(chat)
    said = [event["text"] for event in chat.tracker()["events"] if event["event"] == "user"]
    assert said == ["hello there", *QUESTIONS]
