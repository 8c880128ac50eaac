"""What became of a visit, and when that can be said: nobody has missed one that did not begin."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from clinic.screenings.errors import OtherDay, TooEarly
from clinic.screenings.models import ATTENDANCES, Attendance, Screening

# Somebody comes, or is awaited, on the day; the rest shows when the visit has begun.
ON_THE_DAY: frozenset[Attendance] = frozenset({"arrived", "late"})


def check_mark(visit: Screening, what: Attendance, now: datetime, zone: ZoneInfo) -> None:
    """Lets a mark pass that can be made now.

    Raises:
        OtherDay, TooEarly: it can't.
    """
    if what in ON_THE_DAY:
        if visit.starts_at.astimezone(zone).date() != now.astimezone(zone).date():
            raise OtherDay(f"{visit.reference} is not today")
    elif now < visit.starts_at:
        raise TooEarly(f"{visit.reference} has not begun")


def marks_for(visit: Screening, now: datetime, zone: ZoneInfo) -> tuple[Attendance, ...]:
    """The marks that can be made now, besides the one it has."""
    if visit.state == "cancelled":
        return ()
    return tuple(
        what for what in ATTENDANCES if what != visit.attendance and _passes(visit, what, now, zone)
    )


def _passes(visit: Screening, what: Attendance, now: datetime, zone: ZoneInfo) -> bool:
    try:
        check_mark(visit, what, now, zone)
    except (OtherDay, TooEarly):
        return False
    return True
