"""Reads hours: "after 4", "3:30", "between 2 and 4", "first thing", "after work"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import time

from clinic.screenings.when.items import HourItem
from clinic.screenings.when.wish import Hours

MORNING = Hours(last=time(11, 59))
AFTERNOON = Hours(time(12), time(16, 59))
EVENING = Hours(time(17))
LUNCH = Hours(time(11, 30), time(13, 30))
AROUND_MINUTES = 60

# A time of day: 3, 3pm, 3:30, 1530, 15:30, 3 o'clock, noon, half past 3, quarter to 4.
_T = (
    r"(?:noon|midnight|half past \d{1,2}|quarter (?:past|after|to) \d{1,2}"
    r"|(?:[01]?\d|2[0-4])(?::[0-5]\d)?(?: ?o'clock)?(?: ?(?:am|pm|a|p)\b)?"
    r"|(?:0?[1-9]|1[0-2])[0-5]\d ?(?:am|pm)|(?:0[6-9]|1\d|2[0-3])[0-5]0 hours)"
)
_NOT_A_TIME = r"(?!\s*(?:st|nd|rd|th)\b|[\d/:%]|-\d{2,}|\s*(?:days?|weeks?|months?|years?|hours?"
_NOT_A_TIME += r"|mins?|minutes?|people|times?\b|of (?:the|us|them)|out of|percent))"
_CLEAR = (  # a time that can't be anything else
    r"(?:noon|half past \d{1,2}|quarter (?:past|after|to) \d{1,2}"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?: ?(?:am|pm|a|p)\b)?"
    r"|(?:0?\d|1[0-2])(?: ?o'clock)(?: ?(?:am|pm))?|(?:0?\d|1[0-2]) ?(?:am|pm|p)\b"
    r"|(?:0?[1-9]|1[0-2])[0-5]\d ?(?:am|pm))"
)
_PLAIN = r"(?:[01]?\d|2[0-3])"

_AFTER = r"(?:any ?time )?(?:not (?:before|earlier than)|no (?:earlier|sooner) than|later than|after|past|from)"
_BEFORE = (
    r"(?:any ?time )?(?:not (?:after|later than)|no later than|earlier than|before|by|until|up to)"
)
_AROUND = r"(?:at )?(?:around|about|close to|near|roughly|approximately|like|~)"


def read_hours(text: str, evening: bool, morning: bool) -> tuple[HourItem, int] | None:
    """The hours `text` begins with, and how many letters of it say them.

    Args:
        text: normalised words, from some word to the end.
        evening, morning: the sentence speaks of an afternoon or evening, of a morning: that is
            what a bare "7" is meant in then.
    """
    for pattern, make in _RULES:
        match = pattern.match(text)
        if match:
            hours = make(match, evening, morning)
            if hours is not None:
                return hours, match.end()
    return None


def _clock(said: str, evening: bool = False, morning: bool = False) -> time | None:
    """A time of day from its words; the half of the day is guessed when it is not said.

    Nobody wants a screening at night: 1 to 6 are in the afternoon, 7 to 11 in the morning.
    """
    said = said.strip().replace(" hours", "")
    if said == "noon":
        return time(12)
    if said == "midnight":
        return time(0)
    half = None
    end = re.search(r"(?<=[\d\s])(am|pm|a|p)$", said)
    if end:
        half, said = end.group(1)[0], said[: end.start()].strip()
    said = said.replace("o'clock", "").strip()
    offset = 0
    spoken = re.fullmatch(r"(half|quarter) (past|after|to) (\d+)", said)
    if spoken:
        part = 30 if spoken.group(1) == "half" else 15
        offset = -part if spoken.group(2) == "to" else part
        said = spoken.group(3)
    if ":" in said:
        hour, minute = map(int, said.split(":"))
    elif len(said) >= 3:
        hour, minute = int(said[:-2]), int(said[-2:])
    else:
        hour, minute = int(said), 0
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    elif half is None and hour < 12:
        if 1 <= hour <= 6 and not morning:
            hour += 12
        elif evening and hour >= 1:
            hour += 12 if hour < 11 else 0
    total = hour * 60 + minute + offset
    return time(total // 60, total % 60) if 0 <= total < 24 * 60 else None


def _minus(at: time, minutes: int) -> time:
    total = max(at.hour * 60 + at.minute - minutes, 0)
    return time(total // 60, total % 60)


def _plus(at: time, minutes: int) -> time:
    total = min(at.hour * 60 + at.minute + minutes, 24 * 60 - 1)
    return time(total // 60, total % 60)


Maker = Callable[[re.Match[str], bool, bool], HourItem | None]


def _fixed(hours: Hours, first_thing: bool = False) -> Maker:
    return lambda match, evening, morning: HourItem(hours, first_thing)


def _after(match: re.Match[str], evening: bool, morning: bool) -> HourItem | None:
    at = _clock(match.group("t"), evening, morning)
    return None if at is None else HourItem(Hours(first=at))


def _before(match: re.Match[str], evening: bool, morning: bool) -> HourItem | None:
    at = _clock(match.group("t"), evening, morning)
    return None if at is None or at == time(0) else HourItem(Hours(last=_minus(at, 1)))


def _around(match: re.Match[str], evening: bool, morning: bool) -> HourItem | None:
    at = _clock(match.group("t"), evening, morning)
    if at is None:
        return None
    return HourItem(Hours(_minus(at, AROUND_MINUTES), _plus(at, AROUND_MINUTES)))


def _between(match: re.Match[str], evening: bool, morning: bool) -> HourItem | None:
    first, last = match.group("t"), match.group("u")
    end = _clock(last, evening, morning)
    start = _clock(first, evening, morning)
    if end is None or start is None:
        return None
    if re.search(r"\dp|pm$", last.replace(" ", "")) and not re.search(r"[ap]m?$", first):
        later = _clock(f"{first.strip()}pm" if first.strip()[-1].isdigit() else first)
        start = later if later is not None and later < end else _clock(first, False, True)
    if start is None or start >= end:
        if end.hour >= 12 or start is None:
            return None
        end = time(end.hour + 12, end.minute)
        if start >= end:
            return None
    return HourItem(Hours(start, _minus(end, 1)))


def _exact(match: re.Match[str], evening: bool, morning: bool) -> HourItem | None:
    at = _clock(match.group("t"), evening, morning)
    return None if at is None else HourItem(Hours(at, at, exact=True))


_RULES: list[tuple[re.Pattern[str], Maker]] = [
    (re.compile(pattern), maker)
    for pattern, maker in (
        (r"first thing(?: in the)?(?: morning)?\b", _fixed(Hours(last=time(9, 59)), True)),
        (
            r"(?:very |really )?early (?:in the )?(?:morning|am)s?\b",
            _fixed(Hours(last=time(9, 59))),
        ),
        (r"late(?:r)? (?:in the )?(?:morning|am)s?\b", _fixed(Hours(time(10), time(11, 59)))),
        (r"mid[ -]?morning\b", _fixed(Hours(time(9, 30), time(11)))),
        (r"early (?:in the )?afternoons?\b", _fixed(Hours(time(12), time(14, 29)))),
        (r"mid[ -]?afternoon\b", _fixed(Hours(time(13, 30), time(15, 30)))),
        (r"late(?:r)? (?:in the )?afternoons?\b", _fixed(Hours(time(15), time(18)))),
        (r"late(?:r)? in the day\b|late in the evening\b", _fixed(Hours(time(15)))),
        (r"(?:the )?end of (?:the |my )?(?:work ?)?day\b", _fixed(Hours(time(15, 30)))),
        (
            r"(?:right )?(?:after|outside(?: of)?|once i(?:'m| am) (?:off|done with)) (?:my )?"
            r"(?:work(?:ing)?|office|the office|my shift)(?: hours)?\b",
            _fixed(EVENING),
        ),
        (r"after (?:school|my kids)(?: pick ?up)?\b", _fixed(Hours(time(15)))),
        (r"before (?:work|school|my shift)\b", _fixed(Hours(last=time(8, 59)))),
        (r"(?:before|until) (?:lunch|noon)\b", _fixed(MORNING)),
        (r"after lunch\b", _fixed(Hours(time(13)))),
        (rf"between (?P<t>{_T}) (?:and|to|-|&) (?P<u>{_T}){_NOT_A_TIME}", _between),
        (rf"(?:from )?(?P<t>{_T})\s*(?:to|until|till|thru|through|-)\s*(?P<u>{_CLEAR})", _between),
        (
            rf"from (?P<t>{_T})\s*(?:to|until|till|thru|through|-)\s*(?P<u>{_T}){_NOT_A_TIME}",
            _between,
        ),
        (
            rf"(?P<t>\d{{1,2}}(?: ?[ap]m)?) ?- ?(?P<u>\d{{1,2}}(?: ?[ap]m)?)\b{_NOT_A_TIME}",
            _between,
        ),
        (
            rf"(?:at |from )?(?P<t>{_T}){_NOT_A_TIME} ?(?:\+|(?:or|and) (?:later|after|beyond|on(?:wards?)?)"
            r"|onwards?|on\b|at the earliest)",
            _after,
        ),
        (
            rf"(?:at )?(?P<t>{_T}){_NOT_A_TIME} (?:(?:or|and) (?:earlier|before|sooner)|at the latest)",
            _before,
        ),
        (rf"{_AFTER} (?:about |around )?(?P<t>{_T}){_NOT_A_TIME}", _after),
        (rf"{_BEFORE} (?:about |around )?(?P<t>{_T}){_NOT_A_TIME}", _before),
        (rf"{_AROUND} ?(?P<t>{_T}){_NOT_A_TIME}", _around),
        (rf"(?:at )?(?P<t>{_T}) ?-?ish\b", _around),
        (
            r"(?:at |around |over |during )?(?:my |the )?lunch(?: ?break| ?hour| ?time)?\b",
            _fixed(LUNCH),
        ),
        (rf"(?:at |@ ?)?(?P<t>{_CLEAR}){_NOT_A_TIME}", _exact),
        (rf"(?:at |@ ?)(?P<t>{_PLAIN})\b{_NOT_A_TIME}", _exact),
        (r"(?:in |during )?(?:the |any )?(?:mornings?|am)\b", _fixed(MORNING)),
        (r"(?:in |during )?(?:the |any )?(?:afternoons?|pm)\b", _fixed(AFTERNOON)),
        (r"(?:in |during |at )?(?:the |any )?(?:evenings?|night|tonight)\b", _fixed(EVENING)),
        (
            r"(?:earlier|early)(?: in the day)?(?! than| or| next| in)\b",
            _fixed(Hours(last=time(11, 59))),
        ),
    )
]

# A bare number is a time only beside a day or another time: "tuesday 3", "10 or 11 tomorrow".
_BARE = re.compile(rf"(?P<t>{_PLAIN})\b{_NOT_A_TIME}")


def read_bare_hour(text: str, evening: bool, morning: bool) -> tuple[HourItem, int] | None:
    """A bare number as a time, where its place in the sentence makes it one."""
    match = _BARE.match(text)
    if match is None or not 1 <= int(match.group("t")) <= 19:
        return None
    item = _exact(match, evening, morning)
    return None if item is None else (item, match.end())
