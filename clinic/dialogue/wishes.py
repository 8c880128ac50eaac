"""Wishes for a time over a whole conversation: limits stay until they are taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

from clinic.languages import ENGLISH, speaking, spoken
from clinic.reading.read import TimeSaid
from clinic.reading.when.saying import describe
from clinic.reading.when.wish import DAY_END, MIDNIGHT, Days, Hours, Option, Wish

Json = dict[str, Any]
ALL_DAY, ANY_DAY = Hours(), Days()


def after(before: Wish | None, said: TimeSaid) -> Wish | None:
    """What is wished for after another message.

    Args:
        before: what was wished for until then.
        said: what the message says about days and times.

    Returns:
        None when nothing in particular is wished for any more.
    """
    wish = said.reading.wish if said.reading else None
    if before is None or said.takes_back:
        return None if wish is None or wish.any_time else wish
    if wish is None:
        return before
    if said.adds:
        options, description = _both(before.options, wish.options), ""
    else:
        options = _with_limits(before.options, _on_the_weekday(before.options, wish.options))
        description = wish.description if options == wish.options else ""
    never = tuple(dict.fromkeys([*_still(before.never, wish.options), *wish.never]))
    options = tuple(dict.fromkeys(_not_excluded(option, wish.never) for option in options))
    joined = Wish(
        options=options,
        never=never,
        earliest=wish.earliest,
        latest=wish.latest or (before.latest and _of_days_alone(wish)),
        soonest=wish.soonest or (said.adds and before.soonest),
    )
    if description and _told(never) == _told(wish.never):
        return replace(joined, description=description)
    return replace(joined, description=describe(joined.options, joined.never))


def _of_days_alone(wish: Wish) -> bool:
    """Whether no time of day is named: "the latest on Wednesday" is meant of Friday then, too."""
    return not wish.earliest and all(option.hours == ALL_DAY for option in wish.options)


def in_english(wish: Wish | None) -> str:
    """A wish in the words that are read again later, by the waiting list and by the staff."""
    if wish is None or spoken() == ENGLISH:
        return wish.description if wish else ""
    with speaking(ENGLISH):
        return describe(wish.options, wish.never)


def _told(never: Iterable[Option]) -> list[Option]:
    """The exclusions that are said back: not the times that were refused one by one."""
    return [option for option in never if option.hours.first != option.hours.last]


def _both(before: Iterable[Option], added: Iterable[Option]) -> tuple[Option, ...]:
    """Options that meet what was wished before and what is added; where the two can't both be
    met, the newer words hold."""
    met = []
    for new in added:
        for old in before:
            days, hours = _days(old.days, new.days), _hours(old.hours, new.hours)
            met.append(Option(days or new.days, hours or new.hours))
    return tuple(dict.fromkeys(met))


def _with_limits(before: tuple[Option, ...], new: tuple[Option, ...]) -> tuple[Option, ...]:
    """New days with the hours that limited the old ones: "after 4" outlives "Tuesday"."""
    limits = {option.hours for option in before}
    limit = limits.pop() if len(limits) == 1 else ALL_DAY
    if limit.exact or limit == ALL_DAY:
        return new
    return tuple(
        replace(option, hours=limit) if option.hours == ALL_DAY else option for option in new
    )


def _on_the_weekday(before: tuple[Option, ...], new: tuple[Option, ...]) -> tuple[Option, ...]:
    """A week that is named after a weekday: "Wednesday", "next week then" wish for Wednesday of
    it. Any of its days, where more was said of the days before."""
    if len(before) != 1 or len(new) != 1:
        return new
    old, weekday = before[0].days, before[0].days.weekdays
    of_one_day = weekday and len(weekday) == 1 and (old.first, old.last) == (None, None)
    days = _days(old, new[0].days)
    if not (of_one_day and days and new[0].days.weekdays is None and new[0].days.last):
        return new
    return (replace(new[0], days=days),)


def _not_excluded(option: Option, never: Iterable[Option]) -> Option:
    """An option without the days, or the one hour, that are all excluded now: newer words hold."""
    never = tuple(never)
    if any(item.days == ANY_DAY and option.hours == item.hours for item in never):
        option = replace(option, hours=ALL_DAY)
    gone = any(_same_day(option, item) for item in never)
    return replace(option, days=ANY_DAY) if gone else option


def _still(never: Iterable[Option], wanted: tuple[Option, ...]) -> list[Option]:
    """The exclusions that the new words leave standing: "Monday at 10 then" lifts "not Monday"."""
    return [
        item
        for item in never
        if not any(
            (option.days != ANY_DAY and option.days == item.days) or _same_day(option, item)
            for option in wanted
        )
    ]


def _same_day(option: Option, never: Option) -> bool:
    """Whether an exclusion takes every day of an option."""
    if never.hours != ALL_DAY or never.days == ANY_DAY:
        return False
    day = option.days.first
    if day is not None and day == option.days.last:
        return never.days.contains(day)
    if option.days.weekdays is None or (never.days.first, never.days.last) != (None, None):
        return False
    return never.days.weekdays is not None and option.days.weekdays <= never.days.weekdays


def _days(one: Days, other: Days) -> Days | None:
    weekdays = one.weekdays if other.weekdays is None else other.weekdays
    if one.weekdays is not None and other.weekdays is not None:
        weekdays = one.weekdays & other.weekdays
        if not weekdays:
            return None
    first = max((day for day in (one.first, other.first) if day), default=None)
    last = min((day for day in (one.last, other.last) if day), default=None)
    if first and last and first > last:
        return None
    both = Days(first, last, weekdays)
    if first and last and both.distance(first) > (last - first).days:
        return None
    return both


def _hours(one: Hours, other: Hours) -> Hours | None:
    if one.exact and (other.first == MIDNIGHT) != (other.last == DAY_END):
        return other  # "at 4", and then "after 4"
    if one.exact or other.exact:
        exact, wide = (one, other) if one.exact else (other, one)
        return exact if wide.contains(exact.first) else None
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Hours(first, last) if first <= last else None


# --- as JSON, in the slot


def as_json(wish: Wish | None) -> Json | None:
    """A wish as plain JSON; None when there is none."""
    if wish is None:
        return None
    written: Json = {"options": [_option_json(option) for option in wish.options]}
    if wish.never:
        written["never"] = [_option_json(option) for option in wish.never]
    for flag in ("earliest", "latest", "soonest"):
        if getattr(wish, flag):
            written[flag] = True
    return {**written, "description": wish.description}


def from_json(data: Json | None) -> Wish | None:
    """Reads `as_json` back."""
    if not data:
        return None
    return Wish(
        options=tuple(_option(item) for item in data["options"]),
        never=tuple(_option(item) for item in data.get("never", ())),
        earliest=data.get("earliest", False),
        latest=data.get("latest", False),
        soonest=data.get("soonest", False),
        description=data.get("description", ""),
    )


def _option_json(option: Option) -> Json:
    days, hours = option.days, option.hours
    written: Json = {}
    if days.first:
        written["first"] = days.first.isoformat()
    if days.last:
        written["last"] = days.last.isoformat()
    if days.weekdays is not None:
        written["weekdays"] = sorted(days.weekdays)
    if hours != ALL_DAY:
        written["from"], written["until"] = f"{hours.first:%H:%M}", f"{hours.last:%H:%M}"
        for flag in ("exact", "around"):
            if getattr(hours, flag):
                written[flag] = True
    return written


def _option(data: Json) -> Option:
    weekdays = data.get("weekdays")
    days = Days(
        date.fromisoformat(data["first"]) if "first" in data else None,
        date.fromisoformat(data["last"]) if "last" in data else None,
        None if weekdays is None else frozenset(weekdays),
    )
    hours = Hours(
        time.fromisoformat(data["from"]) if "from" in data else MIDNIGHT,
        time.fromisoformat(data["until"]) if "until" in data else DAY_END,
        data.get("exact", False),
        data.get("around", False),
    )
    return Option(days, hours)
