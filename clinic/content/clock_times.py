"""Times of day as the staff type and read them: 9:00 AM, and 13:00 is taken too."""

from __future__ import annotations

import re
from datetime import time

# 9 AM, 9:00 am, 1:30 p.m., 13:00, 09:00. A bare "9" is none, nor is "1:00": it may be afternoon or
# night. A clinic that opens in the morning means the morning by "8:30".
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
EARLIEST_BARE = 8
# From when until when: 9:00 AM-12:00 PM, 9 AM to 5 PM, 09:00-17:00, 9-17, 9-5pm.
_BY_24 = re.compile(r"(\d{1,2})(?::(\d{2}))?")
NOON = 12
_HALF = re.compile(r"[ap]\.?m\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:-|–|\bto\b)\s*", re.IGNORECASE)


def show_time(at: time) -> str:
    """A time of day, such as "9:00 AM"."""
    return f"{at:%-I:%M %p}"


def read_time(text: str) -> time | None:
    """The time of day somebody typed, by the 12-hour clock with AM or PM or by the 24-hour clock;
    None when it is none."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    elif match[2] is None or (hour < EARLIEST_BARE and not match[1].startswith("0")):
        return None
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_span(text: str) -> tuple[time, time] | None:
    """From when until when; None when it is no such thing.

    Where only one of both says AM or PM, the other is the hour nearest to it that makes a stretch
    of the day: "9-3pm" is from 9:00 AM, "1-5pm" from 1:00 PM, "9am-3" until 3:00 PM. Where neither
    does and it ends past 12, both are by the 24-hour clock: "9-17", "7:30-16:00".
    """
    ends = [one for one in _BETWEEN.split(text.strip()) if one]
    if len(ends) != 2:
        return None
    plain = [match for one in ends if (match := _BY_24.fullmatch(one))]
    if len(plain) == len(ends) and int(plain[1][1]) > NOON:
        ends = [f"{int(match[1]):02}:{match[2] or '00'}" for match in plain]
    begin, end = ends
    said = [_HALF.search(one) for one in ends]
    if all(said) or not any(said):
        choices = [(begin, end)]
    elif said[1]:
        choices = [(f"{begin} {half}", end) for half in ("pm", "am")]
    else:
        choices = [(begin, f"{end} {half}") for half in ("am", "pm")]
    spans = [tuple(map(read_time, choice)) for choice in choices]
    if len(spans) > 1:  # by the 24-hour clock one of them says it already
        spans.append((read_time(begin), read_time(end)))
    for first, last in spans:
        if first is not None and last is not None and (first < last or len(spans) == 1):
            return first, last
    return None


def show_span(span: tuple[time, time]) -> str:
    """From when until when, such as "9:00 AM-12:00 PM"; `read_span` reads it back."""
    return f"{show_time(span[0])}-{show_time(span[1])}"
