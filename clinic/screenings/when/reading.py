"""From a patient's words to a wish for a time, or to a named reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from clinic.screenings.when.wish import Wish

Problem = Literal["unread", "past", "too_far"]


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        wish: the wish; None when there is a problem.
        problem: None when there is a wish. `unread`: no day or time was found in the words.
            `past`: all of it is over. `too_far`: all of it is further ahead than can be booked.
    """

    wish: Wish | None
    problem: Problem | None


def read_wish(text: str, now: datetime, zone: ZoneInfo, ahead_days: int) -> Reading:
    """Reads a wish such as "next tues after 3", "not Monday", "the 14th", "tmrw morning".

    Args:
        text: the patient's words; the rest of the sentence does not matter.
        now: the current time, aware.
        zone: the clinic's zone, in which words like "tomorrow" are meant.
        ahead_days: how many days ahead screenings can be booked.
    """
    return Reading(None, "unread")
