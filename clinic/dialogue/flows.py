"""The flows, declared as steps, and the one way in which all of them go on.

A flow is a row of steps; each says what it waits for, whether that is there already, and how it
is asked for. Whatever a message gives was taken before (`taking`), so an answer given early, or
several at once, just leaves fewer steps to ask. What is interrupted waits on the stack.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from clinic.dialogue import booking, calling_back, free_times, visits
from clinic.dialogue.turn import Turn
from clinic.reading.context import Asked, Flow

# How a question is put: for the first time; once more, since the answer could not be read; or as
# the way back after something else was answered.
Manner = Literal["first", "again", "back"]
# Asked for the first time, these are put in full whatever was answered before them.
# Given beside what was asked for, it is said to be taken.
GOT = frozenset({"name", "phone", "call_when", "relation", "caller"})
SAID_IN_FULL = ("signs", "confirm", "confirm_move", "confirm_call_off", "time")


@dataclass(frozen=True)
class Step:
    """One thing a flow needs.

    Attributes:
        asked: its name in the context.
        there: whether it is there, or not needed.
        ask: asks for it.
        prepare: what has to be looked up before it can be known to be there, or asked for.
    """

    asked: Asked
    there: Callable[[Turn], bool]
    ask: Callable[[Turn, Manner], None]
    prepare: Callable[[Turn], None] | None = None


TIME = Step("time", booking.has_time, booking.ask_time, free_times.prepare)
VISIT_STEPS = (
    Step("reference", visits.has_reference, visits.ask_reference, visits.none_stands),
    Step("visit_phone", visits.has_phone, visits.ask_phone),
    Step("visit", visits.is_found, visits.ask_which, visits.look_up),
)
FLOWS: dict[Flow, tuple[Step, ...]] = {
    "book": (
        TIME,
        Step("name", booking.has_name, booking.ask_name),
        Step("phone", booking.has_phone, booking.ask_phone),
        Step("signs", booking.is_free_of_signs, booking.ask_signs),
        Step("confirm", booking.is_confirmed, booking.ask_confirm),
    ),
    "move": (*VISIT_STEPS, TIME, Step("confirm_move", booking.is_confirmed, visits.ask_move)),
    "call_off": (
        *VISIT_STEPS,
        Step("confirm_call_off", booking.is_confirmed, visits.ask_call_off),
    ),
    "look_up": VISIT_STEPS,
    "call_back": (Step("callback_phone", calling_back.has_phone, calling_back.ask_phone),),
}
FINISH: dict[Flow, Callable[[Turn], None]] = {
    "book": booking.finish,
    "move": visits.finish_move,
    "call_off": visits.finish_call_off,
    "look_up": visits.finish_look_up,
    "call_back": calling_back.finish,
}


def go_on(turn: Turn) -> None:
    """Asks for what the present flow needs next, or finishes it and goes on with the one that it
    interrupted."""
    while turn.frame is not None and not turn.done:
        flow, depth = turn.flow, len(turn.state.stack)
        missing = _missing(turn)
        if turn.done or turn.flow != flow or len(turn.state.stack) != depth or flow is None:
            continue  # looking for a visit ended the flow
        if missing is None:
            FINISH[flow](turn)
            continue
        manner = _manner(turn, missing.asked)
        if manner == "again" and turn.read.known_before:
            turn.say("not_kept")  # "same number as last time"
            manner = "back"
        unsaid = turn.given & GOT - set(turn.changed)  # what was changed has been said back
        if manner == "first" and missing.asked == turn.before.asked and unsaid:
            turn.say("got_that")
        turn.asks(missing.asked)
        missing.ask(turn, manner)
        if len(turn.state.stack) == depth:
            return  # else it was given up: what it interrupted goes on


def _missing(turn: Turn) -> Step | None:
    """The first step that is not there yet."""
    if turn.flow is None:
        return None
    for step in FLOWS[turn.flow]:
        if step.prepare:
            step.prepare(turn)
        if turn.frame is None or not step.there(turn):
            return step
    return None


def _manner(turn: Turn, asked: Asked) -> Manner:
    """How a question is put, by what happened in this turn."""
    before = turn.before
    resumed = any(frame.flow == turn.flow for frame in before.stack)
    if turn.answered and resumed and (asked == before.asked or asked not in SAID_IN_FULL):
        return "back"
    if asked != before.asked or not resumed:
        return "first"
    if turn.given or turn.changed or turn.read.choice:
        return "first"
    if turn.state.tries == before.tries:
        turn.set(tries=before.tries + 1)
    return "again"


def stop(turn: Turn) -> None:
    """Ends what is under way, and what it interrupted; a held time is free again."""
    flow = turn.flow
    turn.services.release()
    if flow is None:
        turn.say("alarm_listens_crisis" if turn.state.alarm == "C" else "stopped_nothing")
    else:
        turn.say("stopped_booking" if flow == "book" else "stopped")
        slot = (turn.frame.slot or "") if turn.frame and flow == "book" else None
        turn.set(stack=(), wish=None, therapist=None, stopped=slot)
    turn.set(asked=None, tries=0)
    turn.answered = True
