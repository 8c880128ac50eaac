"""A clinic, a clock that stands still, and patients, for tests of screenings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from clinic.content import ClinicFacts
from clinic.screenings import Patient, Screenings
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
