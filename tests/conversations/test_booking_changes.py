"""Minds changed, answers that are none, and all at once: what patients do to a booking."""

from typing import Any

import pytest

from clinic.screenings.references import make_reference
from tests.conftest import Chat, Product
from tests.phones import own_number

BOOKED = "You're booked!"


def say_all(chat: Chat, *messages: str) -> str:
    return [chat.say(message) for message in messages][-1]


def frame(chat: Chat) -> dict[str, Any]:
    return dict(chat.state["stack"][-1])


@pytest.fixture
def at_the_time(chat: Chat) -> Chat:
    """A booking that asks for the time."""
    chat.say("book a screening")
    return chat


@pytest.fixture
def at_the_check(chat: Chat) -> Chat:
    """A booking that asks for signs."""
    chat.book_up_to("signs", own_number())
    return chat


@pytest.fixture
def at_the_summary(chat: Chat) -> Chat:
    """A booking that waits for the last yes."""
    chat.book_up_to("confirm", own_number())
    return chat


@pytest.fixture
def booked(chat: Chat) -> Chat:
    """A conversation in which a visit was booked."""
    assert BOOKED in chat.book_up_to("", own_number())
    return chat


# --- what is known is not asked again


def test_name_number_and_wish_in_one_answer_are_all_taken(at_the_time: Chat) -> None:
    at_the_time.say("John Q. Public, 414-555-0114, any day after 4")
    assert at_the_time.state["name"] == "John Q. Public"
    assert at_the_time.state["phone"] == "+14145550114"
    assert at_the_time.times
    at_the_time.press(at_the_time.times[0])
    assert at_the_time.asked == "signs"


def test_a_number_beside_the_name_is_taken(chat: Chat) -> None:
    chat.book_up_to("name", own_number())
    chat.say("Mary Smith and my number is 414-555-0115")
    assert chat.state["name"] == "Mary Smith"
    assert chat.asked == "signs"


@pytest.mark.parametrize("words", ["next tuesday", "any day after 4", "tomorrow afternoon"])
def test_another_time_told_for_the_name_is_taken(chat: Chat, words: str) -> None:
    chat.book_up_to("name", own_number())
    chat.say(words)
    assert "name" not in chat.state
    assert chat.asked == "time"
    assert chat.times


def test_a_second_exclusion_does_not_take_back_the_first_wish(at_the_time: Chat) -> None:
    at_the_time.say("any day after 4")
    assert "after 4 PM, but not Monday" in at_the_time.say("not monday")


# --- the time


def test_a_no_to_the_times_brings_others_and_then_a_person(at_the_time: Chat) -> None:
    before = at_the_time.times
    at_the_time.say("no")
    assert at_the_time.times
    assert not set(before) & set(at_the_time.times)
    at_the_time.say("none of those work")
    assert "Talk to a person" in at_the_time.buttons


def test_other_times_keep_to_the_day_that_was_wished_for(at_the_time: Chat) -> None:
    at_the_time.say("next wednesday")
    at_the_time.say("no")
    assert {label[:3] for label in at_the_time.times} == {"Wed"}


def test_other_times_are_none_of_those_on_offer(at_the_summary: Chat) -> None:
    chosen = frame(at_the_summary)["slot"]
    at_the_summary.press("Other time")
    assert chosen not in frame(at_the_summary)["offered"]
    assert at_the_summary.times


@pytest.mark.parametrize("words", ["do you have anything later", "anything in the evening?"])
def test_a_question_about_other_times_is_answered_with_them(at_the_time: Chat, words: str) -> None:
    before = at_the_time.times
    at_the_time.say(words)
    assert at_the_time.times
    assert at_the_time.times != before


@pytest.mark.parametrize("question", ["what does it cost", "who won the football game last night?"])
def test_after_a_question_the_first_one_is_the_first_time(at_the_time: Chat, question: str) -> None:
    at_the_time.say(question)
    payloads = [item for item in at_the_time.buttons.values() if "slot:" in item]
    at_the_time.say("the first one")
    assert frame(at_the_time)["slot"] in payloads[0]


@pytest.mark.parametrize("words", ["I don't know", "not sure"])
def test_who_does_not_know_is_not_pressed_and_then_offered_a_person(
    at_the_time: Chat, words: str
) -> None:
    at_the_time.say(words)
    assert at_the_time.times
    at_the_time.say(words)
    assert "Talk to a person" in at_the_time.buttons


