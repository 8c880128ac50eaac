"""When reminders are due."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.screenings.reminders import AFTER_BOOKING, due_times
from tests.integration.screenings_world import facts

CLINIC = facts()


def due(starts: str, now: str) -> list[str]:
    """The reminders of a screening, by the clinic's clock."""
    at = datetime.fromisoformat(starts).replace(tzinfo=CLINIC.tz)
    booked = datetime.fromisoformat(now).replace(tzinfo=CLINIC.tz)
    return [
        f"{item.kind} {item.not_before.astimezone(CLINIC.tz):%a %H:%M}"
        for item in due_times(at, CLINIC, booked)
    ]


def test_the_day_before_at_the_same_hour_and_two_hours_before() -> None:
    assert due("2026-12-03T14:00", "2026-11-30T09:00") == [
        "day_before Wed 14:00",
        "hours_before Thu 12:00",
    ]


def test_early_visits_are_reminded_of_when_texts_may_go_out() -> None:
    assert due("2026-12-03T10:00", "2026-11-30T09:00") == [
        "day_before Wed 10:00",
        "hours_before Thu 09:00",
    ]


def test_a_second_reminder_that_could_only_come_at_the_door_is_left_out() -> None:
    assert due("2026-12-03T09:00", "2026-11-30T09:00") == ["day_before Wed 09:00"]


def test_a_visit_at_short_notice_gets_no_reminder_right_after_its_booking() -> None:
    assert due("2026-12-03T14:00", "2026-12-03T09:30") == ["hours_before Thu 12:00"]
    assert due("2026-12-03T14:00", "2026-12-03T10:30") == []


def test_the_day_before_is_by_the_clock_on_the_wall_when_clocks_change() -> None:
    assert due("2026-11-01T14:00", "2026-10-20T09:00")[0] == "day_before Sat 14:00"


def test_a_monday_or_a_friday_and_a_first_visit_get_one_more_three_days_before() -> None:
    assert due("2026-12-04T14:00", "2026-11-28T09:00")[0] == "days_before Tue 14:00"
    assert due("2026-12-07T14:00", "2026-11-30T09:00")[0] == "days_before Fri 14:00"
    at = datetime.fromisoformat("2026-12-03T14:00").replace(tzinfo=CLINIC.tz)
    planned = due_times(at, CLINIC, at - timedelta(days=5), first_visit=True)
    assert [item.kind for item in planned] == ["days_before", "day_before", "hours_before"]


def test_reminders_keep_the_hours_whatever_the_visit() -> None:
    start = datetime(2026, 10, 25, tzinfo=timezone.utc)

    @given(st.integers(0, 200 * 24 * 12), st.integers(0, 40 * 24 * 12))
    @settings(max_examples=300, deadline=None)
    def check(visit: int, earlier: int) -> None:
        starts_at = start + timedelta(minutes=5 * visit)
        now = starts_at - timedelta(minutes=5 * earlier)
        for item in due_times(starts_at, CLINIC, now):
            local = item.not_before.astimezone(CLINIC.tz)
            ends = item.expires_at.astimezone(CLINIC.tz)
            assert 9 <= local.hour < 20
            assert local.date() == ends.date()
            assert (ends.hour, ends.minute) <= (20, 0)
            assert item.not_before < item.expires_at < starts_at
            assert item.not_before >= now + AFTER_BOOKING

    check()
