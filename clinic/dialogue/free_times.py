"""The time of a screening: offered first, held when chosen, others when those don't suit."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from clinic.content.facts import WEEKDAYS
from clinic.dialogue.turn import Turn
from clinic.reading.context import Option
from clinic.reading.when.wish import Days, Hours, Wish
from clinic.screenings import (
    Screening,
    Slot,
    SlotNotOffered,
    SlotTaken,
    UnknownScreening,
    times,
)

SLOT = "slot:"
# After so many rounds of other times a person is offered.
ROUNDS_BEFORE_A_PERSON = 2
TIMES_A_ROUND = 3
# Why nothing that was wished for can be had.
CAN_NOT_BE = ("past", "too_far")


def prepare(turn: Turn) -> None:
    """Puts times on offer where none are, before the time is asked for."""
    frame = turn.frame
    if frame and not frame.slot and not frame.offered and not frame.waiting:
        offer(turn, kind=frame.kind if frame.kind in CAN_NOT_BE else None)


def take(turn: Turn) -> None:
    """Takes the time in a message: one that is chosen is held, a wish brings others."""
    if turn.flow not in ("book", "move"):
        return
    chosen = turn.read.choice or ""
    if chosen.startswith(SLOT):
        hold(turn, chosen.removeprefix(SLOT))
        return
    said = turn.read.time
    if said is None:
        return
    problem = said.reading.problem if said.reading else None
    if problem in CAN_NOT_BE and not said.takes_back:
        turn.services.release()
        _let_go(turn)
        turn.set_frame(offered=(), kind=problem)
        return
    if _is_chosen_already(turn):
        return
    meant = _meant_of_those_offered(turn)
    if meant:
        hold(turn, meant)
        return
    offer(turn)


def names_its_own(turn: Turn, wish: Wish | None) -> bool:
    """Whether a wish is for the very time, or just for the day, that the visit to be moved has."""
    visit = _to_be_moved(turn)
    if visit is None or wish is None or len(wish.options) != 1 or wish.options[0].days == Days():
        return False
    if turn.state.therapist not in (None, visit.therapist):
        return False  # the same time with somebody else
    hours, local = wish.options[0].hours, visit.starts_at.astimezone(turn.clinic.tz)
    return (hours.exact or hours == Hours()) and wish.options[0].contains(local)


def offer(turn: Turn, kind: str | None = None) -> None:
    """Puts free times that fit the wishes so far on offer; the one very time that was wished for
    is held at once."""
    frame = turn.frame
    if frame is None:
        return
    if turn.wish and turn.wish.exact and names_its_own(turn, turn.wish):
        turn.set(wish=None)  # "I have 9:30 on the 7th, move it": which visit, not where to
    wish = None if kind in CAN_NOT_BE else turn.wish
    # A time that was passed over and is asked for by name now is free like any other.
    named = wish is not None and wish.exact and "time" in turn.given and kind != "other"
    refused = frozenset() if named else frozenset(frame.shown)
    besides = _stands_at(turn)
    therapist = turn.state.therapist
    found = turn.services.offer(wish, therapist=therapist, refused=refused, besides=besides)
    if not found.slots and therapist:
        found = turn.services.offer(wish, refused=refused, besides=besides)
        kind = kind or "nearest"
    if found.kind == "exact" and len(found.slots) == 1 and kind is None:
        hold(turn, found.slots[0].code)
        return
    codes = tuple(slot.code for slot in found.slots)
    _let_go(turn)
    turn.set_frame(offered=codes, kind=kind or found.kind)


def _let_go(turn: Turn) -> None:
    """Chooses the time no longer; "never mind, keep it" takes it back."""
    frame = turn.frame
    if frame and frame.slot:
        turn.set_frame(chosen_before=frame.slot, slot=None)
    turn.set_frame(confirmed=False)


def take_back(turn: Turn) -> None:
    """Keeps the time that was chosen before others were asked for, where there was one."""
    frame = turn.frame
    if frame and frame.slot is None and frame.chosen_before:
        hold(turn, frame.chosen_before)


def others(turn: Turn) -> None:
    """Offers other times than those on offer, or than the one that was chosen."""
    frame = turn.frame
    if frame is None:
        return
    turn.services.release()
    seen = frame.offered or ((frame.slot,) if frame.slot else ())
    rounds = turn.state.tries + 1
    turn.set_frame(shown=(*frame.shown, *seen)[-30:])
    offer(turn, kind="other")
    frame = turn.frame
    if frame and not frame.offered and frame.shown:
        # Nothing is left but what was seen already.
        turn.set_frame(shown=())
        offer(turn, kind="seen_all")
    turn.set(tries=rounds)


def hold(turn: Turn, code: str) -> None:
    """Keeps a time; when somebody else has it, the nearest free ones are offered."""
    try:
        slot = turn.services.hold(code, only=turn.state.therapist is not None)
    except SlotTaken as taken:
        codes = tuple(item.code for item in taken.instead[:TIMES_A_ROUND])
        turn.set_frame(slot=None, offered=codes, kind="taken", confirmed=False)
        return
    except SlotNotOffered:
        offer(turn, kind="taken")
        return
    turn.set_frame(slot=slot.code, chosen_before=None, offered=(), kind="", confirmed=False)
    turn.set(tries=0)
    turn.given.add("slot")


def keep(turn: Turn) -> bool:
    """Keeps the chosen time a while longer; false when it was lost meanwhile, and then others are
    on offer."""
    frame = turn.frame
    if frame is None or frame.slot is None:
        return True
    if turn.services.held() == frame.slot:
        return True
    done = turn.services.done()
    if done and done.slot.code == frame.slot:
        return True  # this message booked it already: the hold went with that
    confirmed = frame.confirmed
    hold(turn, frame.slot)
    kept = turn.frame is not None and turn.frame.slot is not None
    if kept and confirmed:
        turn.set_frame(confirmed=True)
    return kept


def was_taken_before(turn: Turn) -> bool:
    """Whether that a time was taken was said already, when these were put on offer."""
    frame, before = turn.frame, turn.before.frame
    if frame is None or before is None or frame.kind != "taken":
        return False
    return (before.kind, before.offered) == (frame.kind, frame.offered)


def is_closed_then(turn: Turn) -> bool:
    """Whether the clinic gives no screenings at all on the days that are wished for."""
    wish, hours = turn.wish, turn.clinic.hours
    if wish is None:
        return False
    days: set[int] = set()
    for option in wish.options:
        first = option.days.first
        if option.days.weekdays is not None:
            days |= option.days.weekdays
        elif first is not None and first == option.days.last:
            days.add(first.weekday())
        else:
            return False
    return not any(hours.get(WEEKDAYS[day]) for day in days)


def options(turn: Turn) -> tuple[Option, ...]:
    """The times on offer, as they can be chosen."""
    frame = turn.frame
    return tuple(
        Option(f"{SLOT}{slot.code}", times.say_short(slot, turn.clinic))
        for slot in slots_of(turn, frame.offered if frame else ())
    )


def slots_of(turn: Turn, codes: tuple[str, ...]) -> tuple[Slot, ...]:
    """The slots of codes that the clinic still gives."""
    slots = []
    for code in codes:
        with suppress(SlotNotOffered):
            slots.append(turn.services.slot(code))
    return tuple(slots)


def chosen(turn: Turn) -> Slot | None:
    """The time that is chosen; None when none is, or the clinic gives it no longer."""
    frame = turn.frame
    found = slots_of(turn, (frame.slot,)) if frame and frame.slot else ()
    return found[0] if found else None


def _to_be_moved(turn: Turn) -> Screening | None:
    frame = turn.frame
    if frame is None or frame.flow != "move" or not frame.visit:
        return None
    try:
        return turn.services.get(frame.visit)
    except UnknownScreening:
        return None


def _stands_at(turn: Turn) -> datetime | None:
    """The time that a visit to be moved has now: it is not offered, but with somebody else."""
    visit = _to_be_moved(turn)
    if visit is None or turn.state.therapist not in (None, visit.therapist):
        return None
    return visit.starts_at


def _is_chosen_already(turn: Turn) -> bool:
    """Whether the time in the message is the one that is chosen ("yes, 3 pm is great")."""
    slot, said = chosen(turn), turn.read.time
    wish = said.reading.wish if said and said.reading else None
    if slot and said and said.therapist == slot.therapist and said.reading is None:
        return True  # "with Robin", of a time of Robin's
    if slot is None or wish is None or turn.read.stance == "no" or (said and said.therapist):
        return False
    zone = turn.clinic.tz
    return wish.names(slot, zone) or (
        wish.matches(slot, zone) and turn.read.stance in ("yes", "keep")
    )


def _meant_of_those_offered(turn: Turn) -> str | None:
    """The code of the one offered time whose hour was named; None when none or more could be."""
    frame, said = turn.frame, turn.read.time
    wish = said.reading.wish if said and said.reading else None
    if frame is None or wish is None:
        return None
    fitting = [slot for slot in slots_of(turn, frame.offered) if wish.names(slot, turn.clinic.tz)]
    return fitting[0].code if len(fitting) == 1 else None
