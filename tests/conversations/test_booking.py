"""A screening: booked, corrected, interrupted, looked up, moved and called off in conversation."""

import re
import sqlite3

import pytest

from tests.conftest import Chat, Product
from tests.phones import own_number

REFERENCE = re.compile(r"reference is (?:still )?([A-Z0-9]{6})")


def book(chat: Chat, number: str) -> str:
    """Books the first free time; the reference."""
    return str(REFERENCE.findall(chat.book_up_to("", number))[0])


def rows(product: Product, reference: str) -> list[str]:
    with sqlite3.connect(product.var / "assistant.db") as connection:
        query = "SELECT state FROM screenings WHERE reference = ?"
        return [row[0] for row in connection.execute(query, (reference,))]


def test_a_screening_is_booked_from_hello_to_reference(chat: Chat, product: Product) -> None:
    chat.say("can I book a screening")
    assert chat.flow == "book"
    assert len(chat.times) == 3
    chosen = chat.times[1]
    assert chosen in chat.press(chosen)
    assert chat.asked == "name"
    chat.say("my name is dana whitfield")
    assert chat.asked == "phone"
    chat.say("you can reach me at 414-555-0101")
    assert chat.asked == "signs"
    summary = chat.press("None of these")
    assert "Dana Whitfield" in summary
    assert "(414) 555-0101" in summary
    assert "Central time" in summary
    booked = chat.press("Yes, book it")
    assert "Central time" in booked
    assert rows(product, REFERENCE.search(booked).group(1)) == ["booked"]
    assert chat.flow is None


def test_all_said_at_once_takes_three_turns(chat: Chat) -> None:
    number = own_number()
    chat.say("hi im Ana Diaz, i'd like a screening next wednesday after 2, my cell is " + number)
    chat.press(chat.times[0])
    assert chat.asked == "signs"
    assert "Ana Diaz" in chat.press("None of these")
    assert REFERENCE.search(chat.press("Yes, book it"))


def test_a_question_in_the_middle_is_answered_and_the_booking_goes_on(chat: Chat) -> None:
    chat.book_up_to("phone", own_number())
    reply = chat.say("what is dry needling?")
    assert "needling" in reply
    assert chat.flow == "book"
    assert chat.asked == "phone"


def test_a_number_can_be_corrected_in_the_middle(chat: Chat) -> None:
    chat.book_up_to("signs", "414-555-0102")
    assert "(414) 555-0103" in chat.say("actually it's 414-555-0103")
    assert "(414) 555-0103" in chat.press("None of these")


def test_the_time_can_be_changed_before_the_last_yes(chat: Chat) -> None:
    chat.book_up_to("confirm", own_number())
    chat.press("Other time")
    assert chat.times
    chat.say("the last one")
    assert chat.asked == "confirm"


def test_a_time_in_the_first_sentence_is_not_asked_again(chat: Chat) -> None:
    chat.say("can you put me down for next wednesday morning")
    assert all(label.startswith("Wed") for label in chat.times)
    assert "Wed" in chat.press(chat.times[0])
    assert "Wed" in chat.say("Dana Whitfield")


@pytest.mark.parametrize("word", ["stop", "never mind", "i changed my mind"])
def test_stopping_keeps_nothing(chat: Chat, word: str) -> None:
    chat.book_up_to("signs", own_number())
    assert "Nothing was booked" in chat.say(word)
    assert chat.flow is None


@pytest.mark.parametrize(
    "bad", ["12", "x" * 5000, "😀😀", "'; DROP TABLE screenings; --", "<b>hi</b>", "what?"]
)
def test_a_name_that_is_none_is_asked_again(chat: Chat, bad: str) -> None:
    chat.book_up_to("name", own_number())
    chat.say(bad)
    assert chat.asked == "name"
    assert "name" not in chat.state


@pytest.mark.parametrize("bad", ["555", "0000000000", "no idea", "414-555-01999999"])
def test_a_number_that_is_none_is_asked_again(chat: Chat, bad: str) -> None:
    chat.book_up_to("phone", own_number())
    chat.say(bad)
    assert chat.asked == "phone"
    assert "phone" not in chat.state


@pytest.mark.parametrize(
    ("words", "answer"), [("yesterday", "over"), ("june 5 2028", "days ahead")]
)
def test_a_time_that_cannot_be_is_said_with_times_to_choose_from(
    chat: Chat, words: str, answer: str
) -> None:
    chat.say("book a screening")
    assert answer in chat.say(words)
    assert chat.times


def test_a_booked_screening_is_looked_up_moved_and_called_off(chat: Chat, product: Product) -> None:
    reference = book(chat, "414-555-0107")
    assert reference in chat.say("when is my appointment?")
    chat.press("Move it")
    chat.say("the last one")
    assert f"still {reference}" in chat.press("Yes")
    chat.say("cancel my appointment")
    assert "called off" in chat.press("Yes")
    assert rows(product, reference) == ["cancelled"]


def test_somebody_with_reference_and_number_finds_it_in_another_conversation(
    chat: Chat, product: Product
) -> None:
    reference = book(chat, "414-555-0108")
    other = product.chat()
    other.say("when is my appointment")
    other.say(reference.lower())
    assert reference in other.say("414 555 0108")


def test_wrong_guesses_are_limited(chat: Chat) -> None:
    chat.say("when is my appointment")
    replies = []
    for _ in range(6):
        chat.say("K7M2QX")
        replies.append(chat.say("414-555-0109"))
    assert "can't look" in replies[-1]
    assert chat.flow is None


def test_a_call_back_reaches_the_staff(chat: Chat, product: Product) -> None:
    chat.say("can I talk to a person")
    assert "(414) 555-0110" in chat.say("414-555-0110")
    with sqlite3.connect(product.var / "assistant.db") as connection:
        kinds = [row[0] for row in connection.execute("SELECT kind FROM staff_tasks")]
    assert "call_back" in kinds
