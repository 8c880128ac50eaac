"""What of somebody's calendar makes them busy, and when."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from clinic.busy.fetching import NotFetched
from clinic.busy.reader import busy_in

ZONE = ZoneInfo("America/Chicago")
FIRST = datetime(2026, 10, 20, tzinfo=timezone.utc)
LAST = FIRST + timedelta(days=60)


def read(*lines: str, uid: str = "one") -> list[str]:
    return read_all(event(*lines, uid=uid))


def event(*lines: str, uid: str = "one") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261001T000000Z", *lines,
                        "END:VEVENT"])  # fmt: skip


def read_all(*events: str) -> list[str]:
    """When somebody is busy, as the clinic's clock shows it."""
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""])
    spans = busy_in(body.encode(), FIRST, LAST, ZONE)
    return [
        f"{begin.astimezone(ZONE):%m-%d %H:%M} {end.astimezone(ZONE):%m-%d %H:%M}"
        for begin, end in spans
    ]


def test_an_hour_of_another_zone_is_the_same_moment_here() -> None:
    assert read("DTSTART:20261105T150000Z", "DTEND:20261105T160000Z") == ["11-05 09:00 11-05 10:00"]
    berlin = ("DTSTART;TZID=Europe/Berlin:20261105T160000", "DURATION:PT90M")
    assert read(*berlin) == ["11-05 09:00 11-05 10:30"]


def test_whole_days_and_hours_without_a_zone_are_the_clinics() -> None:
    whole = ("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261107")
    assert read(*whole) == ["11-05 00:00 11-07 00:00"]
    assert read("DTSTART;VALUE=DATE:20261105") == ["11-05 00:00 11-06 00:00"]
    floating = ("DTSTART:20261105T090000", "DTEND:20261105T100000")
    assert read(*floating) == ["11-05 09:00 11-05 10:00"]


def test_a_series_keeps_its_hour_over_the_change_of_the_clocks() -> None:
    weekly = ("DTSTART;TZID=America/Chicago:20261026T090000", "DURATION:PT1H",
              "RRULE:FREQ=WEEKLY;COUNT=3")  # fmt: skip
    assert [one[:11] for one in read(*weekly)] == ["10-26 09:00", "11-02 09:00", "11-09 09:00"]


def test_what_was_taken_out_of_a_series_or_moved_is_there_as_it_is_now() -> None:
    series = event(
        "DTSTART;TZID=America/Chicago:20261102T090000", "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=America/Chicago:20261103T090000",
    )  # fmt: skip
    moved = event(
        "RECURRENCE-ID;TZID=America/Chicago:20261104T090000",
        "DTSTART;TZID=America/Chicago:20261104T140000", "DURATION:PT1H",
    )  # fmt: skip
    assert read_all(series, moved) == ["11-02 09:00 11-02 10:00", "11-04 14:00 11-04 15:00"]


@pytest.mark.parametrize(
    "line",
    ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"],
)
def test_what_is_free_or_called_off_blocks_nothing(line: str) -> None:
    assert read("DTSTART:20261105T150000Z", "DTEND:20261105T160000Z", line) == []


def test_our_own_visits_that_come_back_block_nothing() -> None:
    given = ("DTSTART:20261105T150000Z", "DTEND:20261105T160000Z")
    assert read(*given, uid="5d1f@screenings") == []


def test_what_overlaps_or_touches_is_one_stretch() -> None:
    found = read_all(
        event("DTSTART:20261105T150000Z", "DTEND:20261105T160000Z", uid="a"),
        event("DTSTART:20261105T153000Z", "DTEND:20261105T170000Z", uid="b"),
        event("DTSTART:20261105T170000Z", "DTEND:20261105T173000Z", uid="c"),
        event("DTSTART:20261105T190000Z", "DTEND:20261105T190000Z", uid="d"),
    )
    assert found == ["11-05 09:00 11-05 11:30"]


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>log in</html>", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"\xff\xfe\x00",
     b"BEGIN:VCALENDAR"],
)  # fmt: skip
def test_what_is_no_calendar_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(NotFetched):
        busy_in(body, FIRST, LAST, ZONE)


def test_a_calendar_that_is_busy_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic.busy.reader.MOST_SPANS", 50)
    hourly = ("DTSTART:20261105T150000Z", "DURATION:PT10M", "RRULE:FREQ=HOURLY")
    with pytest.raises(NotFetched, match="too many"):
        read(*hourly)
