"""The calendar file of a screening, at the door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from clinic.links import calendar_link
from clinic.screenings import Booking, Patient, Screening, Screenings
from clinic.settings import get_settings
from clinic.storage import Database
from door.app import create_app


@pytest.fixture
def patient(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A patient at a door on a database of its own."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    get_settings.cache_clear()
    with TestClient(create_app()) as client:
        yield client


@pytest.fixture
def booked(database: Database) -> Screening:
    """A screening some days ahead."""
    engine = Screenings(database)
    return engine.book(
        engine.free_slots()[-1],
        Booking(Patient("Rosa Field", "+14145550175"), key="k", channel="web"),
    )


def test_the_patients_file_follows_the_screening(
    patient: TestClient, database: Database, booked: Screening
) -> None:
    def entry() -> tuple[str, str, int, object]:
        path = calendar_link(booked.reference).rpartition("/")[2]
        calendar = Calendar.from_ical(patient.get(f"/s/{path}").text)
        (event,) = calendar.events
        start = event.decoded("dtstart")
        return str(calendar["METHOD"]), str(event["UID"]), int(event.decoded("sequence")), start

    engine = Screenings(database)
    uid = f"{booked.uid}@screenings"
    assert entry() == ("PUBLISH", uid, 0, booked.starts_at)
    moved = engine.move(booked.reference, engine.free_slots()[0], key="m")
    assert entry() == ("PUBLISH", uid, 1, moved.starts_at)
    engine.cancel(booked.reference, key="c")
    assert entry() == ("CANCEL", uid, 2, moved.starts_at)


def test_a_patients_file_opens_with_its_signed_link_only(
    patient: TestClient, booked: Screening
) -> None:
    signed = calendar_link(booked.reference).rpartition("/")[2]
    for path in (f"{booked.reference}.ics", f"x{signed}", "ImFiYyI.abc.ics"):
        assert patient.get(f"/s/{path}").status_code == 404
