"""Says times the way patients read them: in the clinic's zone, and named.

The words are in content/times.yml; nothing here depends on the process's locale.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from clinic.content import ClinicFacts
from clinic.screenings.models import Screening, Slot
from clinic.screenings.wording import TimeWords, get_words

Timed = Slot | Screening | datetime


def say(at: Timed, clinic: ClinicFacts) -> str:
    """ "Tuesday, December 1 at 2:30 PM (Central time)"."""
    words = get_words().times
    return words.long.format(
        day=say_day(_local(at, clinic.tz).date()),
        time=_clock_with_doubt(at, clinic.tz),
        zone=clinic.zone_label,
    )


def say_short(at: Timed, clinic: ClinicFacts) -> str:
    """ "Tue Dec 1, 2:30 PM": for buttons and choices, 24 characters at most.

    Say the zone once beside a list of these (`clinic.zone_label`).
    """
    words = get_words().times
    local = _local(at, clinic.tz)
    return words.short.format(
        weekday=words.weekdays[local.weekday()][:3],
        month=words.months[local.month - 1][:3],
        date=local.day,
        time=_clock_with_doubt(at, clinic.tz),
    )


def say_sms(at: Timed, clinic: ClinicFacts) -> str:
    """ "Tue Dec 1, 2:30 PM (Central time)": for text messages."""
    words = get_words().times
    return words.zoned.format(short=say_short(at, clinic), zone=clinic.zone_label)


def say_day(day: date) -> str:
    """ "Tuesday, December 1"."""
    words = get_words().times
    return words.day.format(
        weekday=words.weekdays[day.weekday()], month=words.months[day.month - 1], date=day.day
    )


def say_day_of(at: Timed, clinic: ClinicFacts) -> str:
    """The same, of the day a time is on in the clinic's zone."""
    return say_day(_local(at, clinic.tz).date())


def say_time_of(at: Timed, clinic: ClinicFacts) -> str:
    """ "2:30 PM": where the day stands beside it."""
    return _clock_with_doubt(at, clinic.tz)


def say_date(day: date) -> str:
    """ "December 1"."""
    words = get_words().times
    return words.date.format(month=words.months[day.month - 1], date=day.day)


def weekday_names() -> tuple[str, ...]:
    """The days of the week, Monday first."""
    return tuple(get_words().times.weekdays)


def either(first: str, last: str) -> str:
    """Two things of which one may be meant: "Monday or Tuesday"."""
    return get_words().wish.either.format(first=first, last=last)


def say_clock(at: time) -> str:
    """ "2:30 PM", "3 PM", "noon"."""
    words = get_words().times
    if (at.hour, at.minute) == (12, 0):
        return words.noon
    return _clock(at, words, short=True)


def _clock(at: time, words: TimeWords, short: bool = False) -> str:
    half = words.pm if at.hour >= 12 else words.am
    hour = (at.hour - 1) % 12 + 1
    if short and at.minute == 0:
        return f"{hour} {half}"
    return f"{hour}:{at.minute:02d} {half}"


def _clock_with_doubt(at: Timed, zone: ZoneInfo) -> str:
    """The time of day; with the zone's abbreviation in the hour that comes twice in autumn."""
    local = _local(at, zone)
    clock = _clock(local.time(), get_words().times)
    other = local.replace(fold=1 - local.fold)
    ambiguous = other.utcoffset() != local.utcoffset()
    return f"{clock} {local.tzname()}" if ambiguous else clock


def _local(at: Timed, zone: ZoneInfo) -> datetime:
    return (at if isinstance(at, datetime) else at.starts_at).astimezone(zone)
