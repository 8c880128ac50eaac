"""Reads the day that a question about opening hours names: "open on saturday?", "thanksgiving?"."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from clinic.reading.when import read_wish
from clinic.reading.when.holiday_words import holiday_in
from clinic.reading.when.vocabulary import WEEKDAYS
from clinic.reading.words import spelt_out

NOW = "now"
_NOW = re.compile(
    r"\b(?:now|right now|currently|at the moment|still open|open yet|open already|are you open$)\b"
)
# Days further ahead than a screening can be booked are asked about as well.
AHEAD_DAYS = 400


def day_asked_about(text: str, now: datetime, zone: ZoneInfo) -> str | None:
    """The day in a question about hours: an ISO date, "now", or a weekday's name in lower case
    where it is meant in general ("saturdays"); "weekend" for both days; None where none is named.
    """
    words = spelt_out(text)
    if _NOW.search(words.rstrip("?!. ")):
        return NOW
    holiday = holiday_in(words, now.astimezone(zone).date())
    if holiday:
        return holiday.isoformat()
    wish = read_wish(text, now, zone, AHEAD_DAYS).wish
    if wish is None:
        return None
    days = wish.options[0].days
    if days.first and days.first == days.last:
        return days.first.isoformat()
    if days.weekdays == frozenset({5, 6}) or (days.first and days.first.weekday() == 5):
        return "weekend"
    if days.weekdays and len(days.weekdays) == 1:
        return WEEKDAYS[min(days.weekdays)]
    return None
