"""A clinic, a clock that stands still, and patients, for tests of screenings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import select

from clinic.content import ClinicFacts
from clinic.messages.tables import outbox
from clinic.screenings import Patient, Screenings, Slot, tables
from clinic.screenings.cells import minutes
from clinic.screenings.upkeep import Upkeep
from clinic.storage import Database

MONDAY = datetime(2026, 11, 30, 15, 0, tzinfo=timezone.utc)  # 9:00 in Chicago
FACTS: dict[str, Any] = {
    "name": "Test Clinic",
    "phone": "+1 414-555-0142",
    "address": "1 Test Street",
    "zone": "America/Chicago",
    "zone_label": "Central time",
    "hours": {day: ["09:00-12:00", "13:00-17:00"] for day in ("monday", "tuesday", "wednesday")},
    "therapists": [{"id": "alex", "name": "Alex"}],
    "screening": {
        "length_minutes": 20,
        "buffer_minutes": 10,
        "notice_hours": 4,
        "ahead_days": 30,
        "hold_minutes": 10,
    },
    "retention_days": 180,
}


def facts(**changes: Any) -> ClinicFacts:
    """The test clinic's facts, with some of them changed; `screening` is merged."""
    screening = {**FACTS["screening"], **changes.pop("screening", {})}
    return ClinicFacts.parse_obj({**FACTS, **changes, "screening": screening})


@dataclass
class World:
    """A booking engine with a clock in one's hand."""

    database: Database
    clinic: ClinicFacts = field(default_factory=facts)
    now: datetime = MONDAY
    offered: list[Slot] = field(default_factory=list)

    @property
    def screenings(self) -> Screenings:
        return Screenings(self.database, lambda: self.clinic, lambda: self.now)

    @property
    def upkeep(self) -> Upkeep:
        return Upkeep(self.database, lambda: self.clinic, lambda: self.now)

    def wait(self, **time: float) -> None:
        """Lets time pass."""
        self.now += timedelta(**time)


def patient(number: int = 142, name: str = "Ana Diaz") -> Patient:
    """A patient with a phone number of their own."""
    return Patient(name, f"+1414555{number:04d}")


def rush_facts() -> ClinicFacts:
    """A clinic that has twenty times, all of them tomorrow."""
    return facts(hours={"tuesday": ["09:00-19:00"]}, screening={"ahead_days": 1, "notice_hours": 0})


def check_invariants(database: Database, clinic: ClinicFacts) -> None:
    """What must be true at every moment, whoever was killed in the middle of what."""
    with database.read() as connection:
        rows = connection.execute(select(tables.screenings)).all()
        cells = connection.execute(select(tables.cells)).all()
        changes = connection.execute(select(tables.history)).all()
        holds = {row.id: row for row in connection.execute(select(tables.holds))}
        queued = connection.execute(select(outbox.c.key).where(outbox.c.state == "queued"))
        reminders = [key for key in queued.scalars() if key.startswith("reminder:")]
    buffer = clinic.screening.buffer
    for row in rows:
        mine = sorted(cell.minute for cell in cells if cell.screening_id == row.id)
        slot = Slot(row.starts_at, row.therapist, row.ends_at)
        wanted = list(minutes(slot, buffer)) if row.state == "booked" else []
        assert mine == wanted, f"{row.reference} ({row.state}) holds {len(mine)} minutes"
        done = [change for change in changes if change.screening_id == row.id]
        assert len(done) == row.sequence + 1, f"{row.reference}: {row.sequence}, {len(done)} lines"
        assert done[0].what == "booked"
        assert (done[-1].what == "cancelled") == (row.state == "cancelled")
        if row.state == "booked":
            assert done[-1].after_starts_at == row.starts_at
        for key in (key for key in reminders if f":{row.reference}:" in key):
            assert row.state == "booked", f"{row.reference} is called off and has {key}"
            assert f":{row.reference}:{row.sequence}:" in key, f"{row.reference} has an old {key}"
    for hold in holds.values():
        mine = sorted(cell.minute for cell in cells if cell.hold_id == hold.id)
        slot = Slot(hold.starts_at, hold.therapist, hold.ends_at)
        assert mine == list(minutes(slot, buffer)), f"the hold of {hold.holder}"
    booked = [(row.therapist, row.starts_at) for row in rows if row.state == "booked"]
    assert len(booked) == len(set(booked)), "two screenings of one therapist at one time"
