"""Reads days: "tomorrow", "next tues", "the 14th", "Dec 3", "next week", "in two weeks".

"Next Tuesday" is the Tuesday of next week, "Tuesday" the next one to come, "Tuesdays" any.
"""

from __future__ import annotations

import re

from clinic.reading.when import day_makers
from clinic.reading.when.calendar_words import (
    NTHS,
    WEEK,
    WRITTEN_DATE,
    coming_weekday,
    monday_of,
    weekday_number,
)
from clinic.reading.when.clock_words import ANY_TIME
from clinic.reading.when.day_makers import ONE_DAY, Maker
from clinic.reading.when.items import Calendar, DayItem
from clinic.reading.when.vocabulary import MONTHS, WEEKDAYS
from clinic.reading.when.wish import Days

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)


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


# --- phrases that hold another one


def _from_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "after the 14th", "from Monday on", "Friday or later"."""
    days = _named(match["d"], now)
    if days is None or days.first is None or days.last is None:
        return None
    beyond = (match["a"] or "").startswith(("after", "past", "later"))
    return DayItem(Days(first=days.last + ONE_DAY if beyond else days.first))


def _until_day(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "before Friday", "by the 14th"."""
    days = _named(match["d"], now)
    if days is None or days.first is None or days.last is None:
        return None
    before = match["a"].startswith(("before", "earlier", "prior"))
    return day_makers.span(now.today, days.first - ONE_DAY if before else days.last)


def _named(said: str, now: Calendar) -> Days | None:
    inner = read_days(said, now)
    if inner is None or inner[1] < len(said):
        return None
    days = inner[0].days
    if inner[0].soonest and days.weekdays:
        day = coming_weekday(min(days.weekdays), now.today)
        return Days(day, day)
    return days


