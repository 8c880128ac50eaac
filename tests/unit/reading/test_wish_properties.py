"""What holds for every wish, whatever its words."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.reading.when import read_wish
from clinic.screenings import Slot

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
SLOTS = [
    Slot(at, "alex", at + timedelta(minutes=20))
    for day in range(31)
    for hour in range(7, 20)
    for at in [NOW.replace(hour=hour) + timedelta(days=day)]
]
DAYS = ["monday", "tues", "tomorrow", "next week", "the 14th", "dec 3", "weekdays", "fridays"]
HOURS = ["after 3", "before 11", "in the morning", "at 2:30", "between 1 and 4", "first thing", ""]
WORDS = [*DAYS, *HOURS, "not", "or", "and", "but", ",", "please", "can I come", "3", "10", "next"]


def test_reading_never_fails_on_any_text() -> None:
    @given(st.text(max_size=300))
    @settings(max_examples=150, deadline=None)
    def check(text: str) -> None:
        reading = read_wish(text, NOW, ZONE, 30)
        assert (reading.wish is None) == (reading.problem is not None)

    check()


def test_reading_never_fails_on_words_about_time_in_any_order() -> None:
    @given(st.lists(st.sampled_from(WORDS), max_size=9))
    @settings(max_examples=300, deadline=None)
    def check(words: list[str]) -> None:
        reading = read_wish(" ".join(words), NOW, ZONE, 30)
        if reading.wish is not None:
            assert reading.wish.description
            for slot in SLOTS[:40]:
                reading.wish.matches(slot, ZONE)
                assert reading.wish.distance(slot, ZONE) >= (0, 0, 0)

    check()


def test_a_wish_said_back_is_read_as_the_same_wish() -> None:
    @given(st.sampled_from(DAYS), st.sampled_from(HOURS))
    @settings(max_examples=80, deadline=None)
    def check(days: str, hours: str) -> None:
        wish = read_wish(f"{days} {hours}", NOW, ZONE, 30).wish
        assert wish is not None
        again = read_wish(wish.description, NOW, ZONE, 30).wish
        assert again is not None
        for slot in SLOTS:
            assert wish.matches(slot, ZONE) == again.matches(slot, ZONE), wish.description

    check()


def test_an_exclusion_excludes() -> None:
    @given(st.sampled_from(["monday", "fridays", "tomorrow", "the 14th"]))
    @settings(max_examples=10, deadline=None)
    def check(day: str) -> None:
        wanted = read_wish(day, NOW, ZONE, 30).wish
        unwanted = read_wish(f"not {day}", NOW, ZONE, 30).wish
        assert wanted is not None
        assert unwanted is not None
        for slot in SLOTS:
            assert wanted.matches(slot, ZONE) != unwanted.matches(slot, ZONE)

    check()
