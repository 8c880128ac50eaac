"""Booking a screening: the time first, then who, the check, and the last yes."""

from __future__ import annotations

import logging
from typing import Any

from clinic.attention import Person
from clinic.content.facts import show_phone
from clinic.dialogue import free_times, wishes
from clinic.dialogue.turn import Turn
from clinic.screenings import (
    Screening,
    ScreeningError,
    Slot,
    SlotNotOffered,
    SlotTaken,
    TooManyScreenings,
    times,
    web_links,
)
from clinic.screenings.notices import too_many_screenings

logger = logging.getLogger(__name__)

TRIES_BEFORE_A_PERSON = 2


def begin(turn: Turn, another: bool = False) -> None:
    """Begins a booking with what is known already; who has one is told so first."""
    state = turn.state
    standing = known_visit(turn)
    if standing and not another and not state.told_booked and not state.relation:
        turn.say(
            "booked_already",
            turn.button("move"),
            turn.button("call_off"),
            turn.button("book_another"),
            when=turn.when(standing),
            reference=standing.reference,
        )
        turn.set(told_booked=True, booked=True)
        turn.answered = True
        return
    if standing and "name" not in turn.given:
        turn.set(name=None)  # another one is for somebody else, whose name is not known yet
    waiting = turn.services.waiting()
    phone = state.phone or turn.services.senders_phone or (waiting.phone if waiting else None)
    turn.set(
        phone=phone,
        name=turn.state.name or (waiting.name if waiting else None),
        offer_declined=False,
    )
    # Who goes on to book has given up looking for a visit, or waiting for a call.
    kept = tuple(frame for frame in turn.state.stack if frame.visit or frame.flow == "book")
    turn.set(stack=kept)
    turn.push("book")
    if state.dropped and "time" not in turn.given:
        free_times.hold(turn, state.dropped)
    turn.set(dropped=None, stopped=None)
    if waiting and waiting.offered and "time" not in turn.given:
        free_times.hold(turn, waiting.offered.code)


def own_visits(turn: Turn, begun: bool = False) -> list[Screening]:
    """The coming screenings that are this patient's own beyond doubt: those under the number a text
    came from, and the one booked or looked up in this conversation, whatever its number; with
    `begun` also one that should have begun."""
    own, state = turn.services.senders_phone, turn.state
    mine = turn.services.upcoming(own, begun) if own else []
    if not (state.reference and state.visit_phone) or state.visit_phone == own:
        return mine
    here = turn.services.upcoming(state.visit_phone, begun)
    return [*mine, *(screening for screening in here if screening.reference == state.reference)]


def known_visit(turn: Turn, begun: bool = False) -> Screening | None:
    """The first of the patient's own visits."""
    return next(iter(own_visits(turn, begun)), None)


def theirs(turn: Turn) -> Slot | Screening | None:
    """The time that is chosen for a visit, else the visit that stands."""
    return free_times.chosen(turn) or known_visit(turn)


# --- the time


def has_time(turn: Turn) -> bool:
    frame = turn.frame
    return frame is not None and (frame.slot is not None or frame.waiting)


def ask_time(turn: Turn, manner: str) -> None:
    frame = turn.frame
    options = free_times.options(turn)
    if frame is None or not options:
        turn.say("no_times", turn.button("waiting_list"), turn.button("person"))
        turn.asks("waiting_offer")
        return
    state = turn.state
    person = (turn.button("person"),) if state.tries >= TRIES_BEFORE_A_PERSON else ()
    values: dict[str, Any] = {
        "wish": turn.wish.description if turn.wish else "",
        "therapist": therapist_name(turn, state.therapist) if state.therapist else "",
        "closed": free_times.is_closed_then(turn),
    }
    if manner == "back" or (manner == "first" and free_times.was_taken_before(turn)):
        turn.say("back_time", *options)
    elif manner == "again":
        turn.say("ask_time_person" if person else "ask_time_again", *options, *person)
    elif frame.flow == "move" and frame.kind == "all" and frame.visit:
        old = times.say_short(turn.services.get(frame.visit), turn.clinic)
        turn.say("ask_time_move", *options, old=old)
    else:
        turn.say(_time_reply(frame.kind, values), *options, *person, **values)


def _time_reply(kind: str, values: dict[str, Any]) -> str:
    """Which reply fits: by what the times are, what was wished for, and with whom."""
    if values["therapist"] and kind in ("all", "exact", "matching", "nearest"):
        met = "nearest" if kind == "nearest" else "all"
        return f"ask_time_{met}_therapist"
    if kind == "nearest" and values["closed"]:
        return "ask_time_closed"
    if kind in ("exact", "matching", "nearest") and not values["wish"]:
        return "ask_time_all"
    return f"ask_time_{kind}"


# --- who


def has_name(turn: Turn) -> bool:
    return turn.state.name is not None


def ask_name(turn: Turn, manner: str) -> None:
    values = _with_time(turn)
    if "name?" in turn.changed:
        turn.say("right_name")
    elif manner == "back":
        turn.say("back_name", **values)
    elif manner == "again":
        _again(turn, "ask_name_again")
    elif turn.state.relation:
        turn.say("ask_name_other", **values)
    else:
        turn.say("ask_name", **values)


def has_phone(turn: Turn) -> bool:
    return turn.state.phone is not None


def ask_phone(turn: Turn, manner: str) -> None:
    values: dict[str, Any] = {**_with_time(turn), "name": turn.state.name}
    if "phone?" in turn.changed:
        turn.say("right_phone")
    elif manner == "back":
        turn.say("back_phone", **values)
    elif manner == "again":
        _again(turn, "ask_phone_again")
    elif turn.state.relation:
        turn.say("ask_phone_other", **values)
    else:
        turn.say("ask_phone", **values)


