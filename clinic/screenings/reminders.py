"""Reminders: the day before and two hours before; one more three days before a first visit and one
on a Monday or Friday, which are missed most often. Queued with the booking, in its unit of work.

A reminder is an outbox row that may not go out before its time nor after its end, so that it is
sent once; a move or a cancellation takes it back in the unit of work that makes the change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal, get_args

from sqlalchemy.engine import Connection

from clinic.content import ClinicFacts
from clinic.messages import outbox
from clinic.screenings import lookup, notices
from clinic.screenings.contact import CLOSES, OPENS, close_of_contact, keys, tell
from clinic.screenings.models import Screening

Kind = Literal["days_before", "day_before", "hours_before"]
KINDS: tuple[Kind, ...] = get_args(Kind)

DAYS_BEFORE, HOURS_BEFORE = timedelta(days=3), timedelta(hours=2)
MONDAY, FRIDAY = 0, 4
# A reminder that comes right after the booking, or right before the visit, helps nobody.
AFTER_BOOKING = timedelta(hours=2)
BEFORE_VISIT = timedelta(minutes=30)
# Room for the retries of a message that is due late in the day.
LATEST_START = timedelta(minutes=30)


@dataclass(frozen=True)
class Due:
    """When a reminder may be sent: from `not_before` until `expires_at`, both in UTC."""

    kind: Kind
    not_before: datetime
    expires_at: datetime


def due_times(
    starts_at: datetime, clinic: ClinicFacts, now: datetime, *, first_visit: bool = False
) -> list[Due]:
    """The reminders a screening gets when it is booked or moved at `now`; a first visit gets one
    more.

    Within 9:00-20:00 by the clinic's clock. One whose time has passed, or comes within two hours
    of the booking, is left out; so is a second one that could only come half an hour before.
    """
    local = starts_at.astimezone(clinic.tz)
    at_that_hour = local.time().replace(tzinfo=None)
    days_before, day_before = (
        datetime.combine(local.date() - ahead, at_that_hour, clinic.tz)
        for ahead in (DAYS_BEFORE, timedelta(days=1))
    )
    hours_before = (starts_at - HOURS_BEFORE).astimezone(clinic.tz)
    planned = []
    wishes = [("day_before", day_before), ("hours_before", hours_before)]
    if first_visit or local.weekday() in (MONDAY, FRIDAY):
        wishes.insert(0, ("days_before", days_before))
    for kind, wished in wishes:
        opens = wished.replace(hour=OPENS.hour, minute=OPENS.minute, second=0, microsecond=0)
        closes = wished.replace(hour=CLOSES.hour, minute=CLOSES.minute, second=0, microsecond=0)
        at = min(max(wished, opens), closes - LATEST_START).astimezone(timezone.utc)
        ends = min(close_of_contact(at, clinic).astimezone(timezone.utc), starts_at - BEFORE_VISIT)
        if at >= now + AFTER_BOOKING and at <= ends:
            planned.append(Due(kind, at, max(ends, at + timedelta(minutes=5))))  # type: ignore[arg-type]
    return planned


def plan(connection: Connection, screening: Screening, clinic: ClinicFacts, now: datetime) -> None:
    """Queues the reminders of a screening as it stands now."""
    first = not lookup.had_visit(connection, screening.phone, screening.starts_at)
    for due in due_times(screening.starts_at, clinic, now, first_visit=first):
        who = screening.conversation, screening.phone
        with notices.in_their_language(connection, *who) as told:
            words = notices.text(f"reminder_{due.kind}", screening, told)
        tell(
            connection,
            notices.reach_of(screening),
            text=words,
            key=_key(screening, screening.sequence, due.kind),
            not_before=due.not_before,
            expires_at=due.expires_at,
        )


def withdraw(connection: Connection, before: Screening) -> None:
    """Takes back the reminders of a screening as it stood before a change."""
    for kind in KINDS:
        for key in keys(_key(before, before.sequence, kind)):
            outbox.withdraw(connection, key)


def _key(screening: Screening, sequence: int, kind: Kind) -> str:
    return f"reminder:{screening.reference}:{sequence}:{kind}"
