"""One turn: the state and what was read in, the new state and what is said out.

The order is the specification. Safety outranks everything. What the message gives is taken
whatever was asked. A feeling is met first, questions are answered in their order, then what is
asked for is begun, and the flow that is under way goes on with its next question.
"""

from __future__ import annotations

from dataclasses import replace

from clinic.dialogue import (
    after_an_alarm,
    alarm,
    answers,
    flows,
    free_times,
    hearing,
    meeting,
    not_covered,
    sign_question,
    silence,
    small_talk,
    taking,
)
from clinic.dialogue.acts import Act
from clinic.dialogue.normal import normal
from clinic.dialogue.services import Services
from clinic.dialogue.state import State
from clinic.dialogue.turn import Turn, digest
from clinic.languages import spoken
from clinic.reading.context import Asked
from clinic.reading.read import Read

# A longer question is compared by its beginning.
KEPT_CHARACTERS = 200
# A message is read together with so many before it.
READ_TOGETHER = 2
# After these, what may come next is still suggested.
BESIDE_AN_ANSWER = ("passage", "same_answer", "says_why", "kind_fear", "kind_sad", "kind_pain")


def respond(state: State, read: Read, services: Services) -> tuple[State, tuple[Act, ...]]:
    """Answers one message.

    It is said in the language that is spoken (`clinic.languages.speaking`), which the conversation
    is held in from then on.

    Args:
        state: of the conversation until now.
        read: what the message says.
        services: content, clock, screenings and staff.

    Returns:
        The new state, and what is said, in order; at least one act.
    """
    turn = Turn(replace(state, language=spoken()), normal(read, state.asked), services)
    _keep_rephrased(turn)
    _take_turn(turn)
    if not turn.acts:
        not_covered.not_understood(turn)
    return _ended(turn), tuple(turn.acts)


def watch(state: State, read: Read, services: Services) -> tuple[State, tuple[Act, ...]]:
    """Reads one message for safety alone, while a person at the clinic answers: an alarm is
    answered and raised as ever, everything else is theirs.

    The first message may still answer what we asked before they came. What is said next answers
    the person: read against our question, their "yes" would be a sign that nobody named.
    """
    turn = Turn(state, normal(read, state.asked), services)
    alarm.learns_of_alarms(turn, since=state.at)
    if alarm.raised(turn):
        return _ended(turn), tuple(turn.acts)
    return replace(turn.state, asked=None, options=(), lately=_lately(turn)), ()


def _keep_rephrased(turn: Turn) -> None:
    """Keeps the question before this one, when this one asks it again in other words."""
    before, wishes = turn.state.question, turn.read.wishes
    intent = wishes[0].intent if wishes else None
    if before:
        turn.services.keep_rephrased(*before, intent)
    asks = intent is not None and intent.startswith(("ask_", "fact_"))
    turn.set(question=(turn.read.quote[:KEPT_CHARACTERS], intent) if asks else None)
    asked_of = f"{intent} {wishes[0].subject}" if asks and len(wishes) == 1 else None
    same = asked_of is not None and asked_of == turn.state.asked_of
    turn.set(asked_of=asked_of, asked_before=turn.state.asked_before + 1 if same else 0)


def _take_turn(turn: Turn) -> None:
    turn.set(booked=False, declined=False)
    silence.pick_up(turn)
    alarm.learns_of_alarms(turn, since=turn.before.at)
    taking.take(turn)
    if alarm.raised(turn):
        return
    if sign_question.asks_about_a_sign(turn):
        small_talk.be_kind_first(turn)
        return
    asked: Asked | None = turn.state.asked
    if asked == "sign":
        if sign_question.hears_the_sign(turn):
            return
        asked = None
    turn.set(asked=None)
    if small_talk.answers_in_spanish(turn):
        turn.asks(asked)
        return
    small_talk.be_kind(turn)
    after_an_alarm.goes_on_after_an_alarm(turn)
    if turn.done:
        return
    taking.say_changes(turn)
    hearing.hear(turn, asked)
    if turn.done:
        return
    meeting.meet(turn)
    if turn.done:
        return
    free_times.keep(turn)
    free_times.take(turn)
    hearing.confirm(turn, asked)
    beside = any(act.reply not in BESIDE_AN_ANSWER for act in turn.acts)
    flows.go_on(turn)
    if any(act.reply == "passage" for act in turn.acts):
        answers.suggest(turn, beside)


def _ended(turn: Turn) -> State:
    """The state after the turn: what is on offer now, and what was said last."""
    if turn.state.alarm:  # help comes first: no screening is offered
        turn.acts[:] = [
            replace(act, options=tuple(item for item in act.options if item.key != "book"))
            for act in turn.acts
        ]
    begun = turn.state.stack and not turn.before.stack
    if begun or (turn.state.stack and turn.acts[-1].options):
        # Only what is asked last is chosen from: "the first" is the first time, and who is asked
        # for a name is not offered to begin what goes on.
        turn.acts[:-1] = [replace(act, options=()) for act in turn.acts[:-1]]
    offered = {option.key: option for act in turn.acts for option in act.options}
    options = tuple(offered.values())
    if not options and turn.state.asked and turn.state.asked == turn.before.asked:
        options = turn.before.options
    first = next((act.options[0].key for act in turn.acts if act.options), None)
    if first == "book" and turn.state.asked is None and not turn.state.stack:
        turn.asks("book_offer")  # so that a "no" is heard as a no to it
    last = tuple(digest(act.text) for act in turn.acts if not act.fixed)
    turn.set(options=options, last=last, lately=_lately(turn))
    return turn.state


def _lately(turn: Turn) -> tuple[tuple[str, float], ...]:
    """The last messages, to be read together with the next one: none from before an alarm or a
    question about a sign, by which they were answered."""
    if any((act.custom or {}).get("kind") == "safety" for act in turn.acts):
        return ()
    words = "" if turn.read.choice else turn.read.quote.strip()[:KEPT_CHARACTERS]
    said = (words, turn.now.timestamp())
    return (*turn.state.lately, *((said,) if words else ()))[-READ_TOGETHER:]
