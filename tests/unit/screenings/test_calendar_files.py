"""Calendar files, read back by the library that calendar programs are tested with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from icalendar import Calendar, Event

from clinic.screenings import Screening
from clinic.screenings.calendar_files import clinic_calendar, patient_calendar
from tests.integration.screenings_world import facts

START = datetime(2026, 12, 1, 20, 30, tzinfo=timezone.utc)
SCREENING = Screening(
    id=1,
    reference="K7M2QX",
    uid="0b6f",
    sequence=0,
    therapist="alex",
    starts_at=START,
    ends_at=START + timedelta(minutes=20),
    zone="America/Chicago",
    name="Ana Diaz",
    phone="+14145550142",
    channel="web",
    conversation="c1",
    state="booked",
    changed_at=START - timedelta(days=7),
)
CLINIC = facts()


def event(data: bytes) -> Event:
    (found,) = Calendar.from_ical(data).events
    return found


def test_the_patients_file_has_time_place_and_reference() -> None:
    calendar = Calendar.from_ical(patient_calendar(SCREENING, CLINIC))
    entry = event(patient_calendar(SCREENING, CLINIC))
    assert calendar["METHOD"] == "PUBLISH"
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (
        SCREENING.starts_at,
        SCREENING.ends_at,
    )
    assert entry["LOCATION"] == CLINIC.address
    assert "Tuesday, December 1 at 2:30 PM (Central time)" in entry["DESCRIPTION"]
    assert "K7M2QX" in entry["DESCRIPTION"]


def test_a_moved_screening_updates_the_same_event() -> None:
    later = SCREENING.starts_at + timedelta(days=1)
    moved = replace(SCREENING, sequence=1, starts_at=later, ends_at=later + timedelta(minutes=20))
    before, after = (event(patient_calendar(one, CLINIC)) for one in (SCREENING, moved))
    assert before["UID"] == after["UID"]
    assert (before.decoded("sequence"), after.decoded("sequence")) == (0, 1)
    assert after.decoded("dtstart") == later


def test_a_screening_that_was_called_off_cancels_its_event() -> None:
    gone = replace(SCREENING, sequence=1, state="cancelled")
    data = patient_calendar(gone, CLINIC)
    assert Calendar.from_ical(data)["METHOD"] == "CANCEL"
    assert event(data)["STATUS"] == "CANCELLED"
    assert event(data)["UID"] == event(patient_calendar(SCREENING, CLINIC))["UID"]


def test_the_clinics_feed_has_every_screening_and_little_of_the_patient() -> None:
    other = replace(SCREENING, id=2, uid="1c7a", reference="C2D3F4", name="Bo Berg")
    data = clinic_calendar([SCREENING, other], CLINIC)
    entries = Calendar.from_ical(data).walk("VEVENT")
    assert [entry["SUMMARY"] for entry in entries] == [
        "Screening: Ana with Alex (K7M2QX)",
        "Screening: Bo with Alex (C2D3F4)",
    ]
    assert b"Diaz" not in data
    assert b"4145550142" not in data


def test_a_name_can_not_add_lines_to_the_file() -> None:
    named = replace(SCREENING, name="Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT")
    assert len(Calendar.from_ical(clinic_calendar([named], CLINIC)).walk("VEVENT")) == 1


def test_a_clinic_without_address_or_phone_still_has_a_file() -> None:
    bare = facts(address=None, phone=None)
    assert "LOCATION" not in event(patient_calendar(SCREENING, bare))
