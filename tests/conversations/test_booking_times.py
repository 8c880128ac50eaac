"""The words patients use for a time, read in conversation against real free times."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from clinic.content import get_content
from tests.conftest import Chat, Product
from tests.phones import own_number


@pytest.fixture(scope="module")
def product(start_product: Callable[..., Product]) -> Product:
    """A product of its own: what other tests have booked must not fill the days asked for here."""
    return start_product()


@pytest.fixture
def asked_for_time(chat: Chat) -> Chat:
    """A conversation in which a booking asks for the time."""
    chat.say("book a screening")
    return chat


def offered(chat: Chat) -> list[tuple[str, int]]:
    """The times on offer, as (weekday, hour of 24) of each button."""
    found = []
    for label in chat.times:
        [(hour, half)] = re.findall(r"(\d+):\d\d ([AP])M", label)
        found.append((label[:3], int(hour) % 12 + (12 if half == "P" else 0)))
    return found


def today() -> date:
    return datetime.now(get_content().clinic.tz).date()


def slot(chat: Chat) -> str | None:
    found: str | None = chat.state["stack"][-1].get("slot")
    return found


@pytest.mark.parametrize(
    "words", ["can you put me down for next tues after 3", "put me down for next tuesday after 3"]
)
def test_a_day_and_hour_in_the_first_sentence_are_offered_and_not_asked_again(
    chat: Chat, words: str
) -> None:
    chat.say(words)
    assert chat.flow == "book"
    assert offered(chat)
    assert all(day == "Tue" and hour >= 15 for day, hour in offered(chat))


def test_tomorrow_morning_is_the_clinics_tomorrow(asked_for_time: Chat) -> None:
    reply = asked_for_time.say("tomorrow morning")
    assert f"{today() + timedelta(days=1):%A, %B %-d} in the morning" in reply


def test_a_date_without_its_month_is_the_next_one(asked_for_time: Chat) -> None:
    day = next(
        today() + timedelta(days=ahead)
        for ahead in range(5, 20)
        if (today() + timedelta(days=ahead)).day in range(5, 21)
    )
    assert f"{day:%A, %B %-d}" in asked_for_time.say(f"the {day.day}th")


def test_any_day_after_four_is_any_day_after_four(asked_for_time: Chat) -> None:
    asked_for_time.say("any day after 4")
    times = offered(asked_for_time)
    assert len({day for day, _ in times}) > 1
    assert all(hour >= 16 for _, hour in times)


def test_not_monday_is_every_day_but_monday(asked_for_time: Chat) -> None:
    reply = asked_for_time.say("not Monday")
    assert "not Monday" in reply
    assert "Mon" not in {day for day, _ in offered(asked_for_time)}


def test_a_limit_outlives_the_days_named_after_it(asked_for_time: Chat) -> None:
    asked_for_time.say("only after 3 please")
    asked_for_time.say("how about thursday")
    assert all(day == "Thu" and hour >= 15 for day, hour in offered(asked_for_time))


def test_only_the_therapist_who_is_wished_for_is_offered(asked_for_time: Chat) -> None:
    asked_for_time.say("whenever Robin is in")
    codes = [payload for payload in asked_for_time.buttons.values() if "slot:" in payload]
    assert codes
    assert all("robin@" in code for code in codes)


@pytest.mark.parametrize("first", [None, "any day after 3"])
def test_the_second_one_is_the_second_of_the_newest_offer(asked_for_time: Chat, first: str) -> None:
    if first:
        asked_for_time.say(first)
    payloads = [item for item in asked_for_time.buttons.values() if "slot:" in item]
    asked_for_time.say("the second one")
    assert slot(asked_for_time) in payloads[1]


@pytest.mark.parametrize("late", [False, True], ids=["at the name", "at the summary"])
def test_make_it_thursday_changes_the_time_that_was_chosen(chat: Chat, late: bool) -> None:
    chat.book_up_to("confirm" if late else "name", own_number())
    chat.say("make it Thursday")
    assert {day for day, _ in offered(chat)} == {"Thu"}
    assert slot(chat) is None


def test_all_in_one_message_leaves_the_time_and_the_check(chat: Chat) -> None:
    day = next(
        today() + timedelta(days=ahead)
        for ahead in range(7, 14)
        if (today() + timedelta(days=ahead)).weekday() == 1
    )
    reply = chat.say(
        f"book me for {day:%B %-d}, my name is Rosa Field and my number is 414-555-0122"
    )
    assert f"{day:%A, %B %-d}" in reply
    chat.press(chat.times[-1])
    assert "Rosa Field" in chat.press("None of these")
