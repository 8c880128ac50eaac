"""A visit that stands: found, shown, moved, called off."""

from __future__ import annotations

import logging

from clinic.dialogue import booking, free_times
from clinic.dialogue.turn import Turn
from clinic.reading.context import Flow, Option
from clinic.screenings import (
    Screening,
    ScreeningError,
    SlotNotOffered,
    SlotTaken,
    TooManyGuesses,
    UnknownScreening,
    times,
)
from clinic.screenings.references import EXAMPLE, LENGTH

logger = logging.getLogger(__name__)

VISIT = "visit:"
TRIES_BEFORE_A_PERSON = 2


def begin(turn: Turn, flow: Flow) -> None:
    """Begins to look for a visit; the one known in this conversation, or by the number a text
    came from, needs no reference."""
    turn.push(flow, reference=turn.read.reference)
    known = booking.own_visits(turn)
    if len(known) == 1 and turn.read.reference in (None, known[0].reference):
        turn.set_frame(visit=known[0].reference, reference=known[0].reference)
    elif "phone" in turn.given:
        turn.set_frame(visit_phone=turn.state.phone)


# --- looking for it


def has_reference(turn: Turn) -> bool:
    frame = turn.frame
    if frame is None or frame.visit or frame.reference:
        return True
    return bool(turn.services.senders_phone and booking.own_visits(turn))


def none_stands(turn: Turn) -> None:
    """By text: where nothing is booked under the number that writes, that is said, and no code is
    asked for that nobody has."""
    frame = turn.frame
    if frame is None or frame.reference or frame.visit or not turn.services.senders_phone:
        return
    if not booking.own_visits(turn):
        turn.pop()
        turn.say("no_visit_by_number", turn.button("book"), turn.button("person"))
        turn.answered = True


def ask_reference(turn: Turn, manner: str) -> None:
    """Asks for the code; where it is lost, a person can look."""
    if turn.read.refuses & {"reference", "phone"} or turn.state.tries >= TRIES_BEFORE_A_PERSON:
        lost_reference(turn)
        return
    reply = {"first": "ask_reference", "again": "ask_reference_again", "back": "back_reference"}
    unknown = manner == "first" and not turn.services.senders_phone
    # Whoever has no visit yet is shown the way to one, whatever they were taken to ask for.
    turn.say(
        "ask_reference_nothing_here" if unknown else reply[manner],
        turn.button("person"),
        turn.button("book"),
        example=EXAMPLE,
        length=LENGTH,
    )


def lost_reference(turn: Turn) -> None:
    """Ends a look-up that leads nowhere with a person at the clinic."""
    turn.say("reference_lost", turn.button("person"))
    _offer_a_call(turn)


def _offer_a_call(turn: Turn) -> None:
    """Ends the look-up with the offer of a call; one that was under way already just goes on."""
    turn.pop()
    if turn.flow != "call_back":
        turn.asks("call_offer")
        turn.done = True


def has_phone(turn: Turn) -> bool:
    frame = turn.frame
    return frame is None or bool(frame.visit or frame.visit_phone or turn.services.senders_phone)


def ask_phone(turn: Turn, manner: str) -> None:
    if turn.state.tries >= TRIES_BEFORE_A_PERSON:
        lost_reference(turn)
        return
    reply = {"first": "ask_visit_phone", "again": "ask_visit_phone_again"}
    turn.say(reply.get(manner, "back_visit_phone"))


def look_up(turn: Turn) -> None:
    """Finds the visit once reference and number are there; says so when there is none."""
    frame, own = turn.frame, turn.services.senders_phone
    if frame is None:
        return
    if frame.visit:
        _check_ahead(turn, frame.visit)
        return
    phone = frame.visit_phone or own
    chosen = (turn.read.choice or "").removeprefix(VISIT)
    mine = {item.reference: item.phone for item in booking.own_visits(turn)} if own else {}
    if chosen in mine:
        _found(turn, chosen, mine[chosen])
        return
    if not frame.reference or not phone:
        if len(mine) == 1:
            _found(turn, *next(iter(mine.items())))
        return
    if frame.reference in mine:
        _found(turn, frame.reference, mine[frame.reference])
        return
    if turn.services.booked_here(frame.reference, phone):
        # A stranger's wrong guesses lock nobody out of the visit they booked here.
        _found(turn, frame.reference, phone)
        return
    try:
        screening = turn.services.find(frame.reference, phone)
    except TooManyGuesses:
        turn.say("visit_locked", turn.button("person"))
        _offer_a_call(turn)
        return
    except UnknownScreening:
        turn.say("visit_not_found", turn.button("person"))
        turn.set_frame(reference=None, visit_phone=None)
        turn.asks("reference")
        turn.done = True
        return
    _found(turn, screening.reference, phone)


def _found(turn: Turn, reference: str, phone: str | None) -> None:
    turn.set_frame(visit=reference, reference=reference)
    turn.set(reference=reference, visit_phone=phone)
    _check_ahead(turn, reference)


