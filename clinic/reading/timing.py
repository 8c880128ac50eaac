"""Reads the days and times of a message, and whether they add to what was wished before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from clinic.content.facts import ClinicFacts
from clinic.reading.choices import kernel
from clinic.reading.context import Context
from clinic.reading.ordinals import CARDINALS
from clinic.reading.read import TimeSaid
from clinic.reading.retiming import said_outright
from clinic.reading.therapists import find_therapist, without_therapists
from clinic.reading.when import Days, Hours, Option, Reading, Wish, read_wish
from clinic.reading.when.saying import describe
from clinic.reading.words import plain_words, spelt_out

_NUMBER = re.compile(
    r"^(?:\d{1,2}|(?:[1-9]|1[0-2])[0-5]\d"
    rf"|{'|'.join(word for word, n in CARDINALS.items() if n >= 4)})$"
)
_HALVES = {"am": "in the morning", "pm": "in the afternoon"}
_TAKES_BACK = re.compile(
    r"\b(?:any ?(?:day|time)|any of (?:them|those|these)|when ?ever|does not matter|do not care"
    r"|i am flexible|no preference|open to any|whatever works|anything works)\b"
)
# "Good evening, can I come Tuesday?" wishes for no evening.
_GREETS = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hola)\b\W*)?good (?:morning|afternoon|evening|day|night)\b"
    r"(?! (?:slot|time|spot))",
    re.IGNORECASE,
)
# "And remind me the day before" wishes for no day.
_REMIND = re.compile(
    r"\b(?:remind|send|text|call) (?:me|us|him|her|them)\b[^.?!]{0,25}"
    r"\b(?:the|a|one) (?:day|night|morning|hour) before\b|\bremind(?:er)?s? [^.?!]*",
    re.IGNORECASE,
)
# "1030 friday".
_POINTLESS = re.compile(
    r"\b([1-9]|1[0-2])([0-5]\d)(?= (?:on )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b)", re.IGNORECASE
)
# "The 10 one. wait no, 11", "changed my mind from 10 to 11": the hour that is taken back.
_BEFORE_ANOTHER = re.compile(
    r"^.*\b(?:wait,? no|no,? wait|scratch that|changed my mind,? from [^.?!]{1,20}? to)\b[\s,.]*"
    r"(?=(?:at |the )*\d)",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?,;] ")
_SAYS_A_TIME = re.compile(
    r"\b(?:who ?ever|whenever|when) (?:is|does)?\b|\b(?:in|there|working|free|available|works?)\b"
    r"|\btherapists?\b"
)


def read_time(text: str, context: Context, facts: ClinicFacts) -> TimeSaid | None:
    """The days and times in the words of a message that are about them; None without any.

    Args:
        text: the words, without phone numbers, names, and when to call.
        context: what was said before; "later" is later than the times on offer.
        facts: whose zone it is, how far ahead can be booked, and who gives screenings.
    """
    text = _of_times(text, context)
    therapist = find_therapist(text, facts.therapists)
    rest = without_therapists(text, facts.therapists) if therapist else text
    if therapist == "any" and not _SAYS_A_TIME.search(spelt_out(text)):
        therapist = None
    chosen = _chosen(context, facts)
    stands = context.stands and context.stands.starts_at.astimezone(facts.tz)
    # "Any day after 4" is not of the day that is chosen or on offer.
    any_day = _TAKES_BACK.search(spelt_out(rest))
    if any_day:
        chosen, stands, context = None, None, replace(context, slots=())
    beside = chosen or stands
    words = said_outright(rest, beside, corrects=chosen is not None) if beside else rest
    reading = _read(words, context, facts)
    if context.stands and context.flow is None and not any_day and _needs_a_day(reading):
        # "A bit later" than the visit, "at 4 instead" on its day.
        beside_it = replace(context, slots=(context.stands,))
        reading = _read(words, beside_it, facts) or reading
    bare = kernel(rest)
    corrects = chosen is not None and bare != plain_words(rest)
    number = f"at {bare}" if _NUMBER.match(bare) else None
    if number and context.asked == "time" and _is_on_offer(number, context, facts):
        reading = _read(number, context, facts)  # "I'll take the 10", which is no date here
    if reading is None and (context.asked == "time" or corrects):
        # "10", "5 then", "am", told when times are asked for; "no, make that 3" to the chosen one.
        told = number or _HALVES.get(bare) or _opening_hour(rest)
        reading = _read(told, context, facts) if told else None
    if reading is None and therapist is None:
        return None
    reading = _on_the_day(reading, chosen)
    wish = reading.wish if reading else None
    if wish and wish.latest and context.topic and context.flow is None:
        return None  # "and the last one?", after an answer
    if wish and wish.any_time and context.asked != "time" and therapist is None:
        return None  # "whatever", "don't do anything yet"
    if wish and context.asked in ("signs", "sign") and wish.options == (Option(),):
        return None  # "the first one", of the signs that were listed
    return TimeSaid(
        reading=reading,
        adds=bool(wish) and _adds(wish),
        takes_back=bool(therapist is None and wish and wish.any_time and any_day),
        therapist=therapist,
    )


def _opening_hour(text: str) -> str | None:
    """The bare hour that a message begins with: "11. is there parking?"."""
    opening = kernel(_STOP.split(text.strip())[0])
    return f"at {opening}" if _NUMBER.match(opening) else None


def _of_times(text: str, context: Context) -> str:
    """The words without a greeting and an hour that they take back."""
    text = _POINTLESS.sub(r"\1:\2", _REMIND.sub(" ", _GREETS.sub("", text)))
    return _BEFORE_ANOTHER.sub("", text) if context.asked == "time" else text


def _read(text: str, context: Context, facts: ClinicFacts) -> Reading | None:
    ahead = facts.screening.ahead_days
    reading = read_wish(text, context.now, facts.tz, ahead, offered=context.slots)
    return None if reading.problem == "unread" else reading


def _is_on_offer(number: str, context: Context, facts: ClinicFacts) -> bool:
    """Whether a number is the hour of a time on offer, and not the day of one."""
    reading = _read(number, context, facts)
    local = [slot.starts_at.astimezone(facts.tz) for slot in context.slots]
    if reading is None or reading.wish is None or any(number == f"at {at.day}" for at in local):
        return False
    return any(reading.wish.matches(slot, facts.tz) for slot in context.slots)


def _needs_a_day(reading: Reading | None) -> bool:
    """Whether nothing, or nothing but one hour, was read from the words alone."""
    wish = reading.wish if reading else None
    if reading is None or wish is None:
        return reading is None
    near = [option.hours.around for option in wish.options] == [True]
    return _adds(wish) and (wish.exact or near)


def _chosen(context: Context, facts: ClinicFacts) -> datetime | None:
    """The time that is chosen, by the clinic's clock; None while it is still asked for."""
    if context.asked == "time" or len(context.slots) != 1:
        return None
    return context.slots[0].starts_at.astimezone(facts.tz)


def _on_the_day(reading: Reading | None, chosen: datetime | None) -> Reading | None:
    """A day and an hour that were told apart are one wish; an hour alone is of the chosen day."""
    wish = reading.wish if reading else None
    if reading is None or wish is None or chosen is None or wish.never:
        return reading
    of_days = [item for item in wish.options if item.hours == Hours()]
    that_day = (Days(), Days(chosen.date(), chosen.date()))
    of_hours = [item for item in wish.options if item.days in that_day and item.hours != Hours()]
    if len(wish.options) == 2 and of_days and of_hours:
        option = Option(of_days[0].days, of_hours[0].hours)
    elif len(wish.options) == 1 and of_hours:
        option = Option(Days(chosen.date(), chosen.date()), of_hours[0].hours)
    else:
        return reading
    described = describe((option,), ())
    return replace(reading, wish=replace(wish, options=(option,), description=described))


def _adds(wish: Wish | None) -> bool:
    """Whether a wish says nothing of the days: it narrows what was said of them before."""
    if wish is None or wish.any_time:
        return False
    return all(option.days == Option().days for option in wish.options)
