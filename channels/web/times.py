"""Times as the website shows them: each under the day it is on, in the clinic's zone."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import groupby
from typing import Any

from channels.turns import Reply
from clinic.content import get_content
from clinic.messages.payloads import key_of
from clinic.storage import Database

_SLOT = "slot:"


def with_days(reply: Reply) -> Reply:
    """A reply whose buttons for times say the day and the time of day."""
    buttons = reply.get("buttons")
    if not buttons:
        return reply
    return {**reply, "buttons": [_with_day(button) for button in buttons]}


def _with_day(button: Mapping[str, Any]) -> dict[str, Any]:
    from clinic.screenings import times
    from clinic.screenings.models import read_code

    key = key_of(str(button.get("payload") or "")) or ""
    clinic = get_content().clinic
    with suppress(ValueError):
        _, at = read_code(key.removeprefix(_SLOT))
        day, time = times.say_day_of(at, clinic), times.say_time_of(at, clinic)
        return {**button, "day": day, "time": time}
    return dict(button)


def free_times(database: Database, conversation: str) -> dict[str, Any]:
    """Every time that can be booked now, by its day; `label` is what a patient may say for it."""
    # Imported when first asked for: most doors never show a calendar.
    from clinic.screenings import Screenings, times

    clinic = get_content().clinic
    free = Screenings(database).free_slots(holder=conversation)
    days = [
        {
            "day": day,
            "times": [
                {
                    "label": times.say_short(slot, clinic),
                    "time": times.say_time_of(slot, clinic),
                }
                for slot in slots
            ],
        }
        for day, slots in groupby(free, key=lambda slot: times.say_day_of(slot, clinic))
    ]
    return {"zone": clinic.zone_label, "days": days}
