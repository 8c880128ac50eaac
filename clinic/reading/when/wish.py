"""A wish for a time: which days, which hours, and how far a free time is from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from clinic.screenings.models import Slot

MIDNIGHT = time(0)
DAY_END = time(23, 59)


@dataclass(frozen=True)
class Hours:
    """Wall-clock times a screening may begin at, from `first` to `last`, both included.

    Attributes:
        exact: the patient named this one time (`first` equals `last`).
        around: a time was named about which it is to be: the nearer to the middle, the better.
    """

    first: time = MIDNIGHT
    last: time = DAY_END
    exact: bool = False
    around: bool = False

    @property
    def middle(self) -> time:
        return _clock_at((_minutes(self.first) + _minutes(self.last)) // 2)

    def contains(self, at: time) -> bool:
        return self.first <= at <= self.last

    def moved(self, minutes: int) -> Hours:
        """The same hours so many minutes later; the ends of the day stay where they are."""
        first, last = self.first, self.last
        if first != MIDNIGHT:
            first = _clock_at(_minutes(first) + minutes)
        if last != DAY_END:
            last = _clock_at(_minutes(last) + minutes)
        return Hours(first, last, self.exact, self.around) if first <= last else self

    def distance(self, at: time) -> int:
        """Minutes from `at` to the nearest time in it; 0 inside."""
        return max(_minutes(self.first) - _minutes(at), _minutes(at) - _minutes(self.last), 0)


@dataclass(frozen=True)
class Days:
    """Days, from `first` to `last`, both included, on `weekdays` (Monday is 0).

    Attributes:
        first: no earlier than this; None: any.
        last: no later than this; None: any.
        weekdays: only these; None: any.
    """

    first: date | None = None
    last: date | None = None
    weekdays: frozenset[int] | None = None

    def contains(self, day: date) -> bool:
        return (
            (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and (self.weekdays is None or day.weekday() in self.weekdays)
        )

    def distance(self, day: date) -> int:
        """Days from `day` to the nearest day in it, at most 400; 0 inside."""
        for away in range(400):
            span = timedelta(days=away)
            if self.contains(day - span) or self.contains(day + span):
                return away
        return 400


@dataclass(frozen=True)
class Option:
    """One way to meet a wish: on these days, within these hours."""

    days: Days = Days()
    hours: Hours = Hours()

    def contains(self, local: datetime) -> bool:
        return self.days.contains(local.date()) and self.hours.contains(_clock(local))


@dataclass(frozen=True)
class Wish:
    """When a patient would like to come.

    Attributes:
        options: it is met by any one of these.
        never: and by none of these ("not Monday", "no mornings").
        earliest: the sooner the better ("first thing", "asap"): offer the first times.
        latest: the later in the day the better.
        soonest: a weekday was named without a date: the first one that has a time is meant.
        description: in words, to say back ("Tuesday, December 1 after 3 PM"); fits into
            "These times are free for …".
    """

    options: tuple[Option, ...] = (Option(),)
    never: tuple[Option, ...] = ()
    earliest: bool = False
    latest: bool = False
    soonest: bool = False
    description: str = ""

    @property
    def exact(self) -> bool:
        """Whether one time of day was named, so that a matching slot is the very one meant."""
        return any(option.hours.exact for option in self.options)

    @property
    def any_time(self) -> bool:
        """Whether every time meets the wish."""
        return self.options == (Option(),) and not (self.never or self.earliest or self.latest)

    def matches(self, slot: Slot, zone: ZoneInfo) -> bool:
        """Whether a slot meets the wish, by the clinic's clock."""
        local = slot.starts_at.astimezone(zone)
        return any(option.contains(local) for option in self.options) and not any(
            option.contains(local) for option in self.never
        )

    def names(self, slot: Slot, zone: ZoneInfo) -> bool:
        """Whether a slot is at the very time of day that was named for its day."""
        local = slot.starts_at.astimezone(zone)
        named = (option for option in self.options if option.hours.exact)
        return self.matches(slot, zone) and any(option.contains(local) for option in named)

    def off(self, slot: Slot, zone: ZoneInfo) -> int | None:
        """Minutes between a slot and the time that it is to be around; None where none is named
        for its day."""
        local = slot.starts_at.astimezone(zone)
        around = (one for one in self.options if one.hours.around and one.contains(local))
        clock = _minutes(_clock(local))
        return min((abs(_minutes(one.hours.middle) - clock) for one in around), default=None)

    def distance(self, slot: Slot, zone: ZoneInfo) -> tuple[int, int, int]:
        """How far a slot is from the wish, for sorting: excluded ones last, then days, minutes."""
        local = slot.starts_at.astimezone(zone)
        days, minutes = min(
            (option.days.distance(local.date()), option.hours.distance(_clock(local)))
            for option in self.options
        )
        return int(any(option.contains(local) for option in self.never)), days, minutes


def _clock(local: datetime) -> time:
    return local.time().replace(tzinfo=None, second=0, microsecond=0, fold=0)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _clock_at(minutes: int) -> time:
    minutes = min(max(minutes, 0), 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)
