"""From a patient's words to a wish for a time, or to a named reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from clinic.screenings.models import Slot
from clinic.screenings.when.assembly import Assembled, assemble
from clinic.screenings.when.days import read_days
from clinic.screenings.when.hours import read_bare_hour, read_hours
from clinic.screenings.when.items import (
    Calendar,
    DayItem,
    Filler,
    HourItem,
    Item,
    Mark,
    MarkItem,
)
from clinic.screenings.when.saying import describe
from clinic.screenings.when.vocabulary import normalise
from clinic.screenings.when.wish import Option, Wish

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
    calendar = Calendar(local.date(), tuple(time.date() for time in times))
    words = normalise(text)
    assembled = assemble(list(_items(words, calendar)), times, calendar)
    if assembled is None:
        return Reading(None, "unread")
    return _judge(assembled, local, ahead_days)


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
        description=describe(near, assembled.never, local.date()),
    )
    return Reading(wish, None)


def _is_past(option: Option, local: datetime) -> bool:
    last = option.days.last
    if last is None or last > local.date():
        return False
    return last < local.date() or option.hours.last < local.time().replace(tzinfo=None)


_EVENING = re.compile(r"\b(?:afternoons?|evenings?|tonight|pm)\b")
_MORNING = re.compile(r"\b(?:mornings?)\b")

_MARKS: list[tuple[re.Pattern[str], Mark]] = [
    (re.compile(pattern), mark)
    for pattern, mark in (
        (
            r"as (?:soon|early|quick(?:ly)?) as (?:possible|you can|you could|it gets)\b|asap\b|a\.s\.a\.p\b"
            r"|(?:the )?(?:very )?(?:soonest|earliest|quickest)\b|(?:the )?sooner the better\b"
            r"|(?:the |your )?(?:first|next) (?:available|open(?:ing)?|free|possible|appointment|slot|time|one available)\b"
            r"|right away\b|straight away\b|immediately\b|real soon\b|soon\b(?! as)",
            "earliest",
        ),
        (
            r"(?:the |your )?(?:last|latest) (?:appointment|slot|opening|time|one|possible|available|you have)\b"
            r"|as late as (?:possible|you can)\b|the later the better\b|(?:the )?latest\b",
            "latest",
        ),
        (
            r"any ?(?:day|time|thing)?(?: at all)?,? (?:but|except|other than|besides|apart from)\b",
            "not",
        ),
        (
            r"(?:but|just|and|or)? ?not(?: on| in| the| at)?\b(?! sure)|nothing\b|neither\b|nor\b|except\b"
            r"|excluding\b|other than\b|besides\b|apart from\b|never\b|avoid\b|no\b(?= (?:\w+day|morning|afternoon|evening|weekend|later|earlier)s?\b)"
            r"|(?:i )?(?:can't|cannot|can not|couldn't|won't be able to|am not able to|not able to|unable to)"
            r"(?: (?:do|make|come|make it|be there|get there))?(?: (?:on|in|at|for))?\b"
            r"|(?:i'm |i am )?(?:busy|working|at work|out of town|away|booked|unavailable|not free|not available)\b",
            "not",
        ),
        (
            r"(?:doesn't|does not|don't|do not|won't|will not|wouldn't|can't|isn't|is not|aren't|are not|not)"
            r" (?:really )?(?:work|good|great|possible|gonna work|going to work|fit|suit|ideal|an option)\b"
            r"|(?:is|are|'s) (?:really )?(?:bad|out|no good|terrible|tough|hard|full|taken|a problem)\b|no good\b",
            "unlike",
        ),
        (
            r"(?:is|are|'s|would be|will be|sounds|looks|works|work) (?:much |way |a lot )?"
            r"(?:better|best|good|great|fine|ok|okay|perfect|ideal|preferred|well|for me)\b|works\b|preferred\b"
            r"|(?:is |are )?(?:fine|okay|ok|good|better|best)\b|instead\b",
            "like",
        ),
        (
            r"(?:how|what) about\b|maybe\b|perhaps\b|prefer(?:ably)?\b|rather\b|let's (?:do|say|try)\b|i can (?:do|come|make)\b"
            r"|i could (?:do|come|make)\b|make it\b|move (?:it|me) to\b|but\b|only\b|just\b",
            "but",
        ),
        (r"or\b|and\b|/|&", "or"),
        (r",", "comma"),
        (r"[.;!?()]", "stop"),
        (
            r"(?:anything|something|somewhat|any|a bit|a little|bit|some ?time|times?|much|one|slots?) later\b"
            r"|later (?:one|time|slot|appointment|that day|on|please)\b|(?<!\w)later$|to later\b",
            "later",
        ),
        (
            r"(?:anything|something|any|a bit|a little|some ?time|times?|much|one|slots?) (?:earlier|sooner)\b"
            r"|(?:earlier|sooner) (?:one|time|slot|appointment|that day|please)\b|(?:earlier|sooner)$",
            "earlier",
        ),
        (r"(?:an)?(?:other|different) (?:day|date)s?\b|some other day\b", "other_day"),
        (
            r"(?:(?:an|any|some)? ?(?:other|different|more)|what other|else) (?:time|option|slot|opening|choice|appointment)s?\b"
            r"|none of (?:these|those|them)\b|(?:anything|something|what|when) else\b|different one\b",
            "other_time",
        ),
        (r"(?:the )?same time\b", "same_time"),
        (
            r"any ?(?:day|time|thing|one|of (?:them|those|these))\b|whenever\b|whatever\b|doesn't matter\b|don't care\b"
            r"|no preference\b|(?:i'm |i am )?(?:flexible|wide open|easy)\b|(?:you|u) (?:pick|choose)\b|all the same\b|every ?day\b",
            "any",
        ),
    )
]
_WORD = re.compile(r"\S+")


def _items(words: str, calendar: Calendar) -> Iterator[Item]:
    """The pieces of a normalised sentence, in order."""
    evening, morning = bool(_EVENING.search(words)), bool(_MORNING.search(words))
    at = 0
    before: Item | None = None
    while at < len(words):
        rest = words[at:]
        item, length = _next_item(rest, before, calendar, evening, morning and not evening)
        yield item
        if not isinstance(item, Filler) or item.word not in _TRANSPARENT:
            before = item
        at += length
        while at < len(words) and words[at] == " ":
            at += 1


_TRANSPARENT = frozenset({"at", "on", "the", "in", "for"})


def _next_item(
    rest: str, before: Item | None, calendar: Calendar, evening: bool, morning: bool
) -> tuple[Item, int]:
    for pattern, mark in _LOUD:
        match = pattern.match(rest)
        if match and match.end():
            return MarkItem(mark), match.end()
    days = read_days(rest, calendar)
    hours = read_hours(rest, evening, morning)
    if days and (not hours or days[1] >= hours[1]):
        return days[0], days[1]
    if hours:
        return hours
    if _bare_is_time(rest, before):
        bare = read_bare_hour(rest, evening, morning)
        if bare:
            return bare
    for pattern, mark in _MARKS:
        match = pattern.match(rest)
        if match and match.end():
            return MarkItem(mark), match.end()
    word = _WORD.match(rest)
    length = word.end() if word else 1
    return Filler(rest[:length]), length


# Read before days and hours: they hold words that would be read as such.
_LOUD = [rule for rule in _MARKS if rule[1] in ("earliest", "latest", "other_day", "other_time")]


def _bare_is_time(rest: str, before: Item | None) -> bool:
    """A bare number counts as a time after a day, or where times are listed ("10 or 11")."""
    if isinstance(before, DayItem | HourItem):
        return True
    return bool(re.match(r"\d{1,2} (?:or|-) \d{1,2}\b(?!\s*(?:days|weeks|months|years))", rest))
