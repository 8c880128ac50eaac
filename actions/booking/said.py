"""What one message says about a booking, whatever was asked."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

from actions.person import phone_in
from actions.services import screenings
from actions.turn import Turn
from clinic import clock
from clinic.reading.names import find_name, read_name, read_name_beside
from clinic.reading.when import Option, Reading, Wish, read_wish
from clinic.screenings import Slot, SlotNotOffered
from clinic.screenings.phones import without_phones


@dataclass(frozen=True)
class Said:
    """What a message says.

    Attributes:
        name: a name that was said to be one, or given where one was asked for.
        phone: a phone number, E.164.
        slot: the code of a time that was chosen from those offered.
        time: a day or time in words, as it was read; None when there is none.
    """

    name: str | None
    phone: str | None
    slot: str | None
    time: Reading | None


def read(
    turn: Turn, words_for_time: str | None = None, offered: tuple[Slot, ...] | None = None
) -> Said:
    """Reads a message of a booking.

    Args:
        turn: the present turn.
        words_for_time: other words to read the time from, said in an earlier message.
        offered: what "later" is later than, see `read_time`.
    """
    phone = phone_in(turn)
    # A phone number's digits are no time of day.
    rest = without_phones(turn.text) if phone else turn.text
    words = words_for_time or rest
    time = read_time(turn, words, offered) if words else None
    if turn.requested_slot == "screening_time" and not time and _NUMBER.match(words):
        time = read_time(turn, f"at {words}")  # "10", told when times are asked for
    if time and time.wish and _only_excludes(time.wish):
        # "Not Monday" does not take back "after 4".
        before = (turn.slot("times_offered") or {}).get("wish")
        time = read_time(turn, f"{before}, {words}") or time if before else time
    named = find_name(turn.text)
    if turn.requested_slot == "patient_name" and not named:
        named = read_name_beside(rest) if phone or time else read_name(rest)
    return Said(name=named, phone=phone, slot=chosen_slot(turn), time=time)


def read_time(turn: Turn, words: str, offered: tuple[Slot, ...] | None = None) -> Reading | None:
    """The day or time in a message, None when there is none.

    "Later" and "another day" are meant against the times that are on offer, or the one that is
    chosen; `offered` says it is against others.
    """
    clinic = turn.content.clinic
    if offered is None:
        codes = (turn.slot("times_offered") or {}).get("codes", [])
        chosen = turn.slot("screening_time")
        offered = slots_of(codes or ([chosen] if chosen else []))
    reading = read_wish(words, clock.now(), clinic.tz, clinic.screening.ahead_days, offered=offered)
    return None if reading.problem == "unread" else reading


_NUMBER = re.compile(
    r"^\W*(?:\d{1,2}|four|five|six|seven|eight|nine|ten|eleven|twelve)\W*$", re.IGNORECASE
)


def _only_excludes(wish: Wish) -> bool:
    return wish.options == (Option(),) and bool(wish.never)


def slots_of(codes: list[str]) -> tuple[Slot, ...]:
    """The slots of codes that the clinic still gives."""
    slots = []
    for code in codes:
        with suppress(SlotNotOffered):
            slots.append(screenings().slot(code))
    return tuple(slots)


def chosen_slot(turn: Turn) -> str | None:
    """The code of the offered time that was chosen by its button or in words."""
    for entity in turn.message.get("entities") or []:
        if entity.get("entity") == "slot":
            return str(entity.get("value"))
    return None
