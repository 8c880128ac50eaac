"""Reads dates that are written out, and finds weeks, months and days of the month.

Dates such as "Dec 14th", "14 December", "12/14" and "2026-12-14" are read by dateparser. Weeks
begin on Monday.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta

from clinic.reading.ordinals import ORDINAL_DIGITS, ORDINALS
from clinic.reading.when.vocabulary import MONTHS, WEEKDAYS

WEEK = timedelta(days=7)
SUNDAY = 6
# "2nd Tuesday in December"; -1 is the last.
NTHS = {
    **{word: place for word, place in ORDINALS.items() if place <= 5},
    **{word: place for word, place in ORDINAL_DIGITS.items() if place <= 5},
    "last": -1,
}
_MONTH = "|".join(MONTHS)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"

WRITTEN_DATE = (
    rf"(?:(?:{_MONTH}) (?:the )?{_NTH}\b(?!:)(?: ?,? ?20\d\d\b)?"
    rf"|(?:the )?{_NTH} (?:of )?(?:{_MONTH})\b(?: ?,? ?20\d\d\b)?"
    r"|20\d\d-\d{1,2}-\d{1,2}\b|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?\b|\d{1,2}-\d{1,2}-20\d\d\b)"
)
# A date that has been within so many days, named without a year, is one that is over; one
# further back is next year's.
_RECENT = timedelta(days=180)


def written_date(said: str, today: date) -> date | None:
    """The date that words matching `WRITTEN_DATE` name; None when there is no such day."""
    import dateparser  # ten megabytes that desk and worker never need

    plain = " ".join(re.sub(r"\b(?:the|of)\b|,", " ", said).split())
    found = dateparser.parse(
        plain,
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "DATE_ORDER": "MDY",
        },
    )
    if found is None:
        return None
    day: date = found.date()
    if re.search(r"20\d\d|/\d\d?/\d\d", plain) or (day.month, day.day) == (2, 29):
        return day
    last_year = day.replace(year=day.year - 1)
    return last_year if timedelta(0) <= today - last_year <= _RECENT else day


def day_of_month(number: int, today: date) -> date | None:
    """The next day, today or later, that is the `number`th of a month; None: there is none."""
    year, month = today.year, today.month
    for _ in range(12):
        if 1 <= number <= calendar.monthrange(year, month)[1]:
            day = date(year, month, number)
            if day >= today:
                return day
        year, month = next_month(year, month)
    return None


def coming_weekday(number: int, today: date) -> date:
    """The next day, today or later, that is the weekday (Monday is 0)."""
    return today + timedelta(days=(number - today.weekday()) % 7)


def weekday_number(name: str) -> int:
    """Monday is 0."""
    return WEEKDAYS.index(name)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def this_monday(day: date) -> date:
    """The Monday of the week that "this week" is: on a Sunday, that of the week to come."""
    return monday_of(day) + (WEEK if day.weekday() == SUNDAY else timedelta(0))


def nth_weekday(year: int, month: int, number: int, place: int) -> date | None:
    """The `place`th such weekday (Monday is 0) of a month, the last for -1; None: there is none."""
    days = range(1, calendar.monthrange(year, month)[1] + 1)
    named = [date(year, month, day) for day in days if date(year, month, day).weekday() == number]
    return named[place - 1 if place > 0 else -1] if place <= len(named) else None


def next_month(year: int, month: int) -> tuple[int, int]:
    """The month after a month."""
    return (year, month + 1) if month < 12 else (year + 1, 1)


def month_span(year: int, month: int, part: str) -> tuple[date, date]:
    """First and last day of a month, or of its "early", "mid" or "late" part."""
    first, last = 1, calendar.monthrange(year, month)[1]
    if re.search("end|late", part):
        first = 21
    elif re.search("early|beginning|start", part):
        last = 10
    elif "mid" in part:
        first, last = 11, 20
    return date(year, month, first), date(year, month, last)