def _check_ahead(turn: Turn, reference: str) -> None:
    """A visit that is over or called off can't be changed: that is said, and the flow ends."""
    screening = turn.services.get(reference)
    turn.set(stands=screening.slot.code)
    if screening == turn.services.done():
        return  # by this very message, whose handling was cut short
    if screening.state == "cancelled":
        turn.say("visit_called_off", turn.button("book"), when=turn.when(screening))
    elif screening.starts_at <= turn.now:
        turn.say("visit_over", turn.button("book"), when=turn.when(screening))
    else:
        return
    turn.pop()
    turn.set(reference=None, visit_phone=None, stands=None)


def is_found(turn: Turn) -> bool:
    return bool(turn.frame and turn.frame.visit)


def ask_which(turn: Turn, manner: str) -> None:
    """Asks which of several visits is meant."""
    known = booking.own_visits(turn)
    if not known:
        # Nothing stands under this number: the code is asked for.
        turn.set_frame(reference=None)
        turn.asks("reference")
        ask_reference(turn, "first")
        return
    options = [
        Option(f"{VISIT}{item.reference}", times.say_short(item, turn.clinic)) for item in known
    ]
    turn.say("ask_which_visit" if manner == "first" else "ask_which_visit_again", *options)


def found(turn: Turn) -> Screening:
    """The visit that was found before a step about it."""
    frame = turn.frame
    if frame is None or frame.visit is None:
        raise UnknownScreening("no visit was found yet")
    return turn.services.get(frame.visit)


# --- showing, moving, calling off


def finish_look_up(turn: Turn) -> None:
    screening = found(turn)
    turn.pop()
    show(turn, screening)


def show(turn: Turn, screening: Screening) -> None:
    """The visit with what can be done about it."""
    turn.say(
        "visit",
        turn.button("move"),
        turn.button("call_off"),
        custom={"kind": "booking", "card": booking.card(turn, screening)},
        when=turn.when(screening),
        therapist=booking.therapist_name(turn, screening.therapist),
        name=screening.name,
        reference=screening.reference,
    )
    turn.set(booked=True)
    turn.answered = True


def ask_move(turn: Turn, manner: str) -> None:
    slot = free_times.chosen(turn)
    if slot is None:
        return
    turn.say(
        "ask_move_again" if manner == "again" else "ask_move",
        turn.button("yes"),
        turn.button("other_time"),
        turn.button("no"),
        custom={"kind": "booking"},
        old=times.say_short(found(turn), turn.clinic),
        when=turn.when(slot),
    )


def finish_move(turn: Turn) -> None:
    """Moves the visit; when the new time was lost after all, the old one stays."""
    frame = turn.frame
    if frame is None or frame.slot is None or frame.visit is None:
        return
    try:
        screening = turn.services.move(frame.visit, frame.slot)
    except SlotTaken as taken:
        codes = tuple(slot.code for slot in taken.instead[: free_times.TIMES_A_ROUND])
        turn.set_frame(slot=None, offered=codes, kind="taken", confirmed=False)
        return
    except SlotNotOffered:
        turn.set_frame(slot=None, confirmed=False)
        free_times.offer(turn, kind="taken")
        return
    except ScreeningError:
        logger.exception("A screening could not be moved")
        turn.say("failed", turn.button("person"))
        turn.pop()
        return
    turn.pop()
    turn.set(wish=None, therapist=None, booked=True, stands=screening.slot.code)
    turn.say(
        "moved",
        custom={"kind": "booking", "card": booking.card(turn, screening)},
        when=turn.when(screening),
        therapist=booking.therapist_name(turn, screening.therapist),
        reference=screening.reference,
    )


def ask_call_off(turn: Turn, manner: str) -> None:
    turn.say(
        "ask_call_off_again" if manner == "again" else "ask_call_off",
        turn.button("yes"),
        turn.button("no"),
        custom={"kind": "booking"},
        when=turn.when(found(turn)),
    )


def finish_call_off(turn: Turn) -> None:
    screening = found(turn)
    try:
        turn.services.cancel(screening.reference)
    except ScreeningError:
        logger.exception("A screening could not be called off")
        turn.say("failed", turn.button("person"))
        turn.pop()
        return
    turn.pop()
    turn.set(reference=None, visit_phone=None, wish=None, stands=None)
    turn.set(called_off=screening.reference)
    turn.say("called_off", turn.button("book"), when=turn.when(screening))


def keep(turn: Turn) -> None:
    """What stands shall stand: ends a move or a call-off, and says which visit stays."""
    frame = turn.frame
    turn.services.release()
    if frame and frame.visit:
        turn.say("kept", when=turn.when(found(turn)))
    else:
        turn.say("kept_unknown")
    turn.pop()
    turn.set(wish=None, therapist=None)
    turn.answered = True
