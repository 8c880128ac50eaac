"""Takes what a message gives, whatever was asked: names, numbers, times, corrections."""

from __future__ import annotations

from dataclasses import replace

from clinic.content.facts import show_phone
from clinic.dialogue import booking, wishes
from clinic.dialogue.turn import Turn
from clinic.reading.read import Phone
from clinic.reading.relations import SOMEONE_ELSE, wants_one_more
from clinic.screenings import BadName
from clinic.screenings.names import check_name

VISITS = frozenset({"move", "call_off", "look_up"})


def take(turn: Turn) -> None:
    """Takes names, numbers, days and times into the state; notes what that corrects."""
    _put_off_another(turn)
    read = turn.read
    _take_names(turn)
    _take_phones(turn)
    # "Her name is Ana" says less than "for my mother" did.
    known = turn.state.relation and read.relation == SOMEONE_ELSE
    if read.relation and read.relation != turn.state.relation and not known:
        if turn.state.name and "name" not in turn.given:
            # The name given before is the writer's own.
            turn.set(caller=turn.state.name, name=None)
        turn.set(relation=read.relation)
        turn.given.add("relation")
    if read.call_when:
        turn.set(call_when=read.call_when)
        turn.given.add("call_when")
    if read.reference:
        turn.given.add("reference")
        if turn.flow in VISITS:
            turn.set_frame(reference=read.reference)
    _take_time(turn)
    for correction in read.corrections:
        if not correction.given:
            _forget(turn, correction.field)


def say_changes(turn: Turn) -> None:
    """Says back what was corrected; what was said to be wrong is asked for by the flow. How a visit
    that stands is to be reached the staff change."""
    state = turn.state
    of_a_visit = turn.flow not in ("book", "call_back") and booking.known_visit(turn) is not None
    if of_a_visit and {"name", "phone"} & set(turn.changed):
        turn.services.task("other", turn.read.quote, turn.person)
        turn.say("contact_passed_on")
        turn.given -= {"name", "phone"}
        turn.answered = True
        return
    if "name" in turn.changed and state.name:
        turn.say("changed_name", name=state.name)
    if "call_when" in turn.given and turn.flow == "book":
        turn.say("call_when_kept", call_when=state.call_when)
    if "phone" in turn.changed and state.phone:
        turn.say("changed_phone", number=show_phone(state.phone))


def _put_off_another(turn: Turn) -> None:
    """Puts off what is said of a further visit beside the last yes ("and one for me"): it changes
    nothing of the one that is agreed."""
    read = turn.read
    agreed = read.stance == "yes" and not read.corrections
    if turn.state.asked != "confirm" or not agreed or not wants_one_more(read.quote):
        return
    turn.another = read
    turn.read = replace(read, names=(), relation=None, time=None, wishes=())


def _take_names(turn: Turn) -> None:
    for named in turn.read.names:
        if not _is_name(named.name):
            continue
        if named.whose == "caller":
            turn.set(caller=named.name)
            turn.given.add("caller")
            if turn.state.relation is None and turn.state.name is None:
                turn.set(relation="someone else")
            continue
        # "And one for my husband Joe", where one is booked: the name of that one stands.
        further = turn.flow is None and turn.state.stands and turn.read.relation
        if turn.state.name not in (None, named.name) and not further:
            turn.changed.append("name")
        turn.set(name=named.name)
        turn.given.add("name")


def _take_phones(turn: Turn) -> None:
    phones = turn.read.phones
    wrong = {phone.number for phone in phones if phone.wrong}
    if turn.state.phone in wrong:
        turn.set(phone=None)
    number = _best([phone for phone in phones if not phone.wrong])
    if number is None:
        return
    turn.given.add("phone")
    if turn.flow in VISITS and turn.frame and turn.frame.visit is None:
        turn.set_frame(visit_phone=number)
        if turn.state.phone is None:
            turn.set(phone=number)
        return
    if turn.state.phone not in (None, number):
        turn.changed.append("phone")
    turn.set(phone=number)


def _best(phones: list[Phone]) -> str | None:
    """The number to reach the patient at: their own, else that of who writes for them."""
    ranked = sorted(phones, key=lambda phone: phone.whose != "patient")
    return ranked[0].number if ranked else None


def _take_time(turn: Turn) -> None:
    said = turn.read.time
    if said is None or _only_asks_about_it(turn):
        return
    turn.given.add("time")
    if said.therapist:
        turn.set(therapist=None if said.therapist == "any" else said.therapist)
    wish = wishes.after(turn.wish, said)
    turn.set(wish=wishes.as_json(wish))


def _only_asks_about_it(turn: Turn) -> bool:
    """Whether the day is one that the clinic's hours are asked for: "are you open Saturday?" in
    the middle of a booking moves nothing that was agreed."""
    asks = [wish.intent for wish in turn.read.wishes]
    return bool(turn.wish and turn.flow in ("book", "move") and asks == ["fact_hours"])


def _forget(turn: Turn, field: str) -> None:
    """What was said to be wrong is not known any more."""
    if field == "name":
        turn.set(name=None)
    elif field == "phone":
        turn.set(phone=None)
        turn.set_frame(visit_phone=None)
    elif field == "reference":
        turn.set_frame(reference=None, visit=None)
    elif field == "time" and turn.frame:
        shown = (*turn.frame.shown, *((turn.frame.slot,) if turn.frame.slot else ()))
        turn.set_frame(slot=None, shown=shown)
    turn.changed.append(f"{field}?")


def _is_name(name: str) -> bool:
    try:
        check_name(name)
    except BadName:
        return False
    return True
