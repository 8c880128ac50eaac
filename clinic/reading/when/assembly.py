"""Puts the pieces of a sentence together: which days go with which hours, and what is excluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from clinic.reading.when.against import against_offered, only_weekdays, settled
from clinic.reading.when.hours import EVENING, MORNING
from clinic.reading.when.items import Calendar, DayItem, Filler, HourItem, Item, Mark, MarkItem
from clinic.reading.when.wish import DAY_END, MIDNIGHT, Days, Hours, Option

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
NOON = time(12)


@dataclass(frozen=True)
class Assembled:
    """What a sentence wishes for, before it is held against today."""

    options: tuple[Option, ...]
    never: tuple[Option, ...]
    earliest: bool
    latest: bool
    soonest: bool
    relative: Mark | None = None  # all that was said: later, earlier, on another day


@dataclass
class _Clause:
    """Days and hours that belong together; `joined` to the clause before it by "or"."""

    days: Days | None = None
    hours: Hours | None = None
    soonest: bool = False
    negative: bool = False
    joined: bool = False
    first_thing: bool = False

    @property
    def empty(self) -> bool:
        return self.days is None and self.hours is None


@dataclass
class _Sentence:
    clauses: list[_Clause] = field(default_factory=lambda: [_Clause()])
    marks: set[Mark] = field(default_factory=set)
    negative: bool = False
    separator: Mark | None = None
    joined_by_and: bool = False
    busy: bool = False  # "I can't": all of the list that follows is excluded
    corrects: bool = False  # "not Thursday": one day in its place may follow
    span: Days | None = None  # the week or month that a weekday was named in
    part: int = 0  # the first clause since the last stop


def assemble(
    items: Sequence[Item], offered: Sequence[datetime], calendar: Calendar
) -> Assembled | None:
    """The wish in a sentence; None when it names no day, no time and no preference.

    Args:
        items: the pieces, in order.
        offered: the times the patient was just offered, in the clinic's zone, in order.
    """
    meant = [i for i in items if not (isinstance(i, DayItem | HourItem) and i.aside)]
    asked = _to_come(meant, calendar)
    sentence = _Sentence()
    for place, item in enumerate(asked):
        if isinstance(item, MarkItem):
            _mark(sentence, item.mark, asked[place + 1 :])
        elif isinstance(item, DayItem):
            _add_days(sentence, item)
            sentence.separator = None
        elif isinstance(item, HourItem):
            _add_hours(sentence, item)
            sentence.separator = None
    told = [clause for clause in sentence.clauses if not clause.empty]
    clauses = _met(_narrowed(_not_excluded(told)))
    # "A 9 am some other day" is of no day on offer.
    _share(clauses, () if "other_day" in sentence.marks else offered)
    wanted = [_option(clause) for clause in clauses if not clause.negative]
    never = [_option(clause) for clause in clauses if clause.negative]
    said = wanted or never or sentence.marks & _ENOUGH
    relative = next((mark for mark in _RELATIVE if mark in sentence.marks and offered), None)
    relative = None if wanted or never else relative
    wanted, never = against_offered(sentence.marks, wanted, never, offered)
    if not (said or wanted or never):
        return None
    wanted = [settled(option, calendar) for option in wanted]
    return Assembled(
        options=tuple(dict.fromkeys(wanted)) or (Option(),),
        never=tuple(dict.fromkeys(never)),
        earliest="earliest" in sentence.marks or any(clause.first_thing for clause in clauses),
        latest="latest" in sentence.marks,
        soonest=any(clause.soonest for clause in clauses if not clause.negative),
        relative=relative,
    )


def _to_come(items: list[Item], calendar: Calendar) -> list[Item]:
    """The pieces without the days that are over, where others are named: "I booked yesterday, can
    it be Friday?" tells when, and neither asks for yesterday nor refuses it."""
    days = [item for item in items if isinstance(item, DayItem)]
    over = [item for item in days if item.days.last and item.days.last < calendar.today]
    return [item for item in items if item not in over] if len(over) < len(days) else items


