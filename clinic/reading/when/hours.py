"""Reads hours: "after 4", "3:30", "between 2 and 4", "first thing", "after work"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time

from clinic.reading.when.clock_words import (
    ANY_TIME,
    BARE_NUMBER,
    CLEAR_TIME,
    NOT_A_TIME,
    read_clock,
    says_half,
)
from clinic.reading.when.items import HourItem
from clinic.reading.when.vocabulary import WEEKDAYS
from clinic.reading.when.wish import Hours

MORNING = Hours(last=time(11, 59))
AFTERNOON = Hours(time(12), time(16, 59))
EVENING = Hours(time(17))
LUNCH = Hours(time(11, 30), time(13, 30))
AROUND_MINUTES = 60

Maker = Callable[[re.Match[str], bool], HourItem | None]


def read_hours(text: str, evening: bool) -> tuple[HourItem, int] | None:
    """The hours `text` begins with, and how many letters of it say them.

    Args:
        text: normalised words, from some word to the end.
        evening: the sentence speaks of an afternoon or evening; a bare "7" is meant so then.
    """
    return _first(_RULES, text, evening)


def read_bare_hours(text: str, evening: bool) -> tuple[HourItem, int] | None:
    """Bare numbers as times, where their place makes them times: "tuesday 3", "10 or 11"."""
    return _first(_BARE_RULES, text, evening)


def _first(
    rules: list[tuple[re.Pattern[str], Maker]], text: str, evening: bool
) -> tuple[HourItem, int] | None:
    for pattern, make in rules:
        match = pattern.match(text)
        item = make(match, evening) if match else None
        if match and item is not None:
            return item, match.end()
    return None


# --- what a phrase means


def _fixed(hours: Hours, first_thing: bool = False) -> Maker:
    return lambda match, evening: HourItem(hours, first_thing)


def _from(match: re.Match[str], evening: bool) -> HourItem | None:
    at = read_clock(match["t"], evening)
    return None if at is None else HourItem(Hours(first=at))


def _aside(match: re.Match[str], evening: bool) -> HourItem | None:
    return HourItem(Hours(), aside=True)


def _until(match: re.Match[str], evening: bool) -> HourItem | None:
    at = read_clock(match["t"], evening)
    return None if at is None or at == time(0) else HourItem(Hours(last=_shift(at, -1)))


def _around(match: re.Match[str], evening: bool) -> HourItem | None:
    at = read_clock(match["t"], evening)
    if at is None:
        return None
    first, last = _shift(at, -AROUND_MINUTES), _shift(at, AROUND_MINUTES)
    return HourItem(Hours(first, last, around=True))


def _exactly(match: re.Match[str], evening: bool) -> HourItem | None:
    at = read_clock(match["t"], evening)
    return None if at is None else HourItem(Hours(at, at, exact=True))


def _between(match: re.Match[str], evening: bool) -> HourItem | None:
    """ "2 to 4", "10-2pm", "9 to 3": the first is in the half of the day that comes before the
    second."""
    end = read_clock(match["u"], evening)
    start = read_clock(match["t"], evening)
    if start is None or end is None:
        return None
    if not (says_half(match["t"]) or says_half(match["u"])) and end.hour < 12 <= start.hour:
        end = time(end.hour + 12, end.minute)  # "5 to 7": both are guessed to be in the afternoon
    if not says_half(match["t"]):
        morning = time(start.hour % 12, start.minute)
        afternoon = time(start.hour % 12 + 12, start.minute)
        before = [at for at in (morning, afternoon) if at < end]
        if says_half(match["u"]) and before:
            start = before[-1]
        elif start >= end and before:
            start = before[0]
    if start >= end and not says_half(match["u"]) and end.hour < 12:
        end = time(end.hour + 12, end.minute)
    return HourItem(Hours(start, _shift(end, -1))) if start < end else None


def _shift(at: time, minutes: int) -> time:
    total = min(max(at.hour * 60 + at.minute + minutes, 0), 24 * 60 - 1)
    return time(total // 60, total % 60)


# --- the phrases

_SOME_TIME = r"(?:any ?time |sometime )?"
_ABOUT = r"(?:about |around |like )?"
_TO = r"\s*(?:to|until|thru|through|-)\s*"
_AFTER = r"(?:not (?:before|earlier than)|no (?:earlier|sooner) than|later than|after|past|from)"
_BEFORE = r"(?:not (?:after|later than)|no later than|earlier than|before|by|until|up to)"
_AROUND = r"(?:at )?(?:around|about|close to|near|roughly|approximately|like|~)"
_AND_LATER = (
    r"(?:\+|(?:or|and) (?:any ?time |some ?time |a bit |a little )?"
    r"(?:later|after|beyond|up|onwards?)|onwards?|at the earliest)"
)
_AND_EARLIER = r"(?:(?:or|and) (?:earlier|before|sooner)|at the latest)"
_WHO = r"(?:i|we|he|she|they)"
_BUSY = (
    rf"(?:{_WHO}(?:'m|'ll|'s|'re| is| are| will)? )?(?:be )?"
    r"(?:working|works?|at work|busy|in (?:bed|class|school|meetings?)|sleep(?:s|ing)?|asleep"
    r"|get(?:s|ting)? (?:off|out|home)(?: of)?"
    r"|off|done|finish(?:ed|es)?|free)(?: work| at work| with work)?"
)
_ENDS = (
    rf"(?:{_WHO} (?:finish(?:es)?|gets? (?:off|out|home)|drops?(?: off)?(?: \w+){{1,3}})"
    r"|(?:my|his|her|our|the) (?:\w+ )?(?:shift|class|school|work|job|meeting|dialysis|therapy|nap)"
    r" (?:ends?|finish(?:es)?|is over|is done|gets out|lets out))"
)
# What else somebody does at an hour: "he naps at 10", "I have to pick up the kids at 4".
_DOES = (
    rf"(?:{_WHO}|my \w+) (?:(?:have|has|had|need|needs|got) to |gotta |must |usually |always )*"
    r"(?:picks?|naps?|eats?|sleeps?|wakes?|feeds?|leaves?|starts?|takes? (?:my|his|her|our))\b"
    rf"(?: (?!{'|'.join(WEEKDAYS)}|today|tomorrow)[\w']+){{0,6}}?"
)
_HAS = (
    rf"{_WHO}(?:'s|'m|'re| is| am| are)? ?(?:has|have|got|have got|in|at)? ?"
    r"(?:school|class(?:es)?|work|practice|training|camp|daycare|rehearsal)"
)
_TOLD = rf"{_ABOUT}(?P<t>{ANY_TIME}){NOT_A_TIME}"
_PART = r"(?:in |during )?(?:the |any )?"


def _rules(*rules: tuple[str, Maker]) -> list[tuple[re.Pattern[str], Maker]]:
    return [(re.compile(pattern), maker) for pattern, maker in rules]


_RULES = _rules(
    (r"first thing(?: in the)?(?: morning)?\b", _fixed(Hours(last=time(9, 59)), True)),
    (r"(?:(?:very|really) )?early (?:in the )?mornings?\b", _fixed(Hours(last=time(9, 59)))),
    (r"later? (?:in the )?mornings?\b", _fixed(Hours(time(10), time(11, 59)))),
    (r"mid[ -]?mornings?\b", _fixed(Hours(time(9, 30), time(11)))),
    (r"early (?:in the )?afternoons?\b", _fixed(Hours(time(12), time(14, 29)))),
    (r"mid[ -]?afternoons?\b", _fixed(Hours(time(13, 30), time(15, 30)))),
    (r"later? (?:in the )?afternoons?\b", _fixed(Hours(time(15), time(18)))),
    (r"late(?:r)? in the (?:day|evening)\b", _fixed(Hours(time(15)))),
    (r"(?:the )?end of (?:the |my )?(?:work ?)?day\b", _fixed(Hours(time(15, 30)))),
    (rf"after (?:my )?(?:work|shift) ?[,.;(]? (?:{_ENDS}|{_BUSY} at) {_TOLD}", _from),
    (
        r"(?:after|outside(?: of)?) (?:my )?(?:work(?:ing)?|office|shift)(?: hours)?\b",
        _fixed(EVENING),
    ),
    (r"once i'm (?:off|done with) work\b", _fixed(EVENING)),
    (r"after (?:school|my kids)(?: pick ?up)?\b", _fixed(Hours(time(15)))),
    (r"before (?:work|school|my shift)\b", _fixed(Hours(last=time(8, 59)))),
    (r"(?:before|until) (?:lunch|noon)\b", _fixed(MORNING)),
    (r"after lunch\b", _fixed(Hours(time(13)))),
    (rf"{_DOES} (?:at|around|by) {_TOLD}", _aside),
    (rf"{_ENDS} at {_TOLD}", _from),
    (rf"{_HAS} (?:until|to|till) {_TOLD}", _from),
    (rf"{_BUSY} (?:at|until|around|after) {_TOLD}", _from),
    (rf"{_ENDS} (?P<t>{CLEAR_TIME})", _from),
    (rf"between (?P<t>{ANY_TIME}) (?:and|to|-|&) (?P<u>{ANY_TIME}){NOT_A_TIME}", _between),
    (rf"(?:from )?(?P<t>{ANY_TIME}){_TO}(?P<u>{CLEAR_TIME})", _between),
    (rf"from (?P<t>{ANY_TIME}){_TO}(?P<u>{ANY_TIME}){NOT_A_TIME}", _between),
    (rf"(?P<t>{CLEAR_TIME}){_TO}(?P<u>{BARE_NUMBER}){NOT_A_TIME}", _between),
    (rf"(?P<t>{BARE_NUMBER}) ?- ?(?P<u>{BARE_NUMBER}){NOT_A_TIME}", _between),
    (
        rf"(?:at |from )?{_TOLD} ?{_AND_LATER}(?= |$)",
        _from,
    ),
    (rf"(?:at )?(?P<t>{ANY_TIME}){NOT_A_TIME} {_AND_EARLIER}\b", _until),
    (rf"{_SOME_TIME}{_AFTER} {_TOLD}", _from),
    (rf"{_SOME_TIME}{_BEFORE} {_TOLD}", _until),
    (rf"{_AROUND} ?(?P<t>{ANY_TIME}){NOT_A_TIME}", _around),
    (rf"(?:at )?(?P<t>{ANY_TIME}) ?-?ish\b", _around),
    (
        r"(?:at |around |over |during )?(?:my |the )?lunch(?: ?break| ?hour| ?time)?\b",
        _fixed(LUNCH),
    ),
    (rf"(?:at |@ ?)?(?P<t>{CLEAR_TIME}){NOT_A_TIME}", _exactly),
    (rf"(?:at |@ ?)(?P<t>{BARE_NUMBER}){NOT_A_TIME}", _exactly),
    (rf"{_PART}mornings?\b|in the am\b", _fixed(MORNING)),
    (rf"{_PART}afternoons?\b|in the pm\b", _fixed(AFTERNOON)),
    (rf"{_PART}evenings?\b|at night\b", _fixed(EVENING)),
    (r"(?:earlier|early)(?: in the day)?(?! than| or| next| in)\b", _fixed(MORNING)),
)

_BARE_RULES = _rules(
    (rf"(?P<t>{BARE_NUMBER}){_TO}(?P<u>{BARE_NUMBER}){NOT_A_TIME}", _between),
    (rf"(?P<t>{BARE_NUMBER}){NOT_A_TIME}", _exactly),
    (r"am\b", _fixed(MORNING)),
    (r"pm\b", _fixed(AFTERNOON)),
)
