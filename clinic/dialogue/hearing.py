"""Hears how the patient stands to what was asked or offered: yes, no, wait, undecided, stop,
keep, and a refusal to say something."""

from __future__ import annotations

from collections.abc import Callable

from clinic.dialogue import answers, booking, calling_back, changed, flows, free_times, visits
from clinic.dialogue.turn import Turn
from clinic.reading.context import Asked
from clinic.reading.when.wish import Wish
from clinic.reading.wishes import INSTEAD
from clinic.screenings import times

QUESTIONS = ("ask_", "fact_", "follow_", "tell_me", "what_else")


def is_question(intent: str) -> bool:
    """Whether an intent asks something."""
    return intent.startswith(QUESTIONS)


CONFIRMS = ("confirm", "confirm_move", "confirm_call_off")
# What is refused, by what was asked.
FIELD_OF = {
    "name": "name",
    "phone": "phone",
    "callback_phone": "phone",
    "visit_phone": "phone",
    "reference": "reference",
}


def hear(turn: Turn, asked: Asked | None) -> None:
    """Takes the stance to what was asked; what follows from it comes later in the turn. A visit
    that was changed meanwhile is met before."""
    asked = changed.meet(turn, asked)
    if turn.done:
        return
    refused = FIELD_OF.get(asked or "")
    said_no = turn.read.stance == "no" and not (turn.given or turn.read.wishes)
    if refused and (refused in turn.read.refuses or said_no):
        _refused(turn, asked or "", refused)
        return
    handler = _STANCES.get(turn.read.stance or "")
    if wants_what_it_has(turn):
        visits.keep(turn)
    elif handler:
        handler(turn, asked)
    elif asked == "book_offer" and turn.given & {"name", "phone", "time"}:
        booking.begin(turn)
    elif asked == "call_offer" and "phone" in turn.given:
        calling_back.begin(turn)


def confirm(turn: Turn, asked: str | None) -> None:
    """Takes the last yes, when nothing was changed with it."""
    before, frame = turn.before.frame, turn.frame
    if asked not in CONFIRMS or turn.read.stance != "yes" or frame is None or before is None:
        return
    if turn.changed or frame.flow != before.flow or _start(frame.slot) != _start(before.slot):
        return
    turn.set_frame(confirmed=True)


def _start(code: str | None) -> str | None:
    """When a time begins; another therapist's at the same time is the same to the patient."""
    return code and code.partition("@")[2]


def _yes(turn: Turn, asked: str | None) -> None:
    offered_person = any(option.key == "person" for option in turn.before.options)
    if asked in ("book_offer", "call_offer"):
        # "Ok, and what about massage?" goes on asking; it takes nothing up.
        if not any(is_question(wish.intent) for wish in turn.read.wishes):
            (booking.begin if asked == "book_offer" else calling_back.begin)(turn)
    elif asked == "waiting_offer":
        turn.set_frame(waiting=True, offered=())
    elif asked == "time" and turn.frame and not turn.given:
        _yes_to_times(turn)
    elif asked in FIELD_OF and offered_person and turn.state.tries and not turn.given:
        turn.set(tries=0)
        calling_back.begin(turn)
    elif asked is None and _may_take_up(turn):
        _take_up(turn)
    elif asked is None and turn.state.offer_declined and not turn.read.wishes and not turn.flow:
        booking.begin(turn)  # "ok, actually yes, I need it"
    elif asked is None and not turn.read.wishes and not turn.given and not turn.state.stack:
        _yes_to_nothing(turn, offered_person)


def _yes_to_nothing(turn: Turn, offered_person: bool) -> None:
    """Meets a yes where nothing was asked; after an alarm a call may have been offered."""
    if not turn.state.alarm:
        turn.say("no_topic_yet", *answers.starters(turn))
    elif offered_person:
        calling_back.begin(turn)  # "our staff can call you, too"
    else:
        turn.say("alarm_ok")


def _may_take_up(turn: Turn) -> bool:
    """Whether a booking was stopped, and nothing else is under way or asked for."""
    stopped = turn.state.stopped is not None
    return stopped and not (turn.read.wishes or turn.state.stack)


def _book_once_more(turn: Turn, reference: str) -> None:
    """ "Put it back": begins a new booking of the visit that was called off, at its time."""
    turn.set(dropped=turn.services.get(reference).slot.code, called_off=None)
    booking.begin(turn)


def _take_up(turn: Turn) -> None:
    """ "Actually yes", "no, keep it": goes on with the booking that was just stopped."""
    turn.set(dropped=turn.state.stopped or None)
    booking.begin(turn)


def _yes_to_times(turn: Turn) -> None:
    """ "Yes" to one time means it; to several it is asked which, and then the first is taken."""
    frame = turn.frame
    if frame is None or not frame.offered or (turn.read.choice or "").startswith("slot:"):
        return
    if len(frame.offered) == 1 or frame.kind == "which":
        free_times.hold(turn, frame.offered[0])
    else:
        turn.set_frame(kind="which")
        turn.given.add("wish")


def _no(turn: Turn, asked: str | None) -> None:
    handler = _NO_TO.get(asked or "")
    if handler:
        handler(turn)
    elif not turn.read.wishes and not turn.given and not turn.answered:
        _nothing_to_stop(turn)


def _nothing_to_stop(turn: Turn) -> None:
    """Meets a "no" or a "stop" to nothing that was asked; after a crisis it is no goodbye."""
    turn.say("alarm_listens_crisis" if turn.state.alarm == "C" else "stopped_nothing")


