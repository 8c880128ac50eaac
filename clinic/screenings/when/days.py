"""Reads days: "tomorrow", "next tues", "the 14th", "Dec 3", "next week", "in two weeks".

Dates that are written out ("Dec 14th", "12/14", "in 3 days") are read by dateparser; what
patients say around them (weekdays, weeks, "after the 14th") it does not know, so that is here.
Weeks begin on Monday: "next Tuesday" is the Tuesday of next week, "Tuesday" the next to come.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import dateparser

from clinic.screenings.when.items import Calendar, DayItem
from clinic.screenings.when.vocabulary import MONTHS, WEEKDAYS
from clinic.screenings.when.wish import Days

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# A date this far back, named without a year, is one that is over; further back it is next year's.
_RECENT = timedelta(days=180)

_WRITTEN = (
    rf"(?:(?:{_MONTH}) (?:the )?\d{{1,2}}(?:st|nd|rd|th)?\b(?!:)(?: ?,? ?20\d\d\b)?"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH})\b(?: ?,? ?20\d\d\b)?"
    r"|20\d\d-\d{1,2}-\d{1,2}\b|\d{1,2}[/]\d{1,2}(?:[/](?:20)?\d\d)?\b|\d{1,2}-\d{1,2}-20\d\d\b)"
)
_ORDINAL = r"(?:the )?(?P<n>\d{1,2})(?:st|nd|rd|th)\b(?: of (?:the|this) month)?"


def read_days(text: str, calendar_: Calendar) -> tuple[DayItem, int] | None:
    """The days `text` begins with, and how many letters of it say them.

    Args:
        text: normalised words, from some word to the end.
        calendar_: what "today" and "that day" are.
    """
    for pattern, make in _RULES:
        match = pattern.match(text)
        if match:
            item = make(match, calendar_)
            if item is not None:
                return item, match.end()
    return None


Maker = Callable[[re.Match[str], Calendar], DayItem | None]


def _one(day: date) -> DayItem:
    return DayItem(Days(day, day))


def _span(first: date, last: date) -> DayItem:
    return DayItem(Days(first, last))


def _ahead(days: int) -> Maker:
    return lambda match, now: _one(now.today + timedelta(days=days))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(first: int, last: int) -> Maker:
    """Days of the week that the group `w` names (this or next), counted from its Monday."""

    def make(match: re.Match[str], now: Calendar) -> DayItem:
        monday = _monday(now.today)
        if "next" in (match.group("w") or "") or "following" in (match.group("w") or ""):
            monday += _WEEK
        begins = max(monday + timedelta(days=first), now.today)
        return _span(begins, max(begins, monday + timedelta(days=last)))

    return make


def _weekend(match: re.Match[str], now: Calendar) -> DayItem:
    which = match.group("w") or ""
    if not which:
        return DayItem(Days(weekdays=frozenset({5, 6})))
    saturday = _monday(now.today) + timedelta(days=5)
    if "next" in which:
        saturday += _WEEK
    return _span(saturday, saturday + _ONE_DAY)


def _weekday(match: re.Match[str], now: Calendar) -> DayItem:
    number = WEEKDAYS.index(match.group("d"))
    which = (match.group("w") or "").strip()
    if match.group("s"):
        return DayItem(Days(weekdays=frozenset({number})))
    if which == "next" and not match.group("week"):
        return _one(_monday(now.today) + _WEEK + timedelta(days=number))
    coming = now.today + timedelta(days=(number - now.today.weekday()) % 7)
    if match.group("week"):
        weeks = 2 if which == "next" and number > now.today.weekday() else 1
        return _one(coming + _WEEK * weeks)
    if which == "last":
        return _one(now.today - timedelta(days=(now.today.weekday() - number - 1) % 7 + 1))
    if which in ("this", "this coming", "coming", "this upcoming", "upcoming"):
        return _one(coming)
    recurring = which in ("any", "every", "a", "some")
    return DayItem(Days(weekdays=frozenset({number})), soonest=not recurring)


def _week_from(match: re.Match[str], now: Calendar) -> DayItem:
    anchor = match.group("d")
    if anchor in WEEKDAYS:
        number = WEEKDAYS.index(anchor)
        start = now.today + timedelta(days=(number - now.today.weekday()) % 7 or 7)
    else:
        start = now.today + (_ONE_DAY if anchor == "tomorrow" else timedelta(0))
    return _one(start + _WEEK * int(match.group("n") or 1))


def _month_day(number: int, today: date) -> date | None:
    """The next day of a month with this number; None when there is no such number."""
    year, month = today.year, today.month
    for _ in range(13):
        last = calendar.monthrange(year, month)[1]
        if 1 <= number <= last and date(year, month, number) >= today:
            return date(year, month, number)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


def _ordinal(match: re.Match[str], now: Calendar) -> DayItem | None:
    day = _month_day(int(match.group("n")), now.today)
    return None if day is None else _one(day)


def _written(said: str, today: date) -> date | None:
    said = re.sub(r"\b(?:the|of)\b|,", " ", said)
    found = dateparser.parse(
        " ".join(said.split()),
        languages=["en"],
        settings={
            "PREFER_DATES_FROM": "future",
            "RELATIVE_BASE": datetime.combine(today, time(12)),
            "DATE_ORDER": "MDY",
            "RETURN_AS_TIMEZONE_AWARE": False,
        },
    )
    if found is None:
        return None
    day = found.date()
    named_year = re.search(r"20\d\d|/\d\d?/\d\d", said)
    if not named_year and day - today > timedelta(days=366) - _RECENT:
        before = date(day.year - 1, day.month, min(day.day, 28) if day.month == 2 else day.day)
        return before if today - before <= _RECENT else day
    return day


def _date(match: re.Match[str], now: Calendar) -> DayItem | None:
    day = _written(match.group("d"), now.today)
    return None if day is None else _one(day)


def _from(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "after the 14th", "from Monday on": these days and later ones."""
    inner = read_days(match.group("d"), now)
    if inner is None or inner[1] < len(match.group("d")):
        return None
    days = _resolved(inner[0].days, now.today)
    if days.first is None or days.last is None:
        return None
    beyond = match.group("a").startswith(("after", "past", "later"))
    return DayItem(Days(first=days.last + _ONE_DAY if beyond else days.first))


