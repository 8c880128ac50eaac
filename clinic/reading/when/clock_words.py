"""Reads one time of day: "3", "3pm", "3:30", "half past 3", "noon", "15:30"."""

from __future__ import annotations

import re
from datetime import time

_HALF = r"(?: ?(?:am|pm|a|p)\b| (?:in the (?:morning|afternoon|evening)|at night)\b)"
_SPOKEN = r"half past \d{1,2}|quarter (?:past|after|to) \d{1,2}"
_TOGETHER = rf"(?:0?[1-9]|1[0-2])[0-5]\d(?={_HALF}){_HALF}"  # 330pm

# Any way to say a time, a bare number among them.
ANY_TIME = (
    rf"(?:noon|midnight|(?:{_SPOKEN}){_HALF}?|{_TOGETHER}"
    rf"|(?:[01]?\d|2[0-4])(?::[0-5]\d)?(?: ?o'clock)?{_HALF}?)"
)
# What can't be anything but a time.
CLEAR_TIME = (
    rf"(?:noon|(?:{_SPOKEN}){_HALF}?|{_TOGETHER}|(?:[01]?\d|2[0-3]):[0-5]\d{_HALF}?"
    rf"|(?:0?\d|1[0-2]) ?o'clock{_HALF}?|(?:0?\d|1[0-2]){_HALF})"
)
BARE_NUMBER = r"(?:(?:0?[1-9]|1[0-2])(?:00|15|30|45)?)\b"
# What makes a number something else: 3rd, 12/14, 3 weeks, 3 of them, 50%.
NOT_A_TIME = (
    r"(?!\s*(?:st|nd|rd|th)\b|[\d/:%]|-\d{2,}|\s*(?:days?|weeks?|mos?\b|months?|years?|hours?|mins?"
    r"|minutes?|people|persons?|times?\b|of (?:the|us|them)|out of|percent))"
)


def read_clock(said: str, evening: bool = False) -> time | None:
    """A time of day from its words; None when there is no such time.

    The half of the day is guessed when it is not said. Nobody wants a screening at night: 1 to 6
    are in the afternoon, 7 to 11 in the morning.

    Args:
        said: words that match `ANY_TIME`.
        evening: the words around it speak of an afternoon or evening.
    """
    said = said.strip()
    if said in ("noon", "midnight"):
        return time(12 if said == "noon" else 0)
    said, afternoon = _half_of_day(said)
    said = said.replace("o'clock", "").strip()
    offset = 0
    spoken = re.fullmatch(r"(half|quarter) (past|after|to) (\d+)", said)
    if spoken:
        part = 30 if spoken.group(1) == "half" else 15
        offset = -part if spoken.group(2) == "to" else part
        said = spoken.group(3)
    hour, minute = _digits(said)
    if afternoon is None and hour < 12:
        afternoon = 1 <= hour <= 6 or (evening and hour >= 1)
    if afternoon and hour < 12:
        hour += 12
    elif afternoon is False and hour == 12:
        hour = 0
    total = hour * 60 + minute + offset
    return time(total // 60, total % 60) if 0 <= total < 24 * 60 else None


def says_half(said: str) -> bool:
    """Whether the words tell morning from afternoon themselves."""
    return _half_of_day(said.strip())[1] is not None


def _half_of_day(said: str) -> tuple[str, bool | None]:
    """The words without what tells the half of the day, and whether that is the second half."""
    end = re.search(r"(?:(?<=[\d\s])(am|pm|a|p)|(in the \w+|at night))$", said)
    if end is None:
        return said, None
    half = end.group(1) or end.group(2)
    return said[: end.start()].strip(), half[0] == "p" or half.endswith(("noon", "evening", "ght"))


def _digits(said: str) -> tuple[int, int]:
    if ":" in said:
        hour, minute = said.split(":")
        return int(hour), int(minute)
    if len(said) >= 3:
        return int(said[:-2]), int(said[-2:])
    return int(said), 0
