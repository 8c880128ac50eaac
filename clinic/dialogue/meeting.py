"""Meets the wishes of a message: questions in their order, then what is to be begun."""

from __future__ import annotations

from clinic.content import TOPIC_IDS, topic_intent
from clinic.dialogue import (
    after_an_alarm,
    answers,
    booking,
    calling_back,
    clinic_facts,
    flows,
    follow,
    free_times,
    hearing,
    not_covered,
    small_talk,
    standing,
    visits,
)
from clinic.dialogue.turn import Turn
from clinic.reading.context import Flow
from clinic.reading.read import Wish
from clinic.reading.supposing import IF, STANDS
from clinic.reading.wishes import SURE_OF_A_WISH

TOPIC_OF = {topic_intent(topic): topic for topic in TOPIC_IDS}
BEGIN: dict[str, Flow] = {
    "reschedule_screening": "move",
    "cancel_screening": "call_off",
    "check_screening": "look_up",
}
# So sure must it be that a visit is meant of which nothing is known here.
SURE_OF_A_VISIT = 0.85
# Asked for its code, whoever names a time instead has none.
NEEDS_A_VISIT = ("look_up", "move")
REASONS = frozenset(
    {"name", "phone", "callback_phone", "visit_phone", "reference", "signs", "sign", "time"}
)
# Thanked, a search for a visit is over; taken leave of, whatever is under way is.
NOTHING_TO_LOSE = ("look_up", "call_back")
OF_A_VISIT, DONE = ("reference", "visit_phone"), frozenset({"thank", "goodbye"})


def meet(turn: Turn) -> None:
    """Answers every question, then begins what is asked for."""
    if turn.read.safety.asked_about:
        turn.say_fixed(
            "safety_line",
            turn.services.safety_line(turn.read.language),
            turn.topic("symptoms"),
            custom={"kind": "safety"},
        )
        turn.answered = True
    topics: list[str] = []
    for wish in turn.read.wishes:
        if wish.intent in TOPIC_OF:
            topics.append(TOPIC_OF[wish.intent])
            continue
        if topics:
            answers.answer(turn, topics)
            topics = []
        _answer(turn, wish)
    if topics:
        answers.answer(turn, topics)
    for wish in turn.read.wishes:
        _begin(turn, wish)
    _let_go(turn)
    _begin_by_what_was_given(turn)


def _let_go(turn: Turn) -> None:
    """ "Ok, thanks", to "what is your reference?": whoever has none is done, and so is whoever says
    goodbye. What was to be changed or booked is not, and that is said. With a yes to what is asked
    ("yes, book it. have a good day") nobody lets go."""
    if turn.read.stance == "yes" and turn.before.asked not in OF_A_VISIT:
        return
    wishes = turn.read.wishes
    done = bool(wishes) and all(wish.intent in DONE for wish in wishes) and not turn.given
    leaves = turn.state.stack and any(_says_goodbye(wish) for wish in wishes)
    if not done or not (leaves or turn.before.asked in OF_A_VISIT):
        return
    if turn.flow in NOTHING_TO_LOSE:
        turn.set(stack=(), asked=None)
    else:
        flows.stop(turn)


def _says_goodbye(wish: Wish) -> bool:
    return wish.intent == "goodbye" and wish.probability >= SURE_OF_A_WISH


def _answer(turn: Turn, wish: Wish) -> None:
    intent = wish.intent
    if intent.startswith(clinic_facts.PREFIX):
        clinic_facts.tell(turn, wish)
    elif intent in follow.FOLLOWS:
        follow.follow(turn, wish)
    elif intent == "ask_treatment_detail":
        not_covered.detail(turn, wish)
    elif intent in not_covered.HEALTH:
        not_covered.decline(turn, wish)
    elif intent in small_talk.TALK:
        small_talk.talk(turn, wish)
    elif intent in standing.MEETS:
        standing.meet(turn, wish)
    elif intent == "why_needed":
        _why_needed(turn, wish)
    elif intent == "out_of_scope":
        not_covered.outside(turn, wish)
    elif intent == "nlu_fallback":
        _not_understood(turn)


def _why_needed(turn: Turn, wish: Wish) -> None:
    asked = wish.subject or turn.before.asked
    turn.say(f"why_{asked}" if asked in REASONS else "why_nothing")
    turn.answered = True


def _not_understood(turn: Turn) -> None:
    """What was not understood is asked about, unless the flow asks again or a part was taken."""
    if turn.given or turn.read.stance or turn.answered or turn.state.stack:
        return
    not_covered.not_understood(turn)


def _begin(turn: Turn, wish: Wish) -> None:
    intent, flow = wish.intent, turn.flow
    if intent == "book_screening":
        moves = flow == "move" and "time" in turn.given and not turn.read.relation
        if moves and turn.frame and turn.frame.visit is None and turn.state.alarm:
            moves = False  # nothing is moved yet, and nothing is booked by that
        if flow == "book" or moves:
            turn.given.add("wish")  # "what about Wednesday?", for the visit that is moved
        elif not after_an_alarm.holds_back_a_booking(turn):
            booking.begin(turn, another=turn.read.choice == "book_another")
    elif intent == "talk_to_person":
        if flow == "call_back":
            turn.given.add("wish")
        else:
            turn.services.release()
            calling_back.begin(turn)
    elif intent == "change_time":
        _change_time(turn)
    elif intent in BEGIN:
        _begin_for_a_visit(turn, wish)


