"""What patients say about a visit that stands without changing it: they will be there, they are
late, it is not theirs, they no longer wait."""

from __future__ import annotations

from clinic.attention import Person
from clinic.dialogue import booking
from clinic.dialogue.turn import Turn
from clinic.reading.read import Wish

MEETS = frozenset({"confirm_visit", "running_late", "not_me", "leave_waiting_list"})


def meet(turn: Turn, wish: Wish) -> None:
    """Answers, and leaves the staff a task where there is something to do."""
    turn.answered = True
    handler = {
        "confirm_visit": _will_be_there,
        "running_late": _is_late,
        "not_me": _is_somebody_else,
        "leave_waiting_list": _no_longer_waits,
    }[wish.intent]
    handler(turn)


def _will_be_there(turn: Turn) -> None:
    visit = booking.known_visit(turn)
    if visit is None:
        turn.say("confirmed_unknown")
        return
    turn.services.task(
        "other", f"{visit.reference}: will be there", Person(visit.name, visit.phone)
    )
    turn.say("visit_confirmed", when=turn.when(visit))


def _is_late(turn: Turn) -> None:
    visit = booking.known_visit(turn)
    reference = f"{visit.reference}: " if visit else ""
    turn.services.task("other", f"{reference}{turn.read.quote}", turn.person)
    turn.say("running_late")


def _is_somebody_else(turn: Turn) -> None:
    visit = booking.known_visit(turn)
    reference = f"{visit.reference}: " if visit else ""
    turn.services.task("other", f"{reference}{turn.read.quote}", turn.person)
    if visit:
        turn.services.unlink(visit.reference)
    turn.set(name=None, reference=None, visit_phone=None)
    turn.say("not_them")


def _no_longer_waits(turn: Turn) -> None:
    phone = turn.services.senders_phone or turn.state.phone
    left = bool(phone and turn.services.leave_waiting_list(phone))
    turn.say("left_waiting_list" if left else "not_on_waiting_list")