def _until(match: re.Match[str], now: Calendar) -> DayItem | None:
    inner = read_days(match.group("d"), now)
    if inner is None or inner[1] < len(match.group("d")):
        return None
    days = _resolved(inner[0].days, now.today)
    if days.last is None or days.first is None:
        return None
    before = match.group("a").startswith(("before", "earlier", "prior"))
    return DayItem(Days(now.today, days.first - _ONE_DAY if before else days.last))


def _resolved(days: Days, today: date) -> Days:
    """A weekday on no date in particular, as the next one to come."""
    if days.first is None and days.last is None and days.weekdays and len(days.weekdays) == 1:
        number = next(iter(days.weekdays))
        coming = today + timedelta(days=(number - today.weekday()) % 7)
        return Days(coming, coming)
    return days


def _month(match: re.Match[str], now: Calendar) -> DayItem | None:
    said = match.group("m")
    today = now.today
    if said in MONTHS:
        month = MONTHS.index(said) + 1
        year = today.year + (month < today.month)
    else:
        month, year = today.month, today.year
        if said.startswith("next"):
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = calendar.monthrange(year, month)[1]
    part = match.group("p") or ""
    first = 1
    if "end" in part or "late" in part:
        first = 21
    elif "early" in part or "beginning" in part or "start" in part:
        last = 10
    elif "mid" in part:
        first, last = 11, 20
    return _span(max(date(year, month, first), today), date(year, month, last))


def _in_days(match: re.Match[str], now: Calendar) -> DayItem:
    amount = int(match.group("n")) * (7 if match.group("u").startswith("week") else 1)
    return _one(now.today + timedelta(days=min(amount, 9999)))


def _within(match: re.Match[str], now: Calendar) -> DayItem:
    amount = int(match.group("n")) * (7 if match.group("u").startswith("week") else 1)
    return _span(now.today, now.today + timedelta(days=min(amount, 9999)))


def _that_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    days = sorted(set(now.offered))
    return _span(days[0], days[-1]) if days else None


def _past(match: re.Match[str], now: Calendar) -> DayItem:
    return _one(now.today - _ONE_DAY)


def _aside(match: re.Match[str], now: Calendar) -> DayItem:
    return DayItem(Days(last=now.today - _ONE_DAY), aside=True)


def _every(match: re.Match[str], now: Calendar) -> DayItem:
    return DayItem(Days(weekdays=frozenset(range(5))))


_WEEK_NAME = r"(?P<w>(?:the )?(?:this|next|the following|following|the|this coming|coming)?) ?week"

