"""What the phrases for days mean: each makes days of a match, against a calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from clinic.reading.when.calendar_words import (
    NTHS,
    SUNDAY,
    WEEK,
    coming_weekday,
    day_of_month,
    monday_of,
    month_span,
    next_month,
    nth_weekday,
    this_monday,
    weekday_number,
    written_date,
)
from clinic.reading.when.items import Calendar, DayItem
from clinic.reading.when.vocabulary import MONTHS, WEEKDAYS
from clinic.reading.when.wish import Days

ONE_DAY = timedelta(days=1)

Maker = Callable[[re.Match[str], Calendar], DayItem | None]


def span(first: date, last: date) -> DayItem:
    return DayItem(Days(first, last))


def ahead(days: int) -> Maker:
    day = timedelta(days=days)
    return lambda match, now: span(now.today + day, now.today + day)


def in_days(match: re.Match[str], now: Calendar) -> DayItem:
    day = now.today + amount(match)
    return span(day, day)


def within(match: re.Match[str], now: Calendar) -> DayItem:
    return span(now.today, now.today + amount(match))


def amount(match: re.Match[str]) -> timedelta:
    unit = {"d": 1, "w": 7, "m": 30}[match["u"][0]]
    return timedelta(days=int(match["n"]) * unit)


def week(first: int, last: int) -> Maker:
    """Days of the week that `w` names, this one or the next, counted from its Monday."""

    def make(match: re.Match[str], now: Calendar) -> DayItem:
        monday = monday_of(now.today)
        said = match["w"] or ""
        if "coming" in said or (said.endswith("this") and now.today.weekday() == SUNDAY):
            monday = this_monday(now.today)
        elif re.search("next|following", said):
            monday += WEEK
        begins = max(monday + timedelta(days=first), now.today)
        return span(begins, max(begins, monday + timedelta(days=last)))

    return make


def week_after_next(match: re.Match[str], now: Calendar) -> DayItem:
    monday = monday_of(now.today) + 2 * WEEK
    return span(monday, monday + WEEK - ONE_DAY)


def weekend(match: re.Match[str], now: Calendar) -> DayItem:
    if not match["w"]:
        return DayItem(Days(weekdays=frozenset({5, 6})))
    saturday = monday_of(now.today) + timedelta(days=5)
    if match["w"] == "next":
        saturday += WEEK
    return span(max(saturday, now.today), saturday + ONE_DAY)


def weekday(match: re.Match[str], now: Calendar) -> DayItem:
    number, which = weekday_number(match["d"]), match["w"] or ""
    coming = coming_weekday(number, now.today)
    if match["s"] or which in ("any", "every", "some", "a"):
        return DayItem(Days(weekdays=frozenset({number})))
    if which == "last":
        day = coming - WEEK
    elif match["after"]:
        day = coming + WEEK
    elif which == "next":
        day = monday_of(now.today) + WEEK + timedelta(days=number)
    elif "coming" in which and coming == now.today:
        day = coming + WEEK  # said on a Monday, "the coming Monday" is not this one
    elif which:
        day = coming
    else:
        return DayItem(Days(weekdays=frozenset({number})), soonest=True)
    return span(day, day)


def weekday_span(match: re.Match[str], now: Calendar) -> DayItem:
    """ "Monday to Wednesday", "Wed-Fri": any of them, the soonest."""
    first, last = weekday_number(match["d"]), weekday_number(match["e"])
    span = {(first + away) % 7 for away in range((last - first) % 7 + 1)}
    return DayItem(Days(weekdays=frozenset(span)))


def weeks_from(match: re.Match[str], now: Calendar) -> DayItem:
    if match["d"] in WEEKDAYS:
        start = coming_weekday(weekday_number(match["d"]), now.today + ONE_DAY)
    else:
        start = now.today + (ONE_DAY if match["d"] == "tomorrow" else timedelta(0))
    day = start + WEEK * int(match["n"] or 1)
    return span(day, day)


def ordinal(match: re.Match[str], now: Calendar) -> DayItem | None:
    day = day_of_month(int(match["n"]), now.today)
    return None if day is None else span(day, day)


def ordinal_span(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "the 14th to the 18th", "between the 3rd and the 5th"."""
    first = day_of_month(int(match["n"]), now.today)
    last = None if first is None else day_of_month(int(match["m"]), first)
    return None if first is None or last is None else span(first, last)


def one_date(match: re.Match[str], now: Calendar) -> DayItem | None:
    day = written_date(match["d"], now.today)
    return None if day is None else span(day, day)


def written_span(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "November 30 to December 6"."""
    first, last = written_date(match["d"], now.today), written_date(match["e"], now.today)
    return span(first, last) if first and last and first <= last else None


def date_span(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "December 1 to 4"."""
    first = written_date(f"{match['m']} {match['n']}", now.today)
    last = written_date(f"{match['m']} {match['o']}", now.today)
    return span(first, last) if first and last and first <= last else None


def month(match: re.Match[str], now: Calendar) -> DayItem:
    year, month = now.today.year, now.today.month
    if match["m"] in MONTHS:
        named = MONTHS.index(match["m"]) + 1
        year, month = year + (named < month), named
    elif match["m"].startswith("next"):
        year, month = next_month(year, month)
    first, last = month_span(year, month, match["p"] or "")
    return span(max(first, now.today), max(last, now.today))


def that_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    return span(now.offered[0], now.offered[-1]) if now.offered else None


def nth_in_month(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "2nd Tuesday in December", "the last friday of the month"."""
    said = match["m"]
    if said in MONTHS:
        month = MONTHS.index(said) + 1
        year = now.today.year + (month < now.today.month)
    else:
        year, month = now.today.year, now.today.month
        if said.startswith("next"):
            year, month = next_month(year, month)
    place = NTHS[match["n"]]
    day = nth_weekday(year, month, weekday_number(match["d"]), place)
    if day is not None and day < now.today and said not in MONTHS and not said.startswith("next"):
        day = nth_weekday(*next_month(year, month), weekday_number(match["d"]), place)
    return None if day is None else span(day, day)


def weekday_after_those(match: re.Match[str], now: Calendar) -> DayItem:
    """ "the thursday after", said of the times on offer, or of this week's Thursday."""
    number = weekday_number(match["d"])
    if now.offered:
        last = now.offered[-1]
        day = last + ONE_DAY * ((number - last.weekday() - 1) % 7 + 1)
    else:
        day = coming_weekday(number, now.today) + WEEK
    return span(day, day)


def week_after_those(match: re.Match[str], now: Calendar) -> DayItem:
    """ "the week after", said of the times on offer, or of this week."""
    monday = (monday_of(now.offered[-1]) if now.offered else this_monday(now.today)) + WEEK
    return span(monday, monday + WEEK - ONE_DAY)


def in_hours(match: re.Match[str], now: Calendar) -> DayItem:
    day = now.today + timedelta(days=int(match["n"]) // 24)
    return span(day, day)


def week_after_this(match: re.Match[str], now: Calendar) -> DayItem:
    monday = this_monday(now.today) + WEEK
    return span(monday, monday + WEEK - ONE_DAY)


def over(match: re.Match[str], now: Calendar) -> DayItem:
    return span(now.today - ONE_DAY, now.today - ONE_DAY)


def told(match: re.Match[str], now: Calendar) -> DayItem:
    return DayItem(Days(last=now.today - ONE_DAY), aside=True)
