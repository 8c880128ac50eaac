"""Silence: what was said long ago is forgotten, and who comes back finds the thread again."""

from __future__ import annotations

from datetime import timedelta

from clinic.dialogue import free_times
from clinic.dialogue.turn import Turn
from clinic.screenings import times

# After so long the thread is picked up in words.
COMES_BACK = timedelta(hours=3)
# After so long nobody remembers what "it" was.
FORGETS_THE_TOPIC = timedelta(hours=12)
# After so long an alarm is over, and so is a booking that was left.
FORGETS_ALL = timedelta(days=3)


def pick_up(turn: Turn) -> None:
    """Forgets what is too long ago; welcomes who comes back to something under way, and says
    what became of the time that was held."""
    now = turn.now.timestamp()
    before = turn.state.at
    turn.set(at=now)
    if before is None:
        return
    silence = timedelta(seconds=max(now - before, 0))
    if silence >= FORGETS_THE_TOPIC:
        turn.set(topic=None, fact=None, clarified=0, answers_since_offer=None, offer_declined=False)
        if not turn.state.stack:
            turn.set(asked=None, options=(), booked=False, declined=False)
    if silence >= FORGETS_ALL:
        turn.set(stack=(), asked=None, options=(), wish=None, therapist=None, tries=0)
        turn.set(alarm=None, alarm_group=None, reminded=False, help_comes=False, sign=None)
        turn.set(interrupted=(), under=None)
        return
    if silence >= COMES_BACK and turn.state.stack and turn.read.stance != "stop":
        _welcome_back(turn)


def _welcome_back(turn: Turn) -> None:
    frame = turn.frame
    turn.answered = True
    if frame is None or frame.flow not in ("book", "move") or frame.slot is None:
        turn.say("back_after_silence")
        return
    slot = free_times.chosen(turn)
    when = times.say_short(slot, turn.clinic) if slot else ""
    if free_times.keep(turn):
        turn.say("back_still_free", when=when)
    else:
        turn.say("back_not_free", when=when)
        turn.set(asked="time")
