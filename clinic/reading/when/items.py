"""What the grammar finds in a sentence, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from clinic.reading.when.wish import Days, Hours

# or, and: another possibility. comma: perhaps another one. but, rather: what follows is
# wished for. asks: so is it, after what is not. not, except, busy: what follows is not.
# unlike: what stood before is not. like: what stood before is.
# later, earlier, other_day, other_time, same_time: than what was offered.
Mark = Literal[
    "or",
    "and",
    "comma",
    "stop",
    "but",
    "rather",
    "asks",
    "not",
    "except",
    "busy",
    "unlike",
    "like",
    "any",
    "earliest",
    "latest",
    "later",
    "earlier",
    "other_day",
    "other_time",
    "same_time",
]


@dataclass(frozen=True)
class DayItem:
    """Some days.

    Attributes:
        days: which.
        soonest: only the first of them that has a free time ("Tuesday", not "Tuesdays").
        aside: told, not asked for ("it hurts since Monday").
    """

    days: Days
    soonest: bool = False
    aside: bool = False


@dataclass(frozen=True)
class HourItem:
    """Some hours of the day, on no day in particular.

    Attributes:
        hours: which.
        first_thing: as early in them as can be.
        aside: when something else is ("he naps at 10"), not when to come.
    """

    hours: Hours
    first_thing: bool = False
    aside: bool = False


@dataclass(frozen=True)
class MarkItem:
    """A word that says how the pieces around it belong together."""

    mark: Mark


@dataclass(frozen=True)
class Filler:
    """Any other word."""

    word: str


Item = DayItem | HourItem | MarkItem | Filler


@dataclass(frozen=True)
class Calendar:
    """What the words for days are meant against.

    Attributes:
        today: the day it is at the clinic.
        offered: the days of the times the patient was just offered, in order.
        clock: the time it is there.
    """

    today: date
    offered: tuple[date, ...] = ()
    clock: time = time()
