"""Finds another time zone that a patient's times are told in."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

_EASTERN, _CENTRAL = "America/New_York", "America/Chicago"
_MOUNTAIN, _PACIFIC = "America/Denver", "America/Los_Angeles"
_NAMED = (
    (r"eastern|e[sd]t|et", _EASTERN),
    (r"central|c[sd]t|ct", _CENTRAL),
    (r"mountain|m[sd]t|mt", _MOUNTAIN),
    (r"pacific|p[sd]t|pt", _PACIFIC),
    (r"arizona", "America/Phoenix"),
    (r"alaska(?:n)?|ak[sd]t", "America/Anchorage"),
    (r"hawaii(?:an)?|hst", "Pacific/Honolulu"),
    (r"gmt|utc", "UTC"),
)
# States that are wholly, or nearly so, in one zone, and some large cities.
_PLACES = (
    (
        r"new york|nyc|new jersey|boston|massachusetts|connecticut|pennsylvania|philadelphia|ohio"
        r"|georgia|atlanta|virginia|maryland|delaware|north carolina|south carolina|vermont|maine"
        r"|new hampshire|rhode island|west virginia|miami|orlando|detroit|michigan|washington dc",
        _EASTERN,
    ),
    (
        r"wisconsin|milwaukee|chicago|illinois|minnesota|iowa|missouri|arkansas|louisiana|alabama"
        r"|mississippi|oklahoma|dallas|houston|austin|texas",
        _CENTRAL,
    ),
    (r"colorado|denver|utah|new mexico|wyoming|montana", _MOUNTAIN),
    (
        r"california|los angeles|san francisco|san diego|washington state|seattle|nevada"
        r"|las vegas|oregon|portland",
        _PACIFIC,
    ),
)
_CLOCK = r"(?:\d|[ap]m|noon|midnight|morning|afternoon|evening|o'clock)"
_TOLD = [
    (re.compile(rf"(?<={end}) ?,? ?\b(?:{words})(?: (?:standard |daylight )?time)?\b"), zone)
    for words, zone in _NAMED
    for end in (r"\d", "[ap]m", "noon", "ning", "noon")
] + [
    (re.compile(rf"\b(?:{words}) (?:standard |daylight )?(?:time|zone)\b"), zone)
    for words, zone in _NAMED
]
_MY_TIME = re.compile(r"\b(?:my|our|local) time\b|\btime (?:zone )?here\b")
_I_AM_IN = [
    (re.compile(rf"\b(?:in|from|at) (?:{words})\b|\b(?:{words}) time\b"), zone)
    for words, zone in _PLACES
]


def told_zone(words: str) -> tuple[ZoneInfo | None, str]:
    """The zone that lower-case words tell their times in, and the words without it.

    "10 am eastern tuesday", "tuesday at 2 pm et", "2pm my time, i am in california".
    """
    for pattern, name in _TOLD:
        if pattern.search(words):
            return ZoneInfo(name), pattern.sub(" ", words)
    if _MY_TIME.search(words):
        for pattern, name in _I_AM_IN:
            if pattern.search(words):
                return ZoneInfo(name), _MY_TIME.sub(" ", pattern.sub(" ", words))
    for pattern, name in _I_AM_IN:
        if re.search(pattern.pattern.split("|\\b")[-1], words) and " time" in words:
            match = pattern.search(words)
            if match and match.group().endswith(" time"):
                return ZoneInfo(name), pattern.sub(" ", words)
    return None, words


def minutes_between(told: ZoneInfo, clinic: ZoneInfo, day: date) -> int:
    """What is added to a time told in a zone to have the clinic's, in minutes."""
    noon = datetime.combine(day, time(12))
    there = noon.replace(tzinfo=told).utcoffset()
    here = noon.replace(tzinfo=clinic).utcoffset()
    assert there is not None
    assert here is not None
    return int((here - there).total_seconds() // 60)
