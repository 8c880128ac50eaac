"""A visit that was changed elsewhere since it was told of here: the staff moved it or called it
off, and the buttons and questions about it still stand in the chat. What stands now is said before
anything is done with it."""

from __future__ import annotations

from dataclasses import replace

from clinic.dialogue import booking, visits
from clinic.dialogue.free_times import SLOT
from clinic.dialogue.turn import Turn
from clinic.reading.context import Asked
from clinic.screenings import UnknownScreening

OF_A_VISIT = frozenset({"move", "call_off", "look_up"})
ABOUT_A_VISIT = frozenset({"reschedule_screening", "cancel_screening"})
CONFIRMS = ("confirm_move", "confirm_call_off")


def meet(turn: Turn, asked: Asked | None) -> Asked | None:
    """Meets what is said of a visit that was changed since, and an old time that is pressed.

    Returns:
        What is asked now: nothing, where the question was about what is no more.
    """
    asked = _meet_what_changed(turn, asked)
    if not turn.done:
        _meet_an_old_time(turn)
    return asked


def _meet_what_changed(turn: Turn, asked: Asked | None) -> Asked | None:
    """Says what has become of the visit that is meant, where it is another than was told.

    Called off, that ends what was under way. Moved, it goes on from the time that stands now: a yes
    to a question about the old one is none.
    """
    state, frame = turn.state, turn.frame
    here = frame is not None and frame.flow in OF_A_VISIT
    reference = frame.visit if frame is not None and here else state.reference
    if not (reference and state.stands) or not (here or _is_meant(turn)):
        return asked
    try:
        visit = turn.services.get(reference)
    except UnknownScreening:
        return asked
    as_told = visit.state != "cancelled" and visit.slot.code == state.stands
    if as_told or visit == turn.services.done():
        return asked
    if visit.state == "cancelled":
        turn.services.release()
        if here:
            turn.pop()
        turn.set(reference=None, visit_phone=None, stands=None, wish=None, called_off=reference)
        turn.say("visit_called_off", turn.button("book"), when=turn.when(visit))
        turn.answered = turn.done = True
        return None
    turn.set(stands=visit.slot.code)
    turn.say("visit_changed", when=turn.when(visit))
    if asked in CONFIRMS and turn.read.stance == "yes":
        turn.read = replace(turn.read, stance=None)
        return None
    return asked


def _meet_an_old_time(turn: Turn) -> None:
    """Meets the press of a time when nothing is under way: a visit that stands is shown, with what
    can be done about it; else the time is for a new one."""
    if turn.flow is not None or not (turn.read.choice or "").startswith(SLOT):
        return
    known = booking.known_visit(turn)
    if known is None:
        booking.begin(turn)
        return
    visits.show(turn, known)
    turn.done = True


def _is_meant(turn: Turn) -> bool:
    """Whether a message is about the visit that is known here."""
    return (
        (turn.read.choice or "").startswith(SLOT)
        or turn.read.stance == "keep"
        or any(wish.intent in ABOUT_A_VISIT for wish in turn.read.wishes)
    )
