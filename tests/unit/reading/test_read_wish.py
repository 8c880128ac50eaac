"""Wishes for a time, in patients' words, said back in the clinic's."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from clinic.reading.when import read_wish
from clinic.screenings import Slot

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)  # a Tuesday


def said_back(words: str) -> str:
    """The wish's description, or the named problem in capitals."""
    reading = read_wish(words, NOW, ZONE, 30)
    return (reading.problem or "").upper() if reading.wish is None else reading.wish.description


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("tomorrow morning", "Wednesday, November 25 in the morning"),
        ("the 14th", "Monday, December 14"),
        ("any day after 4", "any day after 4 PM"),
        ("not Monday", "any day, but not Monday"),
        ("next tues after 3", "Tuesday, December 1 after 3 PM"),
        ("can you put me down for next tues after 3", "Tuesday, December 1 after 3 PM"),
        ("thursday 3:30", "Thursday, November 26 at 3:30 PM"),
        ("first thing", "any day before 10 AM"),
        ("next week", "November 30 to December 6"),
        ("after work", "any day in the evening"),
        ("asap", "any day"),
        ("in the morning because she is tired in the afternoon", "any day in the morning"),
        ("tuesday because I work on mondays, after 4", "Tuesday after 4 PM"),
        ("because of work only friday", "Friday"),
        ("noon", "any day at noon"),
        ("make it Thursday", "Thursday"),
        ("tonight", "Tuesday, November 24 in the evening"),
        ("day after tomorrow", "Thursday, November 26"),
    ],
)
def test_everyday_words(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("tuesday at 9", "Tuesday, December 1 at 9 AM"),
        ("tuesdays at 9:30", "Tuesday, December 1 at 9:30 AM"),
        ("tuesday at 11", "Tuesday, November 24 at 11 AM"),
        ("tuesday morning", "Tuesday in the morning"),
    ],
)
def test_what_is_over_today_is_meant_for_the_next_such_day(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("wed then. 10 is fine", "Wednesday, November 25 at 10 AM"),
        ("friday instead, 11 ok?", "Friday, November 27 at 11 AM"),
        ("thursday works. 3 would be good", "Thursday, November 26 at 3 PM"),
        ("10 works", "any day at 10 AM"),
        ("wed the 9th 330", "Wednesday, December 9 at 3:30 PM"),
        ("thurs 1100", "Thursday, November 26 at 11 AM"),
        ("not wednesday. 10 is fine", "any day at 10 AM, but not Wednesday"),
        ("something came up wed. friday 10 is fine", "Friday, November 27 at 10 AM"),
        ("after 3pm. any day thursday or friday", "Thursday or Friday after 3 PM"),
        ("after 3 please, he has school til 2:45", "any day after 3 PM"),
        ("friday instead? band on thursday", "Friday"),
        ("in the morning please. 9:30", "any day at 9:30 AM"),
        ("friday 9 am, no i have school then, 2:15", "Friday, November 27 at 2:15 PM"),
        ("mornings are bad, she sleeps till noon. friday", "Friday, but not in the morning"),
        ("9 is too early for her. after 11", "any day after 11 AM"),
        ("never mind, friday at 2", "Friday, November 27 at 2 PM"),
        ("not monday, no tuesdays", "any day, but not Monday or Tuesday"),
        ("monday, or wednesday. after 4", "Monday or Wednesday after 4 PM"),
    ],
)
def test_a_time_after_a_stop_is_on_the_day_before_it(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize("words", ["my pain is 10", "room 1015", "code 2030", "I am 30 years old"])
def test_a_number_that_nothing_makes_a_time_is_none(words: str) -> None:
    assert said_back(words) == "UNREAD"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("thrusday", "Thursday"),
        ("thusday", "Thursday"),
        ("tmrw", "Wednesday, November 25"),
        ("tommorow", "Wednesday, November 25"),
        ("wensday", "Wednesday"),
        ("wendsday afternoon", "Wednesday in the afternoon"),
        ("tuseday", "Tuesday"),
        ("firday mornin", "Friday in the morning"),
        ("munday", "Monday"),
        ("saterday", "Saturday"),
        ("2moro 2pm", "Wednesday, November 25 at 2 PM"),
        ("decmber 3", "Thursday, December 3"),
        ("b4 10 on fri", "Friday before 10 AM"),
    ],
)
def test_slips_of_the_keyboard(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("3pm", "any day at 3 PM"),
        ("330pm", "any day at 3:30 PM"),
        ("15:30", "any day at 3:30 PM"),
        ("at 3", "any day at 3 PM"),
        ("at 10", "any day at 10 AM"),
        ("half past three on friday", "Friday, November 27 at 3:30 PM"),
        ("quarter to 4 tomorrow", "Wednesday, November 25 at 3:45 PM"),
        ("tuesday at 2 or 3 next week", None),
        ("10 or 11 tomorrow", None),
        ("between 2 and 4", "any day between 2 PM and 4 PM"),
        ("2-4pm", "any day between 2 PM and 4 PM"),
        ("9-11 am tomorrow", "Wednesday, November 25 between 9 AM and 11 AM"),
        ("from 10 to 2", "any day between 10 AM and 2 PM"),
        ("around 3", "any day between 2 PM and 4 PM"),
        ("not before 10", "any day after 10 AM"),
        ("no later than noon", "any day in the morning"),
        ("thurs after 3 but before 5", "Thursday between 3 PM and 5 PM"),
        ("i get off work at 4:30", "any day after 4:30 PM"),
        ("8 in the morning", "any day at 8 AM"),
        ("9oclok", "any day at 9 AM"),
        ("nine o clock on friday", "Friday, November 27 at 9 AM"),
        ("4 or later on thursday", "Thursday after 4 PM"),
    ],
)
def test_times_of_day(words: str, meant: str | None) -> None:
    if meant is None:
        meant = {
            "tuesday at 2 or 3 next week": "Tuesday, December 1 at 2 PM or "
            "Tuesday, December 1 at 3 PM",
            "10 or 11 tomorrow": "Wednesday, November 25 at 10 AM or "
            "Wednesday, November 25 at 11 AM",
        }[words]
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("dec 3", "Thursday, December 3"),
        ("december 14th at 10", "Monday, December 14 at 10 AM"),
        ("14 December", "Monday, December 14"),
        ("12/14", "Monday, December 14"),
        ("12/14/26", "Monday, December 14"),
        ("2026-12-03", "Thursday, December 3"),
        ("tuesday the 1st", "Tuesday, December 1"),
        ("friday the 4th or the 7th", "Friday, December 4 or Monday, December 7"),
        ("in two weeks", "Tuesday, December 8"),
        ("a week from thursday", "Thursday, December 3"),
        ("the week after next", "December 7 to December 13"),
        ("end of the week", "November 26 to November 29"),
        ("early next week", "November 30 to December 2"),
        ("this weekend", "November 28 to November 29"),
        ("december 1 to 4", "December 1 to December 4"),
        ("after the 14th", "Tuesday, December 15 or later"),
        ("before friday", "November 24 to November 26"),
        ("monday or later", "Monday, November 30 or later"),
        ("in two weeks or later", "Tuesday, December 8 or later"),
        ("in a month", "Thursday, December 24"),
        ("a month from now", "Thursday, December 24"),
        ("christmas eve", "Thursday, December 24"),
        ("tuesday or thursday next week", "Tuesday or Thursday from November 30 to December 6"),
        ("mon-wed", "Monday, Tuesday or Wednesday"),
        ("monday to friday after 5", "a weekday in the evening"),
        ("this coming tuesday", "Tuesday, December 1"),
        ("the coming wednesday", "Wednesday, November 25"),
        ("this tuesday at 3 pm", "Tuesday, November 24 at 3 PM"),
    ],
)
def test_dates_and_weeks(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("monday doesn't work", "any day, but not Monday"),
        ("mondays don't work, tuesday is better", "Tuesday"),
        ("not monday, thursday instead", "Thursday"),
        ("not monday or tuesday", "any day, but not Monday or Tuesday"),
        ("any day but friday", "any day, but not Friday"),
        ("no mornings please", "any day, but not in the morning"),
        ("I can't do Tuesdays but any other day works", "any day, but not Tuesday"),
        ("any day next week except wednesday", "November 30 to December 6, but not Wednesday"),
        ("no, thursday", "Thursday"),
        ("no thursday", "any day, but not Thursday"),
        ("thursday instead of wednesday", "Thursday"),
        ("monday or wednesday after 4", "Monday or Wednesday after 4 PM"),
        ("tuesday after 3 or thursday morning", "Tuesday after 3 PM or Thursday in the morning"),
        ("not mondays and after 4", "any day after 4 PM, but not Monday"),
        ("no fridays and before noon", "any day in the morning, but not Friday"),
        (
            "not wednesday and from 2 on, nor friday",
            "any day after 2 PM, but not Wednesday or Friday",
        ),
        ("not mondays after 4", "any day, but not Monday after 4 PM"),
        ("i'm busy mondays and after 4", "any day, but not Monday after 4 PM"),
    ],
)
def test_exclusions_and_alternatives(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize("words", ["yesterday", "november 3", "today at 9", "last friday"])
def test_what_is_over_is_said_to_be(words: str) -> None:
    assert said_back(words) == "PAST"


@pytest.mark.parametrize(
    "words",
    ["march 5", "in 10 weeks", "in 3 months", "new year's day", "12/30", "december 14, 2027"],
)
def test_what_is_too_far_ahead_is_said_to_be(words: str) -> None:
    assert said_back(words) == "TOO_FAR"


@pytest.mark.parametrize(
    "words",
    [
        "",
        "hello",
        "my name is April",
        "call me at 414-555-0142",
        "i have pain when i sit",
        "feb 30",
        "3",
        "the pain is a 7 out of 10",
        "🙂🙂🙂",
        "'; DROP TABLE screenings; --",
        "<b>bold</b>",
        "x" * 20_000,
        "9" * 5_000,
        "/restart",
        "مرحبا",
        "25:99",
        "99/99/9999",
    ],
)
def test_what_names_no_time_is_not_read_as_one(words: str) -> None:
    assert said_back(words) == "UNREAD"


def test_what_is_told_is_not_asked_for() -> None:
    assert said_back("it hurts since monday, can I come tomorrow?") == "Wednesday, November 25"
    assert said_back("i fell last tuesday, need something asap") == "any day"


def test_the_clinics_own_way_of_saying_a_time_is_read() -> None:
    assert said_back("Tuesday, December 1 at 2:30 PM (Central time)") == (
        "Tuesday, December 1 at 2:30 PM"
    )
    assert said_back("Tue Dec 1, 2:30 PM") == "Tuesday, December 1 at 2:30 PM"


def offered(*starts: str) -> list[Slot]:
    slots = []
    for start in starts:
        at = datetime.fromisoformat(start).replace(tzinfo=ZONE).astimezone(timezone.utc)
        slots.append(Slot(at, "alex", at + timedelta(minutes=20)))
    return slots


def fits(words: str, on_offer: list[Slot], start: str) -> bool:
    wish = read_wish(words, NOW, ZONE, 30, on_offer).wish
    assert wish is not None
    return wish.matches(offered(start)[0], ZONE)


TUESDAY_NOON = offered("2026-12-01T11:00", "2026-12-01T13:00")


def test_later_and_earlier_are_meant_against_what_was_offered() -> None:
    assert fits("anything later?", TUESDAY_NOON, "2026-12-01T13:30")
    assert fits("anything later?", TUESDAY_NOON, "2026-12-02T09:00")
    assert not fits("anything later?", TUESDAY_NOON, "2026-12-01T09:00")
    assert fits("something earlier", TUESDAY_NOON, "2026-12-01T09:00")
    assert not fits("something earlier", TUESDAY_NOON, "2026-12-01T13:30")


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("anything later?", "a later time"),
        ("sooner", "an earlier time"),
        ("nothing earlier?", "an earlier time"),
        ("no later please", "a later time"),
        ("another day please", "another day"),
        ("later on Friday", "Friday"),
        ("that day but a bit later", "Tuesday, December 1 after 1 PM"),
        ("tuesday, something earlier", "Tuesday, December 1 before 11 AM"),
    ],
)
def test_what_is_meant_against_the_offer_is_said_back_without_a_sum(words: str, meant: str) -> None:
    wish = read_wish(words, NOW, ZONE, 30, TUESDAY_NOON).wish
    assert wish is not None
    assert wish.description == meant