def _weekday_beside(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "the monday before december 25", "the friday after the 14th"."""
    days = _named(match["e"], now)
    if days is None or days.first is None or days.last is None:
        return None
    number = weekday_number(match["d"])
    if match["a"] == "before":
        day = days.first - ONE_DAY * ((days.first.weekday() - number - 1) % 7 + 1)
    else:
        day = days.last + ONE_DAY * ((number - days.last.weekday() - 1) % 7 + 1)
    return day_makers.span(day, day)


def _week_beside(match: re.Match[str], now: Calendar) -> DayItem | None:
    """ "the week of december 14", "the week before december 25"."""
    days = _named(match["d"], now)
    if days is None or days.first is None or days.last is None:
        return None
    if match["a"] == "before":
        return day_makers.span(days.first - WEEK, days.first - ONE_DAY)
    if match["a"] == "after":
        monday = monday_of(days.last) + WEEK
        return day_makers.span(monday, monday + WEEK - ONE_DAY)
    monday = monday_of(days.first)
    return day_makers.span(max(monday, now.today), monday + WEEK - ONE_DAY)


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
            day_makers.told,
        ),
        (
            r"(?:for|over|in) the (?:past|last) (?:\d+ )?(?:days?|weeks?|months?|years?)\b",
            day_makers.told,
        ),
        (r"\d+ (?:days?|weeks?|months?|years?) ago\b", day_makers.told),
        # ranges
        (
            rf"(?:between )?(?P<d>{_DAY})(?:{_TO}| and (?=between))(?P<e>{_DAY})\b",
            day_makers.weekday_span,
        ),
        (rf"between (?P<d>{_DAY}) and (?P<e>{_DAY})\b", day_makers.weekday_span),
        (
            rf"(?:between |from )?(?P<d>{WRITTEN_DATE})(?:{_TO}| and )(?P<e>{WRITTEN_DATE})",
            day_makers.written_span,
        ),
        (
            rf"(?:between |from )?(?P<m>{_MONTH}) (?P<n>\d{{1,2}}){_TO}(?P<o>\d{{1,2}})\b"
            rf"(?!:| ?[ap]m)",
            day_makers.date_span,
        ),
        (
            rf"(?:between |from )?(?:the )?(?P<n>\d{{1,2}}){_TH}(?:{_TO}| and )"
            rf"(?:the )?(?P<m>\d{{1,2}}){_TH}",
            day_makers.ordinal_span,
        ),
        (
            rf"(?P<n>\d{{1,2}})? ?weeks? (?:from|after) (?P<d>today|tomorrow|now|{_DAY})\b",
            day_makers.weeks_from,
        ),
        (rf"(?P<a>after|past|later than) (?P<d>{_ONE_OR_WEEK}|the weekend)\b(?! at\b)", _from_day),
        (
            rf"(?P<a>from|starting|beginning|as of) (?:on )?(?P<d>{_ONE_OR_WEEK})"
            r"(?: onwards?| on| and later| or later| forward)?\b",
            _from_day,
        ),
        (
            rf"(?P<a>)(?P<d>{_ONE}) (?:or|and) (?:any ?time )?(?:later|after|beyond)\b"
            rf"(?! {ANY_TIME})",
            _from_day,
        ),
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
            day_makers.nth_in_month,
        ),
        (rf"(?:on )?(?:the )?(?P<d>{_DAY})s? (?P<a>before|after) (?P<e>{_ONE})", _weekday_beside),
        (
            rf"(?:on )?(?:the )?(?P<d>{_DAY}) after(?: that| this)?(?= *(?:$|[,.;!?]"
            rf"|please))",
            day_makers.weekday_after_those,
        ),
        (
            rf"(?:any ?time |any day |sometime )?(?:in |during )?(?:the )?week (?P<a>of|before"
            rf"|after|commencing|beginning|starting) (?:on )?(?P<d>{_ONE})",
            _week_beside,
        ),
        (r"the week after this\b", day_makers.week_after_this),
        (
            r"(?:the )?week (?:following|after)(?: that| this)?(?= *(?:$|[,.;!?]|please))",
            day_makers.week_after_those,
        ),
        (rf"{_ON}{_NAMED}(?:the )?(?P<d>{WRITTEN_DATE})", day_makers.one_date),
        (
            rf"{_ON}{_NAMED}(?:the )?(?P<n>\d{{1,2}}){_TH}(?! (?:one|option|choice|time|slot))",
            day_makers.ordinal,
        ),
        (
            r"(?:on )?the (?P<n>\d{1,2})(?= *$| [,.?!]| at | after | before | in the )",
            day_makers.ordinal,
        ),
        # weeks, weekends, months
        (r"(?:the )?week after (?:the )?next\b", day_makers.week_after_next),
        (rf"(?:at |by |towards? )?{_LATE}{_OF_WEEK}", day_makers.week(3, 6)),
        (rf"(?:at |in )?{_EARLY}{_OF_WEEK}", day_makers.week(0, 2)),
        (rf"(?:in )?{_MIDDLE}{_OF_WEEK}", day_makers.week(1, 3)),
        (
            rf"(?:any ?time |any day |sometime )?(?:during )?(?P<w>{_NEXT}) week\b",
            day_makers.week(0, 6),
        ),
        (
            r"(?:(?:on|over|at) )?(?:the )?(?P<w>this coming|this|next|coming)? ?weekends?\b",
            day_makers.weekend,
        ),
        (
            r"(?:(?:on|any|a|during the) )*(?:weekdays?|week days?|work ?days?)\b",
            lambda match, now: DayItem(Days(weekdays=frozenset(range(5)))),
        ),
        (rf"(?:in )?(?P<p>{_MONTH_PART})? ?(?P<m>(?:next|this) month)\b", day_makers.month),
        (
            rf"(?:in|during|sometime in|for) (?P<p>{_MONTH_PART})?[ -]?(?P<m>{_MONTH})\b",
            day_makers.month,
        ),
        (rf"(?P<p>{_MONTH_PART})[ -](?P<m>{_MONTH})\b", day_makers.month),
        # amounts
        (rf"in (?:about )?{_AMOUNT}(?: time)?\b", day_makers.in_days),
        (rf"{_AMOUNT} (?:from (?:now|today)|out|away)\b", day_makers.in_days),
        (r"(?:in )?(?:about )?(?P<n>\d{1,3}) hours? (?:from now|out|away)\b", day_makers.in_hours),
        (r"in (?:about )?(?P<n>\d{2,3}) hours?\b", day_makers.in_hours),
        (rf"(?:within |in |over |any ?time in )?(?:the )?next {_AMOUNT}\b", day_makers.within),
        (rf"within {_AMOUNT}\b", day_makers.within),
        # days by their names
        (
            rf"{_ON}(?P<w>next|last|this (?:up)?coming|this|(?:up)?coming|any|every|a|some)?"
            rf" ?(?P<d>{_DAY})(?P<s>s?)\b(?P<after> (?:after next|week\b))?",
            day_makers.weekday,
        ),
        (r"(?:the )?day after tomorrow\b", day_makers.ahead(2)),
        (rf"{_ON}(?:later )?today\b|right now\b", day_makers.ahead(0)),
        (rf"{_ON}tomorrow\b", day_makers.ahead(1)),
        (r"yesterday\b|last (?:week|month|night)\b", day_makers.over),
        (r"(?:on )?(?:that|the same|same) day\b", day_makers.that_day),
    )
]
