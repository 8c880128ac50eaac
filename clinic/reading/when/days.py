"""Reads days: "tomorrow", "next tues", "the 14th", "Dec 3", "next week", "in two weeks".

"Next Tuesday" is the Tuesday of next week, "Tuesday" the next one to come, "Tuesdays" any.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from clinic.reading.when.calendar_words import (
    NTHS,
    SUNDAY,
    WEEK,
    WRITTEN_DATE,
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

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_ONE_DAY = timedelta(days=1)

Maker = Callable[[re.Match[str], Calendar], DayItem | None]


def read_days(text: str, now: Calendar) -> tuple[DayItem, int] | None:
    """The days `text` begins with, and how many letters of it say them.

    Args:
        text: normalised words, from some word to the end.
        now: what "today" and "that day" are.
    """
    for pattern, make in _RULES:
        match = pattern.match(text)
        item = make(match, now) if match else None
        if match and item is not None:
            return item, match.end()
    return None


# --- what a phrase means


def _span(first: date, last: date) -> DayItem:
    return DayItem(Days(first, last))


def _ahead(days: int) -> Maker:
    day = timedelta(days=days)
    return lambda match, now: _span(now.today + day, now.today + day)


def _in_days(match: re.Match[str], now: Calendar) -> DayItem:
    day = now.today + _amount(match)
    return _span(day, day)


def _within(match: re.Match[str], now: Calendar) -> DayItem:
    return _span(now.today, now.today + _amount(match))


def _amount(match: re.Match[str]) -> timedelta:
    unit = {"d": 1, "w": 7, "m": 30}[match["u"][0]]
    return timedelta(days=int(match["n"]) * unit)


def _week(first: int, last: int) -> Maker:
    """Days of the week that `w` names, this one or the next, counted from its Monday."""

    def make(match: re.Match[str], now: Calendar) -> DayItem:
        monday = monday_of(now.today)
        said = match["w"] or ""
        if "coming" in said or (said.endswith("this") and now.today.weekday() == SUNDAY):
            monday = this_monday(now.today)
        elif re.search("next|following", said):
            monday += WEEK
        begins = max(monday + timedelta(days=first), now.today)
        return _span(begins, max(begins, monday + timedelta(days=last)))

    return make


def _week_after_next(match: re.Match[str], now: Calendar) -> DayItem:
    monday = monday_of(now.today) + 2 * WEEK
    return _span(monday, monday + WEEK - _ONE_DAY)


def _weekend(match: re.Match[str], now: Calendar) -> DayItem:
    if not match["w"]:
        return DayItem(Days(weekdays=frozenset({5, 6})))
    saturday = monday_of(now.today) + timedelta(days=5)
    if match["w"] == "next":
        saturday += WEEK
    return _span(max(saturday, now.today), saturday + _ONE_DAY)


def _weekday(match: re.Match[str], now: Calendar) -> DayItem:
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
    elif which:
        day = coming
    else:
        return DayItem(Days(weekdays=frozenset({number})), soonest=True)
    return _span(day, day)


def _weekday_span(match: re.Match[str], now: Calendar) -> DayItem:
    """ "Monday to Wednesday", "Wed-Fri": any of them, the soonest."""
    first, last = weekday_number(match["d"]), weekday_number(match["e"])
    span = {(first + away) % 7 for away in range((last - first) % 7 + 1)}
    return DayItem(Days(weekdays=frozenset(span)))


def _weeks_from(match: re.Match[str], now: Calendar) -> DayItem:
    if match["d"] in WEEKDAYS:
        start = coming_weekday(weekday_number(match["d"]), now.today + _ONE_DAY)
    else:
        start = now.today + (_ONE_DAY if match["d"] == "tomorrow" else timedelta(0))
    day = start + WEEK * int(match["n"] or 1)
    return _span(day, day)


def _ordinal(match: re.Match[str], now: Calendar) -> DayItem | None:
    day = day_of_month(int(match["n"]), now.today)
    return None if day is None else _span(day, day)


def _ordinal_span(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "the 14th to the 18th", "between the 3rd and the 5th"."""
    first = day_of_month(int(match["n"]), now.today)
    last = None if first is None else day_of_month(int(match["m"]), first)
    return None if first is None or last is None else _span(first, last)


def _date(match: re.Match[str], now: Calendar) -> DayItem | None:
    day = written_date(match["d"], now.today)
    return None if day is None else _span(day, day)


