"""A person, please: the clinic's number, and a call back."""

from __future__ import annotations

from clinic.attention import Person
from clinic.content.facts import show_phone
from clinic.dialogue import opening
from clinic.dialogue.turn import Turn

TRIES_BEFORE_THE_END = 2
OF_A_VISIT = ("move", "call_off", "look_up")


def begin(turn: Turn) -> None:
    """Begins a call back; a number that is known already is the one to call."""
    turn.push("call_back")
    phone = turn.state.phone or turn.services.senders_phone
    turn.set_frame(phone=phone)


def has_phone(turn: Turn) -> bool:
    frame = turn.frame
    if frame and "phone" in turn.given:
        turn.set_frame(phone=turn.state.phone)
        return True
    return bool(frame and frame.phone)


def ask_phone(turn: Turn, manner: str) -> None:
    """Asks for the number to call, with the clinic's own beside it."""
    if manner == "again" and turn.state.tries >= TRIES_BEFORE_THE_END:
        give_up(turn)
        return
    reply = {"first": "ask_callback_phone", "again": "ask_callback_phone_again"}
    turn.say(reply.get(manner, "back_callback_phone"), turn.button("stop"))


def give_up(turn: Turn) -> None:
    """No number can be had: the clinic's own was said, and nobody is pressed."""
    turn.say("callback_given_up")
    _end(turn)


def finish(turn: Turn) -> None:
    """Gives the number to the staff; says so, and when somebody is there to call."""
    frame, state = turn.frame, turn.state
    phone = (frame.phone if frame else None) or state.phone
    if phone is None:
        return
    # When to call stands in the words themselves where it is said with them.
    detail = [turn.read.quote, None if "call_when" in turn.given else state.call_when]
    turn.services.task("call_back", "\n".join(filter(None, detail)), Person(state.name, phone))
    number = show_phone(phone)
    if state.call_when:  # "tomorrow morning, not today": no call is promised for now
        turn.say("callback_noted_when", number=number)
    elif opening.open_until(turn.clinic, turn.now):
        turn.say("callback_noted", number=number)
    else:
        turn.say("callback_noted_closed", number=number, **opening.say_next(turn.clinic, turn.now))
    if state.call_when:
        turn.say("call_when_noted", call_when=state.call_when)
    _end(turn)
    turn.set(called_back=True)


def _end(turn: Turn) -> None:
    turn.pop()
    if turn.frame and turn.frame.flow in OF_A_VISIT and not turn.frame.visit:
        turn.pop()  # the staff find the visit: its code is not asked for once more
    turn.answered = True


def is_changed(turn: Turn) -> bool:
    """Lets what is said of a call that was noted reach the staff; true when it is changed."""
    if not turn.state.called_back or turn.state.phone is None:
        return False
    if not turn.given & {"name", "phone", "call_when"}:
        return False
    turn.push("call_back", phone=turn.state.phone)
    finish(turn)
    return True
