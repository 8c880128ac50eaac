"""Which times there are: hours, closures, buffers and the nights when clocks change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.content import ClinicFacts
from clinic.content.facts import WEEKDAYS
from clinic.screenings import times
from clinic.screenings.hours import bookable, is_closed, slots_between
from tests.integration.screenings_world import facts

UTC = timezone.utc


def starts(clinic: ClinicFacts, day: date) -> list[str]:
    """The wall-clock times of a day's slots."""
    first = datetime.combine(day, time(0), clinic.tz)
    slots = slots_between(clinic, first, first + timedelta(days=1, hours=1))
    local = [slot.starts_at.astimezone(clinic.tz) for slot in slots]
    return [at.strftime("%H:%M") for at in local if at.date() == day]


def every_day(hours: str) -> dict[str, list[str]]:
    return {day: [hours] for day in WEEKDAYS}


def test_times_follow_each_other_with_the_buffer_between_them() -> None:
    clinic = facts(hours=every_day("09:00-11:00"))
    assert starts(clinic, date(2026, 12, 1)) == ["09:00", "09:30", "10:00", "10:30"]


def test_the_last_screening_ends_before_closing() -> None:
    clinic = facts(hours=every_day("09:00-09:50"))
    assert starts(clinic, date(2026, 12, 1)) == ["09:00", "09:30"]


def test_a_public_holiday_has_no_times() -> None:
    clinic = facts(hours=every_day("09:00-11:00"), holidays={"country": "US"})
    assert starts(clinic, date(2026, 11, 26)) == []  # Thanksgiving
    assert starts(clinic, date(2026, 11, 27)) != []


def test_a_closure_has_no_times_on_its_first_and_last_day() -> None:
    clinic = facts(hours=every_day("09:00-11:00"), closures=["2026-12-28 to 2026-12-30"])
    days = [date(2026, 12, day) for day in range(27, 32)]
    assert [bool(starts(clinic, day)) for day in days] == [True, False, False, False, True]


def test_a_therapists_own_hours_take_the_place_of_the_clinics() -> None:
    robin = {"id": "robin", "name": "Robin", "hours": {"tuesday": ["13:00-14:00"]}}
    clinic = facts(hours=every_day("09:00-10:00"), therapists=[robin])
    assert starts(clinic, date(2026, 12, 1)) == ["13:00", "13:30"]
    assert starts(clinic, date(2026, 12, 2)) == []


def test_an_hour_that_is_skipped_in_spring_has_no_times() -> None:
    clinic = facts(hours=every_day("01:00-04:00"))
    assert starts(clinic, date(2027, 3, 14)) == ["01:00", "01:30", "03:00", "03:30"]


def test_an_hour_that_comes_twice_in_autumn_has_times_twice_told_apart() -> None:
    clinic = facts(hours=every_day("01:00-03:00"))
    day = date(2026, 11, 1)
    assert starts(clinic, day) == ["01:00", "01:30", "01:00", "01:30", "02:00", "02:30"]
    first = datetime.combine(day, time(0), clinic.tz)
    said = [times.say(slot, clinic) for slot in slots_between(clinic, first, first.replace(hour=3))]
    assert len(set(said)) == len(said)
    assert said[1] == "Sunday, November 1 at 1:30 AM CDT (Central time)"


def test_a_visit_keeps_its_hour_by_the_clock_on_the_wall_when_clocks_change() -> None:
    clinic = facts(hours=every_day("09:00-09:30"))
    before, after = (
        slots_between(clinic, noon, noon + timedelta(hours=10))
        for noon in (datetime(2026, 10, 31, 12, tzinfo=UTC), datetime(2026, 11, 1, 12, tzinfo=UTC))
    )
    assert (before[0].starts_at.hour, after[0].starts_at.hour) == (14, 15)
    assert "9:00 AM" in times.say(before[0], clinic)
    assert "9:00 AM" in times.say(after[0], clinic)


def test_the_farthest_day_is_open_until_its_end() -> None:
    clinic = facts(screening={"ahead_days": 7})
    _, last = bookable(clinic, datetime(2026, 11, 30, 15, tzinfo=UTC))
    assert last.astimezone(clinic.tz).isoformat().startswith("2026-12-07T23:59")


ZONES = ["America/Chicago", "America/New_York", "America/Phoenix", "Europe/London", "UTC"]


@st.composite
def clinics(draw: st.DrawFn) -> ClinicFacts:
    """Any clinic at all: hours, closures, lengths, buffers, zones."""
    hours: dict[str, list[str]] = {}
    for day in draw(st.lists(st.sampled_from(WEEKDAYS), unique=True)):
        marks = sorted(draw(st.sets(st.integers(0, 24 * 12 - 1), min_size=2, max_size=4)))
        marks = marks[: len(marks) // 2 * 2]
        clock = [f"{mark // 12:02d}:{mark % 12 * 5:02d}" for mark in marks]
        hours[day] = [f"{a}-{b}" for a, b in zip(clock[::2], clock[1::2], strict=True)]
    changes: dict[str, Any] = {
        "hours": hours,
        "zone": draw(st.sampled_from(ZONES)),
        "closures": draw(st.lists(st.sampled_from(["2026-11-02", "2027-03-13 to 2027-03-15"]))),
        "holidays": draw(st.sampled_from([None, {"country": "US"}])),
        "therapists": [{"id": name, "name": name} for name in ("a", "b")],
        "screening": {
            "length_minutes": draw(st.integers(5, 90)),
            "buffer_minutes": draw(st.integers(0, 45)),
        },
    }
    return facts(**changes)


def test_every_time_is_in_the_hours_on_an_open_day_and_none_overlap() -> None:
    days = st.sampled_from([date(2026, 10, 30), date(2027, 3, 12), date(2026, 12, 23)])

    @given(clinics(), days)
    @settings(max_examples=60, deadline=None)
    def check(clinic: ClinicFacts, day: date) -> None:
        first = datetime.combine(day, time(0), UTC)
        slots = slots_between(clinic, first, first + timedelta(days=6))
        for slot in slots:
            begins = slot.starts_at.astimezone(clinic.tz)
            ends = slot.ends_at.astimezone(clinic.tz)
            assert not is_closed(clinic, begins.date())
            assert slot.ends_at - slot.starts_at == clinic.screening.length
            assert any(
                opens <= begins.time() and ends.time() <= closes and ends.date() == begins.date()
                for opens, closes in clinic.hours.get(WEEKDAYS[begins.weekday()], ())
            ), slot
        for therapist in ("a", "b"):
            own = [slot for slot in slots if slot.therapist == therapist]
            for one, other in pairwise(own):
                assert one.ends_at <= other.starts_at

    check()