_ENOUGH: set[Mark] = {"any", "earliest", "latest"}
_RELATIVE: tuple[Mark, ...] = ("later", "earlier", "other_day")
_SEPARATORS: set[Mark] = {"or", "and", "comma"}


def _mark(sentence: _Sentence, mark: Mark, following: Sequence[Item]) -> None:
    if mark in _SEPARATORS:
        sentence.joined_by_and = mark == "and"
        either = "or" in (mark, sentence.separator) or mark == "and"
        sentence.separator = "or" if either else mark
        ends = not _bare_list(following) or (sentence.corrects and _one_day(following))
        if mark == "comma" and sentence.negative and ends:
            _new_part(sentence)
    elif mark in ("stop", "rather") or (mark in ("but", "asks") and sentence.negative):
        _new_part(sentence)
    elif mark == "but":
        sentence.separator = None
    elif mark in ("not", "except", "busy"):
        sentence.negative, sentence.busy = True, mark == "busy"
        sentence.corrects = mark == "not" and all(clause.empty for clause in sentence.clauses)
        if not sentence.clauses[-1].empty:
            _new_clause(sentence, joined=False)
        sentence.clauses[-1].negative = True
    elif mark == "unlike":
        _turn(sentence, negative=True)
    elif mark == "like":
        _turn(sentence, negative=False)
    else:
        sentence.marks.add(mark)


def _bare_list(following: Sequence[Item]) -> bool:
    """Whether days or hours follow with nothing but joining words: the exclusion goes on."""
    for item in following:
        if isinstance(item, Filler) and item.word not in ("the", "on", "in", "at"):
            return False
        if isinstance(item, MarkItem):
            if item.mark in ("stop", "comma", "or", "and"):
                continue
            return item.mark in ("unlike", "not", "except", "busy")
        if isinstance(item, DayItem | HourItem):
            continue
    return True


def _one_day(following: Sequence[Item]) -> bool:
    """Whether one day follows and no list: "not Thursday, Monday after 5" wishes for Monday, "not
    Monday, Tuesday or Wednesday" and "no Mondays, Fridays" for neither."""
    days = [item for item in following if isinstance(item, DayItem)]
    joined = any(isinstance(item, MarkItem) and item.mark in _SEPARATORS for item in following)
    return len(days) == 1 and days[0].soonest and not joined


def _turn(sentence: _Sentence, negative: bool) -> None:
    """ "Monday doesn't work": what was said since the last stop is not wished for."""
    for clause in sentence.clauses[sentence.part :]:
        clause.negative = negative
    sentence.negative = False
    _new_part(sentence)


def _new_part(sentence: _Sentence) -> None:
    sentence.negative = False
    sentence.separator = None
    _new_clause(sentence, joined=False)
    sentence.part = len(sentence.clauses) - 1


def _new_clause(sentence: _Sentence, joined: bool) -> _Clause:
    if sentence.clauses[-1].empty:
        sentence.clauses.pop()
    clause = _Clause(negative=sentence.negative, joined=joined)
    sentence.clauses.append(clause)
    return clause


def _add_days(sentence: _Sentence, item: DayItem) -> None:
    clause, named = sentence.clauses[-1], item.days
    had, either = clause.days, sentence.separator == "or"
    if had is None:
        before = sentence.clauses[-2] if len(sentence.clauses) > 1 else _Clause()
        if clause.joined and before.days and not named.weekdays and only_weekdays(before.days):
            named = before.days = _both(before.days, named) or named  # "Tue at 2 or 3 next week"
        if either and clause.hours is not None:
            clause = _new_clause(sentence, joined=True)
    elif not either:
        both = _both(had, named)
        if both is not None:
            sentence.span = next((days for days in (had, named) if days.weekdays is None), None)
            clause.days, clause.soonest = both, clause.soonest and both.first is None
            return
        clause = _new_clause(sentence, joined=True)
    elif clause.hours is None and had.weekdays and named.weekdays and had.first is None:
        # "Monday or Wednesday next week": one set of weekdays
        clause.days = replace(named, weekdays=had.weekdays | named.weekdays)
        clause.soonest = clause.soonest and item.soonest
        return
    else:
        clause = _new_clause(sentence, joined=True)
    if clause.joined and sentence.span and only_weekdays(named):
        named = _both(sentence.span, named) or named  # "next week Tuesday or Thursday"
    clause.days, clause.soonest = named, item.soonest and named.first is None


