"""Reads one calendar, as a process of its own: `python -m clinic.busy.reader`.

Given on its input as JSON: `address`, `first` and `last` (from when until when), `zone`, and
`private`. Says `{"spans": [[begin, end], …]}` or `{"trouble": "…"}`. It holds no secret and no
database, and whoever starts it ends it when it takes too long.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from datetime import date, datetime, time, timezone
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar

from clinic.busy.fetching import NotFetched, fetch
from clinic.busy.spans import Span, merged

MOST_MEMORY = 1_000_000_000
# Busier than that is nobody; a calendar that is, is made to be endless.
MOST_SPANS = 20_000
# Our own feed names its entries so: what comes back from it would block the visits themselves.
OURS = "@screenings"


def main() -> None:
    os.nice(10)  # patients wait for the others
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    asked = json.load(sys.stdin)
    try:
        body = fetch(asked["address"], private=asked["private"])
        first, last = (datetime.fromisoformat(asked[name]) for name in ("first", "last"))
        spans = busy_in(body, first, last, ZoneInfo(asked["zone"]))
        told: dict[str, Any] = {"spans": [[one.isoformat() for one in span] for span in spans]}
    except NotFetched as error:
        told = {"trouble": str(error)}
    except MemoryError:
        told = {"trouble": "It is too large."}
    print(json.dumps(told))


def busy_in(body: bytes, first: datetime, last: datetime, zone: ZoneInfo) -> list[Span]:
    """When somebody is busy, by their calendar: spans that don't touch, in order.

    What is called off or shown as free counts for nothing. Whole days, and hours that name no
    zone, are the clinic's.

    Raises:
        NotFetched: it is no calendar.
    """
    try:
        calendars = Calendar.from_ical(body, multiple=True)
    except (ValueError, IndexError, KeyError, UnicodeError) as error:
        raise NotFetched("What stands there is no calendar.") from error
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise NotFetched("What stands there is no calendar.")
    found: list[Span] = []
    for calendar in calendars:
        query = recurring_ical_events.of(calendar, skip_bad_series=True)
        for event in query.between(first, last):
            if _blocks(event):
                begin, end = _at(event.start, zone), _at(event.end, zone)
                found += [(begin, end)] if begin < end else []
                if len(found) > MOST_SPANS:
                    raise NotFetched("It has too many entries.")
    return merged(found)


def _blocks(event: Any) -> bool:
    def says(name: str) -> str:
        return str(event.get(name, "")).upper()

    free = says("TRANSP") == "TRANSPARENT" or says("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    return not free and says("STATUS") != "CANCELLED" and not says("UID").endswith(OURS.upper())


def _at(moment: date, zone: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(0))
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(timezone.utc)


if __name__ == "__main__":
    main()