def test_a_yes_that_says_the_time_again_is_a_yes(at_the_summary: Chat) -> None:
    summary = at_the_summary.replies[0]["text"]
    hour = summary.split(" at ")[1].split(" (")[0]
    assert BOOKED in at_the_summary.say(f"yes {hour} is great")


# --- what was said before


@pytest.mark.parametrize("words", ["that's the wrong number", "change my number please"])
def test_a_number_said_to_be_wrong_is_asked_for_again(at_the_summary: Chat, words: str) -> None:
    at_the_summary.say(words)
    assert at_the_summary.asked == "phone"
    assert "(414) 555-0198" in at_the_summary.say("414-555-0198")


def test_a_yes_with_a_correction_is_not_final(at_the_summary: Chat) -> None:
    assert "(414) 555-0199" in at_the_summary.say("yes but make it 414-555-0199")
    assert at_the_summary.asked == "confirm"


def test_a_name_is_corrected_before_the_last_yes(at_the_summary: Chat) -> None:
    assert "Danna Whitfield" in at_the_summary.say("my name is spelled Danna Whitfield")
    assert at_the_summary.asked == "confirm"


def test_cancel_in_the_middle_stops_the_booking(at_the_check: Chat) -> None:
    assert "Nothing was booked" in at_the_check.say("cancel")
    assert at_the_check.flow is None


@pytest.mark.parametrize("words", ["hold on", "wait", "let me check my calendar"])
def test_who_needs_a_moment_gets_it(at_the_summary: Chat, words: str) -> None:
    at_the_summary.say(words)
    assert at_the_summary.asked == "confirm"
    assert BOOKED in at_the_summary.say("yes")


def test_what_was_offered_beside_the_booking_is_not_what_a_later_yes_means(chat: Chat) -> None:
    chat.say("what does it cost")
    chat.book_up_to("name", own_number())
    chat.say("what does it cost")
    say_all(chat, "Dana Whitfield", own_number(), "/none_of_these", "yes", "yes")
    assert chat.flow is None


# --- the check before booking


@pytest.mark.parametrize("words", ["maybe", "I think so", "ok", "the first one", "not sure", "1"])
def test_only_a_plain_answer_passes_the_safety_check(at_the_check: Chat, words: str) -> None:
    at_the_check.say(words)
    assert at_the_check.flow is None or at_the_check.asked == "signs"


@pytest.mark.parametrize("words", ["no", "none of those", "nope, none"])
def test_a_plain_no_passes_the_safety_check(at_the_check: Chat, words: str) -> None:
    at_the_check.say(words)
    assert at_the_check.asked == "confirm"


# --- a screening that stands


def test_who_has_a_screening_is_told_before_booking_another(booked: Chat) -> None:
    booked.say("book a screening")
    assert booked.flow is None
    booked.press("Book another one")
    assert booked.flow == "book"
    booked.press(booked.times[0])
    assert booked.asked == "name"
    assert "Tom Whitfield" in say_all(booked, "Tom Whitfield", "/none_of_these")


def test_a_later_time_is_later_than_the_screening_that_stands(booked: Chat) -> None:
    booked.say("I want a later time that day")
    assert booked.flow == "move"
    assert booked.times


def test_a_wish_to_move_that_names_the_day_is_answered_with_that_day(booked: Chat) -> None:
    assert "Wed" in booked.say("can I move it to next wednesday") + str(booked.times)
    assert booked.flow == "move"


def test_a_strangers_wrong_guesses_do_not_lock_out_who_booked_here(
    product: Product, booked: Chat
) -> None:
    number = booked.state["phone"]
    stranger = product.chat()
    stranger.say("when is my appointment")
    for _ in range(5):
        say_all(stranger, make_reference(), number)
    assert "can't look" in say_all(
        product.chat(), "when is my appointment", make_reference(), number
    )
    booked.say("when is my appointment?")
    assert "Move it" in booked.buttons


def test_a_move_is_not_offered_the_time_it_has(booked: Chat) -> None:
    reference = booked.state["reference"]
    booked.say("when is my appointment?")
    assert reference in str(booked.replies)
    customs = [reply["custom"] for reply in booked.replies if "custom" in reply]
    card = next(custom["card"] for custom in customs if "card" in custom)
    hour = card["when"].split(" at ")[1].split(" (")[0]
    booked.say("can I move it to the same day")
    assert booked.times
    assert all(not label.endswith(f", {hour}") for label in booked.times)