def _add_hours(sentence: _Sentence, item: HourItem) -> None:
    clause = sentence.clauses[-1]
    if clause.negative and _is_another_limit(sentence, clause, item.hours):
        _new_part(sentence)
        clause = sentence.clauses[-1]
    if clause.hours is not None:
        either = sentence.separator == "or" and not _two_limits(sentence, clause.hours, item.hours)
        both = None if either else _overlap(clause.hours, item.hours)
        if both is not None:
            clause.hours = both
            clause.first_thing = clause.first_thing or item.first_thing
            return
        clause = _new_clause(sentence, joined=True)
    clause.hours, clause.first_thing = item.hours, item.first_thing


def _two_limits(sentence: _Sentence, one: Hours, other: Hours) -> bool:
    """Whether hours are the two ends of one wish: "after 9 and before 2:30"."""
    ends = {(hours.first == MIDNIGHT, hours.last == DAY_END) for hours in (one, other)}
    return sentence.joined_by_and and ends == {(True, False), (False, True)}


def _is_another_limit(sentence: _Sentence, excluded: _Clause, hours: Hours) -> bool:
    """Whether hours that follow an exclusion are wished for: "not Mondays and after 4" has two
    limits; "not Mondays after 4" has one, and "I'm busy Mondays and after 4" excludes both."""
    joined = sentence.joined_by_and and sentence.separator is not None and not sentence.busy
    open_ended = (hours.first == MIDNIGHT) != (hours.last == DAY_END)
    return joined and open_ended and excluded.days is not None and excluded.hours is None


def _both(one: Days, other: Days) -> Days | None:
    """Days that are in both ("Tuesday" and "next week"); None when these are two wishes."""
    if only_weekdays(one) and only_weekdays(other):
        return one if one == other else None
    weekdays = one.weekdays or other.weekdays
    if one.weekdays and other.weekdays:
        weekdays = one.weekdays & other.weekdays
    first = max((day for day in (one.first, other.first) if day), default=None)
    last = min((day for day in (one.last, other.last) if day), default=None)
    both = Days(first, last, weekdays)
    if first is None or last is None or both.distance(first) <= (last - first).days:
        return both
    # "Tuesday the 14th" when the 14th is a Monday: the number is what was looked up
    dated = [days for days in (one, other) if days.first and days.first == days.last]
    return dated[0] if len(dated) == 1 else None


def _overlap(one: Hours, other: Hours) -> Hours | None:
    """Hours that are in both ("morning" and "at 10"); None when these are two wishes."""
    if one.exact or other.exact:
        exact, wide = (one, other) if one.exact else (other, one)
        return exact if wide.contains(exact.first) else None
    first, last = max(one.first, other.first), min(one.last, other.last)
    near = next((hours for hours in (one, other) if hours.around), None)
    if near and (near.middle == EVENING.first or _is_all_of(near, first, last)):
        return near  # "in the afternoon, around 5"
    return Hours(first, last) if first <= last else None


def _is_all_of(near: Hours, first: time, last: time) -> bool:
    """Whether nothing is left out of hours but the minute in which the afternoon ends."""
    minutes = (near.last.hour - last.hour) * 60 + near.last.minute - last.minute
    return first == near.first and minutes <= 1


def _not_excluded(clauses: list[_Clause]) -> list[_Clause]:
    """Clauses without hours that are excluded besides: "mornings are bad, he is stiff till lunch"
    tells why."""
    never = [clause for clause in clauses if clause.negative and clause.hours]
    return [clause for clause in clauses if clause.negative or not _is_among(clause, never)]


def _is_among(clause: _Clause, others: Sequence[_Clause]) -> bool:
    hours = clause.hours
    return hours is not None and any(
        one.hours is not None
        and one.days in (None, clause.days)
        and (_within(hours, one.hours) or _is_the_rest(hours, one.hours))
        for one in others
    )


