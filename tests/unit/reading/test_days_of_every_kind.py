"""Kinds of days and hours that other assistants were reported to misread."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.reading.when import read_wish
from clinic.screenings import Slot

ZONE = ZoneInfo("America/Chicago")
# A Sunday.
NOW = datetime(2026, 11, 29, 10, tzinfo=ZONE)


def said_back(words: str, *offered: Slot) -> str:
    reading = read_wish(words, NOW, ZONE, 30, offered)
    return reading.wish.description if reading.wish else str(reading.problem)


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("2nd Tuesday in December", "Tuesday, December 8"),
        ("3rd thursday in december", "Thursday, December 17"),
        ("2nd thursday of the month", "Thursday, December 10"),
        ("the week of December 14th", "December 14 to December 20"),
        ("week of the 14th", "December 14 to December 20"),
        ("week commencing december 7", "December 7 to December 13"),
        ("nine oh five am tuesday", "Tuesday, December 1 at 9:05 AM"),
        ("one oh five pm tomorrow", "Monday, November 30 at 1:05 PM"),
        ("1 5 pm tuesday", "Tuesday, December 1 at 1:05 PM"),
        ("72 hours from now", "Wednesday, December 2"),
        ("in 48 hours", "Tuesday, December 1"),
        ("10 days from today", "Wednesday, December 9"),
        ("the monday before christmas", "Monday, December 21"),
        ("the day after christmas", "Saturday, December 26"),
        ("the week before christmas", "December 18 to December 24"),
        ("noon to 2 thursday", "Thursday between noon and 2 PM"),
        ("room 4A, building 12", "unread"),
        ("not this tuesday but the next one", "Tuesday, December 8"),
        ("tuesday, wait no, wednesday", "Wednesday"),
        ("tuesday at 2, i mean wednesday", "Wednesday, December 2 at 2 PM"),
        ("only thursdays after 4, and not this coming week",
         "Thursday after 4 PM, but not November 30 to December 6"),
        ("no thurs not tues", "Thursday"),
        ("thu dec 10 1pm", "Thursday, December 10 at 1 PM"),
        ("no wed the 9th at 1 like before", "Wednesday, December 9 at 1 PM"),
        ("no, december 10 at 2", "Thursday, December 10 at 2 PM"),
        ("no wednesdays", "any day, but not Wednesday"),
        ("i booked with you yesterday, something came up, can it be friday", "Friday"),
        ("saw my doctor last friday. tuesday at 2", "Tuesday, December 1 at 2 PM"),
    ],
)  # fmt: skip
def test_it_is_read_as_it_is_meant(words: str, wish: str) -> None:
    assert said_back(words) == wish


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("10 am eastern tuesday", "Tuesday, December 1 at 9 AM"),
        ("tuesday at 2 pm ET", "Tuesday, December 1 at 1 PM"),
        ("tuesday 2pm my time, I am in California", "Tuesday, December 1 at 4 PM"),
        ("tuesday 2 pm central time", "Tuesday, December 1 at 2 PM"),
    ],
)
def test_a_time_told_in_another_zone_is_the_clinics(words: str, wish: str) -> None:
    assert said_back(words) == wish


def test_the_thursday_after_is_the_one_after_those_on_offer() -> None:
    thursday = datetime(2026, 12, 3, 9, tzinfo=ZONE)
    offered = Slot(thursday, "alex", thursday + timedelta(minutes=20))
    assert said_back("no, the thursday after", offered) == "Thursday, December 10"


@pytest.mark.parametrize("words", ["just now", "leave it for now", "now that I see it", "not rn"])
def test_words_of_time_that_tell_no_time_to_come_are_none(words: str) -> None:
    assert said_back(words) == "unread"