THURSDAYS = offered("2026-12-03T13:00", "2026-12-10T13:00")


def test_later_than_thursdays_is_a_thursday() -> None:
    assert fits("anything later?", THURSDAYS, "2026-12-17T13:00")
    assert not fits("anything later?", THURSDAYS, "2026-12-18T13:00")
    assert not fits("sooner", THURSDAYS, "2026-11-27T13:00")


def test_another_day_is_none_of_those_offered() -> None:
    assert fits("another day", TUESDAY_NOON, "2026-12-02T11:00")
    assert not fits("another day", TUESDAY_NOON, "2026-12-01T15:00")


def test_an_hour_of_another_day_is_of_no_day_on_offer() -> None:
    for words in ("a 9am some other day", "can we do 9am on another day", "another day at 9"):
        assert fits(words, TUESDAY_NOON, "2026-12-02T09:00")
        assert not fits(words, TUESDAY_NOON, "2026-12-01T09:00")


def test_a_day_is_not_excluded_by_its_name_and_by_its_date() -> None:
    wish = read_wish("tuesday is no good, another day", NOW, ZONE, 30, TUESDAY_NOON).wish
    assert wish is not None
    assert wish.description == "any day, but not Tuesday"


def test_another_time_is_none_of_those_offered() -> None:
    assert fits("any other times?", TUESDAY_NOON, "2026-12-01T15:00")
    assert not fits("any other times?", TUESDAY_NOON, "2026-12-01T13:00")


