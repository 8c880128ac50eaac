"""Says a wish back in words, from the templates of content/times.yml."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from clinic.reading.when.hours import AFTERNOON, EVENING, LUNCH, MORNING
from clinic.reading.when.items import Mark
from clinic.reading.when.wish import DAY_END, MIDNIGHT, Days, Hours, Option
from clinic.screenings import times
from clinic.screenings.wording import WishWords, get_words

_WEEKDAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})


def describe(
    options: Sequence[Option], never: Sequence[Option], relative: Mark | None = None
) -> str:
    """The wish in words, such as "Tuesday, December 1 after 3 PM" or "any day but Monday".

    Args:
        relative: all that was wished for is later, earlier or on another day than was offered.
    """
    words = get_words().wish
    if relative is not None:
        return str(getattr(words, relative))
    said = list(dict.fromkeys(_option(option, words) for option in options))
    text = _join(said, words)
    # Times that were refused one by one need not be read out again, nor days not asked for.
    told = [option for option in never if option.hours.first != option.hours.last]
    told = [option for option in told if any(_touch(option.days, one.days) for one in options)]
    told = [option for option in told if not any(_within(option, wider) for wider in told)]
    excluded = list(dict.fromkeys(_excluded(option, words) for option in told))
    if excluded:
        text = words.but.format(wish=text, never=_join(excluded, words))
    return text


def _option(option: Option, words: WishWords) -> str:
    days = _days(option.days, words)
    hours = _hours(option.hours, words)
    return f"{days} {hours}" if hours else days


def _excluded(option: Option, words: WishWords) -> str:
    if option.days == Days():
        return _hours(option.hours, words)
    return _option(option, words)


def _within(option: Option, wider: Option) -> bool:
    """Whether one day is among the days that another exclusion names: "not Tuesday"."""
    day = option.days.first
    named = wider.days.weekdays is not None and wider.hours == Hours()
    return (
        option != wider
        and named
        and day is not None
        and day == option.days.last
        and wider.days.contains(day)
    )


def _touch(never: Days, wanted: Days) -> bool:
    """Whether days that are excluded could be among the days that are wished for."""
    if wanted.first is not None and wanted.first == wanted.last:
        return never.contains(wanted.first)
    if never.first is not None and never.first == never.last:
        return wanted.contains(never.first)
    if never.weekdays is not None and wanted.weekdays is not None:
        return bool(never.weekdays & wanted.weekdays)
    return True


def _days(days: Days, words: WishWords) -> str:
    first, last = days.first, days.last
    if days.weekdays is not None and (first is None or first != last):
        if days.weekdays == _WEEKDAYS:
            text = words.weekday
        elif days.weekdays == _WEEKEND:
            text = words.weekend
        else:
            names = get_words().times.weekdays
            said = [words.on_day.format(day=names[number]) for number in sorted(days.weekdays)]
            text = _join(said, words)
        if first and last:
            return words.weekday_between.format(
                day=text, first=times.say_date(first), last=times.say_date(last)
            )
        return text
    if first and last:
        if first == last:
            return words.on_day.format(day=times.say_day(first))
        return words.between_days.format(first=times.say_date(first), last=times.say_date(last))
    if first:
        return words.from_day.format(day=times.say_day(first))
    if last:
        return words.until_day.format(day=times.say_day(last))
    return words.any_day


def _hours(hours: Hours, words: WishWords) -> str:
    named = {
        MORNING: words.morning,
        AFTERNOON: words.afternoon,
        EVENING: words.evening,
        LUNCH: words.lunch,
    }
    if hours in named:
        return named[hours]
    first, last = hours.first, hours.last
    if hours.exact or first == last:
        return words.at.format(time=times.say_clock(first))
    if first == MIDNIGHT and last == DAY_END:
        return ""
    if last == DAY_END:
        return words.after.format(time=times.say_clock(_rounded(first)))
    if first == MIDNIGHT:
        return words.before.format(time=times.say_clock(_rounded(last)))
    return words.between.format(
        first=times.say_clock(_rounded(first)), last=times.say_clock(_rounded(last))
    )


def _rounded(end: time) -> time:
    """ "Before 10" ends at 9:59 inside, and "later than 1" begins at 1:01; said back they are whole
    again."""
    total = end.hour * 60 + end.minute
    total += {4: 1, 1: -1}.get(total % 5, 0)
    return time(total // 60 % 24, total % 60)


def _join(parts: Sequence[str], words: WishWords) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return words.either.format(first=", ".join(parts[:-1]), last=parts[-1])