_RULES: list[tuple[re.Pattern[str], Maker]] = [
    (re.compile(pattern), maker)
    for pattern, maker in (
        (
            rf"(?:since|(?:started|began|happened|fell|hurt(?: it| myself)?)(?: on)?)"
            rf" (?:last |this |the )?(?:{_DAY}|yesterday|today|week(?:end)?|month|{_MONTH}|{_WRITTEN})\b",
            _aside,
        ),
        (r"(?:for|over|in) the (?:past|last) (?:\d+ )?(?:days?|weeks?|months?|years?)\b", _aside),
        (r"\d+ (?:days?|weeks?|months?|years?) ago\b", _aside),
        (r"(?:the )?day after tomorrow\b", _ahead(2)),
        (rf"(?P<n>\d+)? ?weeks? (?:from|after) (?P<d>today|tomorrow|now|{_DAY})\b", _week_from),
        (
            rf"(?P<a>after|past|later than) (?P<d>{_WRITTEN}|{_ORDINAL.replace('?P<n>', '?:')}|tomorrow|today"
            rf"|(?:next |this )?(?:{_DAY}|week(?:end)?|month))(?= |$)(?! at\b)",
            _from,
        ),
        (
            rf"(?P<a>from|starting|beginning|as of) (?:on )?(?P<d>{_WRITTEN}|{_ORDINAL.replace('?P<n>', '?:')}"
            rf"|tomorrow|today|(?:next |this )?(?:{_DAY}|week|month)) ?(?:on(?:wards?)?|and later|or later)?\b",
            _from,
        ),
        (
            rf"(?P<a>)(?P<d>{_WRITTEN}|{_ORDINAL.replace('?P<n>', '?:')}|tomorrow|(?:next |this )?(?:{_DAY}))"
            r" (?:or|and) (?:later|after|beyond|any ?time after)\b",
            _from,
        ),
        (
            rf"(?P<a>before|by|until|no later than|earlier than|prior to) (?P<d>{_WRITTEN}|{_ORDINAL.replace('?P<n>', '?:')}"
            rf"|tomorrow|(?:next |this )?(?:{_DAY}|weekend))\b",
            _until,
        ),
        (r"(?P<a>before|by) the end of (?P<d>(?:this|next) week)\b", _until),
        (rf"(?:on |for |the )*(?P<d>{_WRITTEN})", _date),
        (rf"(?:on |for )?{_ORDINAL}", _ordinal),
        (
            r"week after next\b|(?:the )?week after the next\b",
            lambda match, now: _span(
                _monday(now.today) + 2 * _WEEK, _monday(now.today) + 2 * _WEEK + timedelta(days=6)
            ),
        ),
        (
            rf"(?:at |by |towards? )?(?:the )?(?:end|late|later|latter part|second half)(?: of| in)?(?: the)? ?{_WEEK_NAME}\b",
            _week(3, 6),
        ),
        (
            rf"(?:at |in )?(?:the )?(?:beginning|start|early|first part|first half)(?: of| in)?(?: the)? ?{_WEEK_NAME}\b",
            _week(0, 2),
        ),
        (rf"(?:in )?(?:the )?(?:middle|mid)(?: of)?(?: the)?[ -]?{_WEEK_NAME}\b", _week(1, 3)),
        (
            r"(?:any ?time |any day |sometime )?(?:during )?(?P<w>this|next|the following|following|this coming|coming) week\b",
            _week(0, 6),
        ),
        (
            r"(?:(?:on|over|at) )?(?:the )?(?P<w>this|next|this coming|coming)? ?weekends?\b",
            _weekend,
        ),
        (r"(?:(?:on|any|a|during the) )*(?:weekdays?|week days?|work ?days?)\b", _every),
        (
            rf"(?:in )?(?:the )?(?P<p>end of|late|early|beginning of|start of|mid|middle of)? ?(?:the )?(?P<m>next month|this month)\b",
            _month,
        ),
        (rf"(?:in|during|sometime in|for) (?P<p>late|early|mid)?[ -]?(?P<m>{_MONTH})\b", _month),
        (
            rf"(?P<p>(?:the )?end of|late|early|(?:the )?beginning of|(?:the )?start of|mid|(?:the )?middle of)[ -]?(?P<m>{_MONTH})\b",
            _month,
        ),
        (r"in (?:about )?(?P<n>\d{1,4}) (?P<u>days?|weeks?)(?: time)?\b", _in_days),
        (r"(?P<n>\d{1,4}) (?P<u>days?|weeks?) (?:from now|out|away)\b", _in_days),
        (
            r"(?:within|in|over|any ?time in)? ?(?:the )?next (?P<n>\d{1,4}) (?P<u>days?|weeks?)\b",
            _within,
        ),
        (r"within (?P<n>\d{1,4}) (?P<u>days?|weeks?)\b", _within),
        (
            rf"(?:on |for |by )?(?P<w>next|last|this coming|this upcoming|this|coming|upcoming|any|every|a|some)?"
            rf" ?(?P<d>{_DAY})(?P<s>s?)(?P<week> (?:after next|week|next week(?= at| after| before|$)))?\b",
            _weekday,
        ),
        (r"(?:for |by )?today\b|(?:right )?now\b(?! i\b)", _ahead(0)),
        (r"later today\b", _ahead(0)),
        (r"(?:this|tonight)(?= morning\b| afternoon\b| evening\b)|(?=tonight\b)", _ahead(0)),
        (r"(?:for |by )?tomorrow\b", _ahead(1)),
        (r"yesterday\b|last (?:week|month|night)\b", _past),
        (r"(?:on )?(?:that|the same|same) day\b", _that_day),
    )
]
