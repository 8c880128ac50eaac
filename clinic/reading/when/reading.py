"""From a patient's words to a wish for a time, or to a named reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from clinic.reading.when.assembly import Assembled, assemble
from clinic.reading.when.days import read_days
from clinic.reading.when.holiday_words import with_holidays
from clinic.reading.when.hours import read_bare_hours, read_hours
from clinic.reading.when.items import Calendar, Filler, Item, MarkItem
from clinic.reading.when.marks import read_mark
from clinic.reading.when.saying import describe
from clinic.reading.when.second_thoughts import settled
from clinic.reading.when.vocabulary import WEEKDAYS, normalise, spelt_times
from clinic.reading.when.wish import Option, Wish
from clinic.reading.when.zone_words import minutes_between, told_zone

if TYPE_CHECKING:
    from clinic.screenings.models import Slot

Problem = Literal["unread", "past", "too_far"]


@dataclass(frozen=True)
class Reading:
    """What was read.

    Attributes:
        wish: the wish; None when there is a problem.
        problem: None when there is a wish. `unread`: no day or time was found in the words.
            `past`: all of it is over. `too_far`: all of it is further ahead than can be booked.
    """

    wish: Wish | None
    problem: Problem | None


def read_wish(
    text: str,
    now: datetime,
    zone: ZoneInfo,
    ahead_days: int,
    offered: Sequence[Slot] = (),
) -> Reading:
    """Reads a wish such as "next tues after 3", "not Monday", "the 14th", "tmrw morning".

    Args:
        text: the patient's words; the rest of the sentence does not matter.
        now: the current time, aware.
        zone: the clinic's zone, in which words like "tomorrow" are meant.
        ahead_days: how many days ahead screenings can be booked.
        offered: the times the patient was just offered: "something later", "another day", "that
            day at 4" and a bare "4 pm" are meant against them.
    """
    local = now.astimezone(zone)
    times = sorted(slot.starts_at.astimezone(zone) for slot in offered)
    offered_days = tuple(time.date() for time in times)
    calendar = Calendar(local.date(), offered_days, local.time())
    told, text = told_zone(spelt_times(text))
    words = settled(normalise(with_holidays(text, local.date())))
    assembled = assemble(list(_items(words, calendar)), times, calendar)
    if assembled is None:
        return Reading(None, "unread")
    if told is not None:
        assembled = _in_zone(assembled, minutes_between(told, zone, local.date()))
    return _judge(assembled, local, ahead_days)


def _in_zone(assembled: Assembled, minutes: int) -> Assembled:
    """Hours told in another zone, as the clinic's."""
    options = (replace(option, hours=option.hours.moved(minutes)) for option in assembled.options)
    never = (replace(option, hours=option.hours.moved(minutes)) for option in assembled.never)
    return replace(assembled, options=tuple(options), never=tuple(never))


def _judge(assembled: Assembled, local: datetime, ahead_days: int) -> Reading:
    """Drops the options that are over or too far ahead; with none left, says which it was."""
    horizon = local.date() + timedelta(days=ahead_days)
    options = [option for option in assembled.options if not _is_past(option, local)]
    if not options:
        return Reading(None, "past")
    near = [option for option in options if (option.days.first or horizon) <= horizon]
    if not near:
        return Reading(None, "too_far")
    wish = Wish(
        options=tuple(near),
        never=assembled.never,
        earliest=assembled.earliest,
        latest=assembled.latest,
        soonest=assembled.soonest,
        description=describe(near, assembled.never, assembled.relative),
    )
    return Reading(wish, None)


def _is_past(option: Option, local: datetime) -> bool:
    last = option.days.last
    if last is None or last > local.date():
        return False
    return last < local.date() or option.hours.last < local.time().replace(tzinfo=None)


_EVENING = re.compile(r"\b(?:afternoons?|evenings?)\b")
_MORNING = re.compile(r"\bmornings?\b")
_WORD = re.compile(r"\S+")


def _items(words: str, calendar: Calendar) -> Iterator[Item]:
    """The pieces of a normalised sentence, in order."""
    evening = bool(_EVENING.search(words)) and not _MORNING.search(words)
    beside_time = False
    at = 0
    while at < len(words):
        rest = words[at:]
        item, length = _next_item(rest, beside_time, calendar, evening)
        yield item
        if isinstance(item, Filler):
            beside_time = beside_time and item.word in ("at", "on", "the", "in", "for")
        elif not isinstance(item, MarkItem):
            beside_time = True
        elif item.mark not in ("or", "and", "comma"):
            beside_time = item.mark == "rather"  # "how about 4?"
        at += length
        at += len(words[at:]) - len(words[at:].lstrip(" "))


def _next_item(rest: str, beside_time: bool, calendar: Calendar, evening: bool) -> tuple[Item, int]:
    """The longest piece `rest` begins with; a word that means nothing here is a filler."""
    loud = read_mark(rest, loud_only=True)
    if loud:
        return loud
    days, hours = read_days(rest, calendar), read_hours(rest, evening)
    if days and (not hours or days[1] >= hours[1]):
        return days
    if hours:
        return hours
    if beside_time or _LISTED.match(rest):
        bare = read_bare_hours(rest, evening)
        if bare:
            return bare
    mark = read_mark(rest)
    if mark:
        return mark
    word = _WORD.match(rest)
    length = word.end() if word else 1
    return Filler(rest[:length]), length


# "10 or 11", "10 is fine", "11 ok?", "11 thursday", "6 instead": a bare number is a time after a
# day or a time, right before a day, where times are listed, agreed to or turned down.
_LISTED = re.compile(
    r"\d{1,2} (?:or \d{1,2}\b(?!\s*(?:days|weeks|months|years))"
    r"|(?:and|&) \d{1,2}(?::[0-5]\d)? ?[ap]m\b|(?:instead|rather)\b(?! (?:of|than)\b)"
    r"|(?:does|do|will|would|is)(?:n't| not) (?:really )?(?:work|good|suit|possible)\b"
    rf"|(?:(?:on|this|next|that|for) )*(?:{'|'.join(WEEKDAYS)}|today|tomorrow)\b"
    r"|(?:(?:is|'s|would be|will be|sounds?|should be) )?"
    r"(?:fine|ok|okay|good|great|perfect|best|works?|will work|will do|would work)\b)"
)