def test_a_bare_time_is_meant_for_the_day_on_offer() -> None:
    assert fits("how about 4?", TUESDAY_NOON, "2026-12-01T16:00") is True
    assert fits("how about 4?", TUESDAY_NOON, "2026-12-02T16:00") is False


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("can u move it to monday? got a job thurs", "Monday"),
        ("can you move it to wednesday? i work tuesday", "Wednesday"),
        ("I have class mondays", "any day, but not Monday"),
        ("i work mon and wed", "any day, but not Monday or Wednesday"),
        ("working thursday", "any day, but not Thursday"),
        ("out of town friday", "any day, but not Friday"),
        ("monday good, tuesday i work", "Monday"),
        ("i work tuesday can we do friday", "Friday"),
        ("i cant do tuesday can you do wednesday", "Wednesday"),
        ("I've got a dentist appointment tuesday", "any day, but not Tuesday"),
        ("I'm off thursday", "Thursday"),
        ("I have off work thursday", "Thursday"),
        ("i don't work thursday", "Thursday"),
        ("I get off work at 4 friday", "Friday after 4 PM"),
        ("I'm free friday", "Friday"),
        ("does tuesday work", "Tuesday"),
        ("tuesdays i'm busy, thursday works", "Thursday"),
        ("on tuesday i can't but thursday early works", "Thursday in the morning"),
        ("every day but monday", "any day, but not Monday"),
        ("i have an appointment tuesday", "Tuesday"),
    ],
)
def test_a_day_named_with_why_it_is_impossible_is_excluded(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("no not thurs. monday after 5", "Monday in the evening"),
        ("i cant do thurs. monday after 5", "Monday in the evening"),
        ("not thursday, monday after 5", "Monday in the evening"),
        ("not mon. after 5", "any day, but not Monday in the evening"),
        ("not mon. tues. or wed.", "any day, but not Monday or Tuesday or Wednesday"),
        ("any day but monday, tuesday", "any day, but not Monday or Tuesday"),
        ("no mondays, fridays", "any day, but not Monday or Friday"),
    ],
)
def test_an_exclusion_ends_where_the_day_meant_follows(words: str, meant: str) -> None:
    assert said_back(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("thursday 530", "Thursday, November 26 at 5:30 PM"),
        ("no thursday 530 is fine", "Thursday, November 26 at 5:30 PM"),
        ("after 430", "any day after 4:30 PM"),
        ("after 9 and before 2:30", "any day between 9 AM and 2:30 PM"),
        ("before 10 and after 3", "any day before 10 AM or any day after 3 PM"),
        ("at ten that is fine", "any day at 10 AM"),
        ("at 150 pounds", "UNREAD"),
    ],
)
def test_hour_and_minutes_in_one(words: str, meant: str) -> None:
    assert said_back(words) == meant