def _written_span(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "November 30 to December 6"."""
    first, last = written_date(match["d"], now.today), written_date(match["e"], now.today)
    return _span(first, last) if first and last and first <= last else None


def _date_span(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "December 1 to 4"."""
    first = written_date(f"{match['m']} {match['n']}", now.today)
    last = written_date(f"{match['m']} {match['o']}", now.today)
    return _span(first, last) if first and last and first <= last else None


def _from_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "after the 14th", "from Monday on", "Friday or later"."""
    days = _named(match["d"], now)
    if days is None or days.first is None or days.last is None:
        return None
    beyond = (match["a"] or "").startswith(("after", "past", "later"))
    return DayItem(Days(first=days.last + _ONE_DAY if beyond else days.first))


def _until_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "before Friday", "by the 14th"."""
    days = _named(match["d"], now)
    if days is None or days.first is None or days.last is None:
        return None
    before = match["a"].startswith(("before", "earlier", "prior"))
    return _span(now.today, days.first - _ONE_DAY if before else days.last)


def _named(said: str, now: Calendar) -> Days | None:
    inner = read_days(said, now)
    if inner is None or inner[1] < len(said):
        return None
    days = inner[0].days
    if inner[0].soonest and days.weekdays:
        day = coming_weekday(min(days.weekdays), now.today)
        return Days(day, day)
    return days


def _month(match: re.Match[str], now: Calendar) -> DayItem:
    year, month = now.today.year, now.today.month
    if match["m"] in MONTHS:
        named = MONTHS.index(match["m"]) + 1
        year, month = year + (named < month), named
    elif match["m"].startswith("next"):
        year, month = next_month(year, month)
    first, last = month_span(year, month, match["p"] or "")
    return _span(max(first, now.today), max(last, now.today))


def _that_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    return _span(now.offered[0], now.offered[-1]) if now.offered else None


def _nth_weekday(match: re.Match[str], now: Calendar) -> DayItem | None:
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
    return None if day is None else _span(day, day)


def _weekday_beside(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "the monday before december 25", "the friday after the 14th"."""
    days = _named(match["e"], now)
    if days is None or days.first is None or days.last is None:
        return None
    number = weekday_number(match["d"])
    if match["a"] == "before":
        day = days.first - _ONE_DAY * ((days.first.weekday() - number - 1) % 7 + 1)
    else:
        day = days.last + _ONE_DAY * ((number - days.last.weekday() - 1) % 7 + 1)
    return _span(day, day)


def _weekday_after_those(match: re.Match[str], now: Calendar) -> DayItem:
    """ "the thursday after", said of the times on offer, or of this week's Thursday."""
    number = weekday_number(match["d"])
    if now.offered:
        last = now.offered[-1]
        day = last + _ONE_DAY * ((number - last.weekday() - 1) % 7 + 1)
    else:
        day = coming_weekday(number, now.today) + WEEK
    return _span(day, day)


def _week_beside(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "the week of december 14", "the week before december 25"."""
    days = _named(match["d"], now)
    if days is None or days.first is None or days.last is None:
        return None
    if match["a"] == "before":
        return _span(days.first - WEEK, days.first - _ONE_DAY)
    if match["a"] == "after":
        monday = monday_of(days.last) + WEEK
        return _span(monday, monday + WEEK - _ONE_DAY)
    monday = monday_of(days.first)
    return _span(max(monday, now.today), monday + WEEK - _ONE_DAY)


def _week_after_those(match: re.Match[str], now: Calendar) -> DayItem:
    """ "the week after", said of the times on offer, or of this week."""
    monday = (monday_of(now.offered[-1]) if now.offered else this_monday(now.today)) + WEEK
    return _span(monday, monday + WEEK - _ONE_DAY)


def _in_hours(match: re.Match[str], now: Calendar) -> DayItem:
    day = now.today + timedelta(days=int(match["n"]) // 24)
    return _span(day, day)


def _week_after_this(match: re.Match[str], now: Calendar) -> DayItem:
    monday = this_monday(now.today) + WEEK
    return _span(monday, monday + WEEK - _ONE_DAY)


def _over(match: re.Match[str], now: Calendar) -> DayItem:
    return _span(now.today - _ONE_DAY, now.today - _ONE_DAY)


def _told(match: re.Match[str], now: Calendar) -> DayItem:
    return DayItem(Days(last=now.today - _ONE_DAY), aside=True)


# --- the phrases

_TH = r"(?:st|nd|rd|th)\b"
_ORDINAL = rf"(?:the )?\d{{1,2}}{_TH}"
_NAMED = rf"(?:(?:{_DAY})s?(?: ,)? )?"  # "Tuesday, December 1" is a date
_ONE = (
    rf"(?:{_NAMED}{WRITTEN_DATE}|{_NAMED}{_ORDINAL}|tomorrow|today|(?:next |this )?(?:{_DAY})"
    r"|in \d{1,3} (?:days?|weeks?|months?))"
)
_ONE_OR_WEEK = rf"(?:{_ONE}|(?:next|this) (?:week(?:end)?|month))"
_ON = r"(?:(?:on|for|by) )?"
_NEXT = r"(?:the )?(?:this coming|this|next|the following|following|coming|same)"
_OF_WEEK = rf"(?: of| in)?(?: the)? ?(?P<w>{_NEXT})? ?week\b"
_EARLY = r"(?:the )?(?:beginning|start|early|early part|first part|first half)"
_LATE = r"(?:the )?(?:end|late|later|later part|latter part|second half)"
_MIDDLE = r"(?:the )?(?:middle|mid)"
_MONTH_PART = rf"(?:{_EARLY}|{_LATE}|{_MIDDLE})(?: of| in)?"
_NTH = "|".join(NTHS)
_TO = r" ?(?:to|until|thru|through|-) ?"
_TOLD = r"(?:since|(?:started|began|happened|fell|(?:hurt|injured)(?: it| myself)?)(?: on)?)"
_AMOUNT = r"(?P<n>\d{1,3}) (?P<u>days?|weeks?|months?)"

_RULES: list[tuple[re.Pattern[str], Maker]] = [
    (re.compile(pattern), maker)
    for pattern, maker in (
        # told, not asked for
        (
            rf"{_TOLD} (?:last |this |the )?"
            rf"(?:{_DAY}|yesterday|today|week(?:end)?|month|(?:{WRITTEN_DATE})|{_MONTH})\b",
            _told,
        ),
        (r"(?:for|over|in) the (?:past|last) (?:\d+ )?(?:days?|weeks?|months?|years?)\b", _told),
        (r"\d+ (?:days?|weeks?|months?|years?) ago\b", _told),
        # ranges
        (rf"(?:between )?(?P<d>{_DAY})(?:{_TO}| and (?=between))(?P<e>{_DAY})\b", _weekday_span),
        (rf"between (?P<d>{_DAY}) and (?P<e>{_DAY})\b", _weekday_span),
        (
            rf"(?:between |from )?(?P<d>{WRITTEN_DATE})(?:{_TO}| and )(?P<e>{WRITTEN_DATE})",
            _written_span,
        ),
        (
            rf"(?:between |from )?(?P<m>{_MONTH}) (?P<n>\d{{1,2}}){_TO}(?P<o>\d{{1,2}})\b"
            rf"(?!:| ?[ap]m)",
            _date_span,
        ),
        (
            rf"(?:between |from )?(?:the )?(?P<n>\d{{1,2}}){_TH}(?:{_TO}| and )"
            rf"(?:the )?(?P<m>\d{{1,2}}){_TH}",
            _ordinal_span,
        ),
        (
            rf"(?P<n>\d{{1,2}})? ?weeks? (?:from|after) (?P<d>today|tomorrow|now|{_DAY})\b",
            _weeks_from,
        ),
        (rf"(?P<a>after|past|later than) (?P<d>{_ONE_OR_WEEK}|the weekend)\b(?! at\b)", _from_day),
        (
            rf"(?P<a>from|starting|beginning|as of) (?:on )?(?P<d>{_ONE_OR_WEEK})"
            r"(?: onwards?| on| and later| or later| forward)?\b",
            _from_day,
        ),
        (rf"(?P<a>)(?P<d>{_ONE}) (?:or|and) (?:any ?time )?(?:later|after|beyond)\b", _from_day),
        (
            rf"(?P<a>before|by|until|no later than|earlier than|prior to) (?P<d>{_ONE_OR_WEEK})\b",
            _until_day,
        ),
        (
            rf"(?P<a>)(?P<d>{_ONE}) (?:or|and) (?:any ?time )?(?:earlier|before|sooner)\b",
            _until_day,
        ),
        (r"(?P<a>before|by) the end of (?P<d>(?:this|next) week)\b", _until_day),
        # dates
        (
            rf"(?:on )?(?:the )?(?P<n>{_NTH}) (?P<d>{_DAY}) (?:in|of)(?: the)? (?P<m>{_MONTH}"
            rf"|(?:this |next )?month)\b",
            _nth_weekday,
        ),
        (rf"(?:on )?(?:the )?(?P<d>{_DAY})s? (?P<a>before|after) (?P<e>{_ONE})", _weekday_beside),
        (
            rf"(?:on )?(?:the )?(?P<d>{_DAY}) after(?: that| this)?(?= *(?:$|[,.;!?]"
            rf"|please))",
            _weekday_after_those,
        ),
        (
            rf"(?:any ?time |any day |sometime )?(?:in |during )?(?:the )?week (?P<a>of|before"
            rf"|after|commencing|beginning|starting) (?:on )?(?P<d>{_ONE})",
            _week_beside,
        ),
        (r"the week after this\b", _week_after_this),
        (
            r"(?:the )?week (?:following|after)(?: that| this)?(?= *(?:$|[,.;!?]|please))",
            _week_after_those,
        ),
        (rf"{_ON}{_NAMED}(?:the )?(?P<d>{WRITTEN_DATE})", _date),
        (
            rf"{_ON}{_NAMED}(?:the )?(?P<n>\d{{1,2}}){_TH}(?! (?:one|option|choice|time|slot))",
            _ordinal,
        ),
        (r"(?:on )?the (?P<n>\d{1,2})(?= *$| [,.?!]| at | after | before | in the )", _ordinal),
        # weeks, weekends, months
        (r"(?:the )?week after (?:the )?next\b", _week_after_next),
        (rf"(?:at |by |towards? )?{_LATE}{_OF_WEEK}", _week(3, 6)),
        (rf"(?:at |in )?{_EARLY}{_OF_WEEK}", _week(0, 2)),
        (rf"(?:in )?{_MIDDLE}{_OF_WEEK}", _week(1, 3)),
        (rf"(?:any ?time |any day |sometime )?(?:during )?(?P<w>{_NEXT}) week\b", _week(0, 6)),
        (
            r"(?:(?:on|over|at) )?(?:the )?(?P<w>this coming|this|next|coming)? ?weekends?\b",
            _weekend,
        ),
        (
            r"(?:(?:on|any|a|during the) )*(?:weekdays?|week days?|work ?days?)\b",
            lambda match, now: DayItem(Days(weekdays=frozenset(range(5)))),
        ),
        (rf"(?:in )?(?P<p>{_MONTH_PART})? ?(?P<m>(?:next|this) month)\b", _month),
        (rf"(?:in|during|sometime in|for) (?P<p>{_MONTH_PART})?[ -]?(?P<m>{_MONTH})\b", _month),
        (rf"(?P<p>{_MONTH_PART})[ -](?P<m>{_MONTH})\b", _month),
        # amounts
        (rf"in (?:about )?{_AMOUNT}(?: time)?\b", _in_days),
        (rf"{_AMOUNT} (?:from (?:now|today)|out|away)\b", _in_days),
        (r"(?:in )?(?:about )?(?P<n>\d{1,3}) hours? (?:from now|out|away)\b", _in_hours),
        (r"in (?:about )?(?P<n>\d{2,3}) hours?\b", _in_hours),
        (rf"(?:within |in |over |any ?time in )?(?:the )?next {_AMOUNT}\b", _within),
        (rf"within {_AMOUNT}\b", _within),
        # days by their names
        (
            rf"{_ON}(?P<w>next|last|this (?:up)?coming|this|(?:up)?coming|any|every|a|some)?"
            rf" ?(?P<d>{_DAY})(?P<s>s?)\b(?P<after> (?:after next|week\b))?",
            _weekday,
        ),
        (r"(?:the )?day after tomorrow\b", _ahead(2)),
        (rf"{_ON}(?:later )?today\b|right now\b", _ahead(0)),
        (rf"{_ON}tomorrow\b", _ahead(1)),
        (r"yesterday\b|last (?:week|month|night)\b", _over),
        (r"(?:on )?(?:that|the same|same) day\b", _that_day),
    )
]