def _again(turn: Turn, reply: str) -> None:
    """Asks once more in other words; then with a person offered."""
    if turn.state.tries >= TRIES_BEFORE_A_PERSON:
        turn.say(f"{reply}_person", turn.button("person"), turn.button("stop"))
    else:
        turn.say(reply)


# --- the check


def is_free_of_signs(turn: Turn) -> bool:
    return bool(turn.frame and (turn.frame.free_of_signs or turn.frame.waiting))


def ask_signs(turn: Turn, manner: str) -> None:
    options = (turn.button("none_of_these"), turn.button("one_or_more"))
    person = (turn.button("person"),) if turn.state.tries >= TRIES_BEFORE_A_PERSON else ()
    reply = {"first": "ask_signs", "again": "ask_signs_again", "back": "back_signs"}[manner]
    if turn.state.relation and manner == "first":
        reply = "ask_signs_other"
    checklist = "\n".join(f"- {sign}" for sign in turn.services.checklist())
    turn.say(reply, *options, *person, checklist=checklist, **_with_time(turn))


# --- the last yes


def is_confirmed(turn: Turn) -> bool:
    return bool(turn.frame and (turn.frame.confirmed or turn.frame.waiting))


def ask_confirm(turn: Turn, manner: str) -> None:
    slot = free_times.chosen(turn)
    if slot is None or turn.state.name is None or turn.state.phone is None:
        return
    options = (turn.button("yes_book"), turn.button("other_time"), turn.button("stop"))
    reply = "back_confirm" if manner == "back" and not turn.changed else "ask_confirm"
    if manner == "again":
        reply = "ask_confirm_again"
    turn.say(
        reply,
        *options,
        # What stands in it can be changed where it stands.
        custom={"kind": "booking", "card": {"type": "summary"}},
        when=turn.when(slot),
        name=turn.state.name,
        number=show_phone(turn.state.phone),
    )


def finish(turn: Turn) -> None:
    """Books the held time; when it was lost after all, offers the next."""
    frame, state = turn.frame, turn.state
    if frame is None or state.name is None or state.phone is None:
        return
    if frame.waiting or frame.slot is None:
        turn.services.join_waiting_list(state.name, state.phone, wishes.in_english(turn.wish))
        turn.say("on_waiting_list", number=show_phone(state.phone))
        turn.pop()
        return
    try:
        screening = turn.services.book(frame.slot, state.name, state.phone)
    except SlotTaken as taken:
        codes = tuple(slot.code for slot in taken.instead[: free_times.TIMES_A_ROUND])
        turn.set_frame(slot=None, offered=codes, kind="taken", confirmed=False)
        return
    except SlotNotOffered:
        turn.set_frame(slot=None, confirmed=False)
        free_times.offer(turn, kind="taken")
        return
    except TooManyScreenings:
        turn.say_fixed("too_many", too_many_screenings(turn.clinic), turn.button("person"))
        turn.pop()
        return
    except ScreeningError:
        logger.exception("A confirmed screening could not be booked")
        turn.say("failed", turn.button("person"))
        turn.pop()
        return
    turn.pop()
    turn.set(
        wish=None,
        therapist=None,
        reference=screening.reference,
        visit_phone=screening.phone,
        stands=screening.slot.code,
        told_booked=False,
        booked=True,
    )
    say_booked(turn, screening)
    _begin_for_another(turn)


def _begin_for_another(turn: Turn) -> None:
    """Begins the further visit that was wished for with the last yes; the number is the same."""
    said, turn.another = turn.another, None
    if said is None:
        return
    named = next((item.name for item in said.names), None)
    relation = None if any(item.whose == "caller" for item in said.names) else said.relation
    turn.set(name=named, relation=relation, caller=None, call_when=None)
    turn.given.add("name")
    begin(turn, another=True)


def say_booked(turn: Turn, screening: Screening) -> None:
    """The time with its zone, the therapist, the place, the reference, what to bring."""
    clinic = turn.clinic
    turn.say(
        "booked" if clinic.address else "booked_no_address",
        custom={"kind": "booking", "card": card(turn, screening)},
        when=turn.when(screening),
        therapist=therapist_name(turn, screening.therapist),
        address=clinic.address,
        reference=screening.reference,
    )
    if turn.state.call_when:
        who = Person(screening.name, screening.phone)
        turn.services.task("other", turn.state.call_when, who)
        turn.say("call_when_noted", call_when=turn.state.call_when)
    # Elsewhere it stands on the card.
    if clinic.what_to_bring and turn.brief:
        turn.say("fact_bring", bring=clinic.what_to_bring)


def therapist_name(turn: Turn, therapist: str) -> str:
    """The therapist's name as patients see it; the id of one who has left the clinic."""
    named = {item.id: item.name for item in turn.clinic.therapists}
    return str(named.get(therapist, therapist))


def card(turn: Turn, screening: Screening) -> dict[str, object]:
    """What the widget needs to show a screening; `Card` in the web channel's description."""
    clinic = turn.clinic
    return {
        "type": "screening",
        "when": times.say(screening, clinic),
        "where": clinic.address,
        "reference": screening.reference,
        "therapist": therapist_name(turn, screening.therapist),
        "minutes": clinic.screening.length_minutes,
        "bring": clinic.what_to_bring,
        "map_url": web_links.map_link(clinic),
        "calendar_url": turn.services.calendar_link(screening.reference),
        "google_url": web_links.google_link(screening, clinic),
        "outlook_url": web_links.outlook_link(screening, clinic),
        "phone": clinic.phone,
    }


def _with_time(turn: Turn) -> dict[str, Any]:
    """The day and time, which stand in every question that follows them."""
    slot = free_times.chosen(turn)
    return {"when": times.say_short(slot, turn.clinic) if slot else ""}
