"""What patients say about a visit that stands without changing it: they will be there, they are
late, it is not theirs, they no longer wait."""

from __future__ import annotations

from clinic.dialogue import booking, visits
from clinic.dialogue.turn import Turn
from clinic.reading.read import Wish
from clinic.reading.supposing import IF
from clinic.screenings import ScreeningError

MEETS = frozenset({"confirm_visit", "running_late", "not_me", "leave_waiting_list"})


def meet(turn: Turn, wish: Wish) -> None:
    """Answers, and writes it down where the staff see it."""
    turn.answered = True
    handler = {
        "confirm_visit": _will_be_there,
        "running_late": _is_late,
        "not_me": _is_somebody_else,
        "leave_waiting_list": _no_longer_waits,
    }[wish.intent]
    handler(turn, wish)


def _will_be_there(turn: Turn, _: Wish) -> None:
    visit = booking.known_visit(turn)
    if visit is None and "time" in turn.given and turn.flow is None:
        turn.set(wish=None)  # "please confirm my visit on Tuesday at 7": it is to be looked up
        visits.begin(turn, "look_up")
        return
    if visit is None:
        turn.say("confirmed_unknown")
        return
    try:
        turn.services.confirm_visit(visit.reference)
    except ScreeningError:
        turn.say("failed", turn.button("person"))
        return
    turn.say("visit_confirmed", when=turn.when(visit))


def _is_late(turn: Turn, wish: Wish) -> None:
    """The staff get a card at once; who it is, is asked where nothing tells."""
    if wish.subject == IF:
        turn.say("if_late")
        return
    visit = booking.known_visit(turn, begun=True)
    if visit:
        try:
            turn.services.running_late(visit.reference, turn.read.quote)
        except ScreeningError:
            visit = None  # it ended, or was called off, just now: the words still reach the staff
    if visit is None:
        turn.services.task("running_late", turn.read.quote, turn.person)
    if visit is None and turn.person.name is None and not turn.state.stack:
        turn.say("running_late_who")
        turn.asks("name")
    else:
        turn.say("running_late")


def takes_name_of_who_is_late(turn: Turn) -> bool:
    """Puts the name on the card of who said that they are late; true when that was asked for."""
    state = turn.state
    if turn.before.asked != "name" or state.stack or "name" not in turn.given:
        return False
    turn.services.task("running_late", state.name or "", turn.person)
    turn.say("running_late_named", name=state.name)
    turn.answered = True
    return True


def _is_somebody_else(turn: Turn, _: Wish) -> None:
    visit = booking.known_visit(turn)
    reference = f"{visit.reference}: " if visit else ""
    turn.services.task("not_them", f"{reference}{turn.read.quote}", turn.person)
    if visit:
        turn.services.unlink(visit.reference)
    turn.set(name=None, reference=None, visit_phone=None, stands=None)
    turn.say("not_them")


def _no_longer_waits(turn: Turn, _: Wish) -> None:
    phone = turn.services.senders_phone or turn.state.phone
    left = bool(phone and turn.services.leave_waiting_list(phone))
    turn.say("left_waiting_list" if left else "not_on_waiting_list")