def _within(hours: Hours, wide: Hours) -> bool:
    return wide.first <= hours.first and hours.last <= wide.last


def _is_the_rest(hours: Hours, excluded: Hours) -> bool:
    """Whether hours are all that an exclusion leaves of a day: noon on, of "no mornings"."""
    return (excluded, hours) == (MORNING, Hours(first=NOON))


def _narrowed(clauses: list[_Clause]) -> list[_Clause]:
    """Clauses without what a later one narrows: "Wed or Thurs, prefer Thurs after lunch" wishes for
    Thursday after lunch, "3:30 or later. Thursday 4ish?" for Thursday then."""
    kept: list[_Clause] = []
    for clause in clauses:
        wider = next((one for one in kept if _narrows(clause, one)), None)
        if wider:
            clause.hours = _overlap(wider.hours or Hours(), clause.hours or Hours())
            clause.days = _both(wider.days or Days(), clause.days or Days()) or clause.days
            kept.remove(wider)
        kept.append(clause)
    return kept


def _narrows(clause: _Clause, before: _Clause) -> bool:
    """Whether a clause that names days wishes for a part of what the one before it does."""
    one, other = clause.days, before.days
    if clause.negative or before.negative or one is None:
        return False
    hours, wide = clause.hours or Hours(), before.hours or Hours()
    if other is None:
        either = clause.joined or clause.hours is None or wide.exact or hours.exact
        return not either and _overlap(wide, hours) is not None
    if not _within(hours, wide):
        return False
    if one.weekdays and other.weekdays and only_weekdays(one) and only_weekdays(other):
        return one.weekdays <= other.weekdays
    of_a_week = only_weekdays(one) and other.first != other.last and not clause.joined
    return of_a_week or one == other


def _met(clauses: list[_Clause]) -> list[_Clause]:
    """Clauses with a day and a time that a stop parts as one: "Wed then. 10 is fine", "next week.
    Around 10"; and what is said more exactly after it: "earlier please. 8:30", "after work? 5:15 or
    later"."""
    met: list[_Clause] = []
    for clause in clauses:
        # "Next week, not Monday and only after 3": what is excluded between them parts nothing.
        before = next((one for one in reversed(met) if not one.negative), None)
        if before and not (clause.negative or clause.joined):
            hours = clause.hours if clause.days is None else None
            wide = before.hours or Hours()
            exactly = hours and (_within(hours, wide) or (hours.exact and _overlap(wide, hours)))
            if hours and (before.hours is None or exactly):
                before.hours = hours
                continue
            if clause.hours is None and before.days is None and before.hours:
                clause.hours, clause.first_thing = before.hours, before.first_thing
                met.remove(before)  # "After 3. Any day Thursday or Friday"
        met.append(clause)
    return met


def _share(clauses: list[_Clause], offered: Sequence[datetime]) -> None:
    """Gives a clause the half it left out: hours from after it, days from before it.

    "Monday or Wednesday after 4", "tomorrow morning or afternoon". Hours on no day at all are
    meant for the day on offer, when there is one: "how about 4?".
    """
    pairs = [(one, two) for one, two in pairwise(clauses) if two.joined]
    pairs = [(one, two) for one, two in pairs if one.negative == two.negative]
    for clause, after in reversed(pairs):
        if clause.hours is None:
            clause.hours = after.hours
        elif clause.days is None and clause.hours.exact and after.hours and after.hours.exact:
            clause.days, clause.soonest = after.days, after.soonest  # "10 or 11 tomorrow"
    for before, clause in pairs:
        if clause.days is None:
            clause.days, clause.soonest = before.days, before.soonest
    days = {at.date() for at in offered}
    if len(days) == 1:
        day = days.pop()
        for clause in clauses:
            if clause.days is None and not clause.negative:
                clause.days = Days(day, day)


def _option(clause: _Clause) -> Option:
    return Option(clause.days or Days(), clause.hours or Hours())