def _begin_for_a_visit(turn: Turn, wish: Wish) -> None:
    intent, flow = wish.intent, turn.flow
    wanted = BEGIN[intent]
    if _is_of_no_visit(turn, wish):
        return
    if flow == wanted:
        turn.given.add("wish")
        return
    unknown = booking.known_visit(turn) is None and turn.read.reference is None
    stands = wish.subject == STANDS and wanted != "look_up"
    if flow == "book" and unknown and _is_of_the_booking(turn, intent, stands):
        return
    flow = turn.flow
    if flow in ("move", "call_off", "look_up") and turn.frame:
        # Another thing about the same visit.
        visit, reference = turn.frame.visit, turn.frame.reference
        phone = turn.frame.visit_phone
        turn.pop()
        turn.push(wanted, visit=visit, reference=reference, visit_phone=phone)
        return
    gone_one = turn.state.called_off
    asked_for = wanted == "look_up" and unknown
    if gone_one and flow is None and (asked_for or turn.read.reference == gone_one):
        gone = turn.services.get(gone_one)
        turn.say("visit_called_off", turn.button("book"), when=turn.when(gone))
        turn.answered = True
        return
    doubtful = unknown and not stands and wish.probability < SURE_OF_A_VISIT and flow is None
    if doubtful and _means_no_visit(turn, wanted):
        return
    if wanted == "call_off" and unknown and turn.state.help_comes:
        turn.say("nothing_to_call_off")  # "I'm going to the ER, cancel everything"
        turn.answered = True
        return
    if wanted == "move" and "time" not in turn.given:
        turn.set(wish=None, therapist=None)
    visits.begin(turn, wanted)


def _is_of_no_visit(turn: Turn, wish: Wish) -> bool:
    """Whether what sounds like a visit that stands is none: a question what would be, which is
    answered; an end to the booking; "remind me the day before", beside the last yes."""
    if wish.subject == IF:
        turn.say("if_plans_change")
        turn.answered = True
        return True
    stance, before = turn.read.stance, turn.before
    reminded = stance == "yes" and before.asked == "confirm" and BEGIN[wish.intent] == "look_up"
    return reminded or (stance == "stop" and before.flow == "book")


def _is_of_the_booking(turn: Turn, intent: str, stands: bool) -> bool:
    """Meets what sounds like a visit that stands as about the one that is being booked. Said to
    stand ("no, I have one, move it"), it is another, and what was begun was no wish of theirs."""
    if not stands:
        _about_the_booking(turn, intent)
        return True
    turn.services.release()
    turn.set(stack=())
    return False


def _about_the_booking(turn: Turn, intent: str) -> None:
    """What sounds like a visit that stands is about the one that is being booked."""
    if intent == "cancel_screening":
        flows.stop(turn)
    elif intent == "reschedule_screening":
        _change_time(turn)
    else:
        turn.say("not_booked_yet")
        turn.answered = True


def _means_no_visit(turn: Turn, wanted: Flow) -> bool:
    """Whether what sounds like a visit of which nothing is known is something else, and then does
    that: "I'll go to the ER tomorrow" calls none off, "do you have Tuesday at 3?" asks for one."""
    if turn.state.alarm in ("E", "C") and after_an_alarm.reminds(turn):
        return True
    if wanted != "call_off" and "time" in turn.given:
        booking.begin(turn)
        return True
    return False


def _change_time(turn: Turn) -> None:
    if turn.changed:
        return  # it is the name or the number that is to be changed
    if turn.flow in ("book", "move"):
        if "time" not in turn.given:
            free_times.others(turn)
            turn.given.add("time")
    elif booking.known_visit(turn):
        visits.begin(turn, "move")
    else:
        booking.begin(turn)


def _begin_by_what_was_given(turn: Turn) -> None:
    """A time told with nothing asked is told for the visit that stands, or for a new one; a
    reference is there to be looked up."""
    said = turn.read.time
    asked_in_vain = turn.before.asked == "reference" and turn.flow in NEEDS_A_VISIT
    moves = turn.read.wants("reschedule_screening")
    if asked_in_vain and said and said.reading and not moves:
        booking.begin(turn)  # a time instead of a reference: there is no visit yet
        return
    if turn.state.stack or turn.read.wishes or (turn.acts and not turn.changed):
        return
    if turn.read.call_when and calling_back.is_changed(turn):
        return
    if said and (said.reading or said.therapist):
        _begin_by_a_time(turn)
    elif turn.read.reference:
        visits.begin(turn, "look_up")
    elif turn.state.dropped and turn.given & {"name", "phone"}:
        booking.begin(turn)  # what was refused is told after all
    elif not (standing.takes_name_of_who_is_late(turn) or calling_back.is_changed(turn)):
        _note_who_it_is(turn)


def _begin_by_a_time(turn: Turn) -> None:
    """A time for somebody else is for a visit of theirs; the one that stands is not moved."""
    for_another = "relation" in turn.given
    if turn.state.alarm and after_an_alarm.holds_back_a_booking(turn):
        return
    if booking.known_visit(turn) and not for_another:
        visits.begin(turn, "move")
        if hearing.wants_what_it_has(turn):
            visits.keep(turn)
    else:
        booking.begin(turn, another=for_another)


def _note_who_it_is(turn: Turn) -> None:
    if not turn.given & {"name", "phone", "relation", "caller"}:
        return
    standing_one = None if turn.changed or turn.read.relation else booking.known_visit(turn)
    if standing_one:
        visits.show(turn, standing_one)  # who says once more who they are looks theirs up
        return
    if turn.state.relation and "relation" in turn.given:
        turn.say("for_somebody_else", *answers.starters(turn))
    else:
        turn.say("noted", *answers.starters(turn), name=turn.state.name or "")
    turn.answered = True