def _no_sign(turn: Turn) -> None:
    turn.set_frame(free_of_signs=True)
    turn.given.add("signs")


def _no_such_time(turn: Turn) -> None:
    if "time" not in turn.given and not turn.changed:
        free_times.others(turn)
        turn.given.add("time")


def _no_change(turn: Turn) -> None:
    if "time" not in turn.given:
        visits.keep(turn)


def _no_screening(turn: Turn) -> None:
    turn.set(offer_declined=True)
    if not turn.read.wishes:
        turn.say("offer_declined")


def _none_of_these_topics(turn: Turn) -> None:
    turn.say("rephrase")
    turn.answered = True


def _no_to_the_summary(turn: Turn) -> None:
    """ "No" to the summary: what is wrong is asked for once; said again, it ends the booking."""
    if turn.given or turn.changed or turn.read.wishes:
        return
    if turn.state.tries:
        flows.stop(turn)
        return
    turn.say("what_to_change", turn.button("other_time"), turn.button("stop"))
    turn.set(tries=1, asked="confirm")
    turn.done = True


_NO_TO: dict[str, Callable[[Turn], None]] = {
    "signs": _no_sign,
    "time": _no_such_time,
    "confirm": _no_to_the_summary,
    "confirm_move": _no_change,
    "confirm_call_off": _no_change,
    "waiting_offer": flows.stop,
    "visit": visits.lost_reference,
    "book_offer": _no_screening,
    "which": _none_of_these_topics,
}


def _wait(turn: Turn, _: str | None) -> None:
    if turn.read.wishes:
        return
    slot = free_times.chosen(turn)
    free_times.keep(turn)
    if slot and turn.state.flow == "book":
        turn.say("wait_held", when=times.say_short(slot, turn.clinic))
    else:
        turn.say("wait")
    turn.asks(turn.before.asked)
    turn.done = True


def _undecided(turn: Turn, asked: str | None) -> None:
    if asked in ("book_offer", "call_offer", "which") and not turn.read.wishes:
        turn.say("no_hurry", *turn.ways_on())
    elif asked == "time" and not turn.given and turn.state.tries == 0:
        turn.say("undecided_time")
        turn.answered = True
        turn.set(tries=1)
    elif asked == "callback_phone" and not (turn.given or turn.read.wants("talk_to_person")):
        turn.pop()
        turn.say("no_hurry", *turn.ways_on())
    elif asked in CONFIRMS and not turn.given:
        turn.say("undecided")
        turn.answered = True


def _stop(turn: Turn, _: str | None) -> None:
    if turn.read.wants("cancel_screening") and turn.flow != "book":
        return  # "cancel it": a visit that stands is meant
    instead = {wish.intent for wish in turn.read.wishes} & INSTEAD
    if instead and (turn.flow != "book" or "book_screening" not in instead):
        turn.services.release()
        turn.set(stack=())  # "nvm the call, let's just book"
    if instead:
        return  # and "never mind that time, book another one" goes on
    flows.stop(turn)


def _named(turn: Turn) -> Wish | None:
    """The day or time that this message names."""
    said = turn.read.time
    return said.reading.wish if said and said.reading else None


def wants_what_it_has(turn: Turn) -> bool:
    """Whether the time that is named is the one that the visit to be moved has: it stays."""
    named = _named(turn)
    exact = bool(named and named.exact) and free_times.names_its_own(turn, named)
    return exact and not turn.read.wants("reschedule_screening")


def _keep(turn: Turn, _: str | None) -> None:
    if turn.flow in ("move", "call_off"):
        elsewhere = turn.flow == "move" and turn.frame and turn.frame.visit and _named(turn)
        if not elsewhere or free_times.names_its_own(turn, _named(turn)):
            visits.keep(turn)  # "keep it on Thursday but at 5" moves it
        return
    if turn.flow == "book":
        free_times.take_back(turn)
        return
    standing = booking.known_visit(turn) if turn.flow is None else None
    if standing:
        turn.say("kept", when=turn.when(standing))
        turn.answered = True
    elif turn.flow is None and turn.state.called_off and not turn.given:
        _book_once_more(turn, turn.state.called_off)
    elif turn.flow is None and turn.state.stopped is not None:
        _take_up(turn)
    elif turn.flow is None and not turn.read.wishes:
        turn.say("stopped_nothing")


_STANCES: dict[str, Callable[[Turn, str | None], None]] = {
    "yes": _yes,
    "no": _no,
    "wait": _wait,
    "undecided": _undecided,
    "stop": _stop,
    "keep": _keep,
}


# --- a refusal


def _refused(turn: Turn, asked: str, field: str) -> None:
    """Says why it is asked and what can be done without it; refused again, it is not pressed."""
    frame = turn.frame
    turn.answered = True
    if frame is None:
        turn.say("stopped_nothing")
        return
    if asked == "reference" or asked == "visit_phone":
        visits.lost_reference(turn)
    elif asked == "callback_phone":
        calling_back.give_up(turn)
    elif field in frame.refused:
        turn.services.release()
        turn.say("refused_again")
        turn.set(stack=(), asked=None, dropped=frame.slot)
        turn.done = True
    else:
        turn.set_frame(refused=(*frame.refused, field))
        turn.say(f"refused_{field}", turn.button("person"), turn.button("stop"))
        turn.asks(turn.before.asked)
        turn.done = not turn.read.wishes
