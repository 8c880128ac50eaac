"""The question about a sign in doubt: when it is asked, and what is made of the answer."""

from __future__ import annotations

from dataclasses import replace

from clinic.dialogue import small_talk
from clinic.dialogue.after_an_alarm import take_back
from clinic.dialogue.alarm import kind_of
from clinic.dialogue.taken_back import (
    asked_sign,
    asks_about_the_alarm,
    denies_the_alarm,
    denies_what_was_asked,
    tells_how_it_went_on,
)
from clinic.dialogue.turn import Turn
from clinic.reading.context import Option
from clinic.reading.intents import APPOINTMENTS
from clinic.reading.read import Wish
from clinic.reading.safety.verdict import Tier
from clinic.reading.wishes import SURE_OF_A_WISH

# Felt, greeted or told of the alarm: nothing that is left to do.
_KIND = frozenset(
    {"nlu_fallback", "out_of_scope", "already_called", "false_alarm", "ask_about_red_flag"}
    | small_talk.TALK
    | small_talk.FEELINGS.keys()
)


def asks_about_a_sign(turn: Turn) -> bool:
    """Asks whether a sign in doubt is there now, once for each sign, and once more about the one of
    the alarm in force when that is denied; true when it was asked."""
    if denies_the_alarm(turn):
        return _asks_whether_it_is_none(turn)
    verdict, state = turn.read.safety, turn.state
    if verdict.decision != "ask" or _is_said_already(state.alarm, verdict.tier):
        return False
    if tells_how_it_went_on(turn, verdict) or denies_what_was_asked(turn, verdict):
        return False
    group = verdict.group or ""
    if group in state.signs_asked:
        return False
    turn.set(signs_asked=(*state.signs_asked, group))
    _begin_to_ask(turn, verdict.tier or "E", group)
    return True


def hears_the_sign(turn: Turn) -> bool:
    """Takes the answer to the question about a sign; true when nothing else is to be said."""
    if turn.state.asked != "sign":
        return False
    read, language, tier = turn.read, turn.read.language, asked_sign(turn)[0]
    of_the_alarm = asks_about_the_alarm(turn)
    meant_otherwise = read.wants("false_alarm") and (of_the_alarm or turn.state.alarm is None)
    if read.stance == "no" or meant_otherwise or denies_what_was_asked(turn, read.safety):
        turn.set(sign=None, asked=None, tries=0)
        if of_the_alarm:
            turn.services.note_after_alarm(turn.person)
            take_back(turn, tier)
        else:
            turn.say_fixed("sign_denied", turn.services.sign_denied(tier, language))
            turn.answered = True
        _does_what_was_wished(turn)
        return False
    if turn.state.tries == 0 and not read.wishes and read.stance != "stop":
        turn.set(tries=1)
        _ask_sign(turn, again=True)
        return True
    turn.set(sign=None, asked=None, tries=0)
    if of_the_alarm:
        return False  # it stays in force, and says what to do
    # Something else was said: it is answered, and what to do if the sign is there is said first.
    line = turn.services.safety_line(language)
    if tier == "C":
        line = turn.services.sign_denied(tier, language)
    turn.say_fixed("safety_line", line, custom={"kind": "safety"})
    turn.answered = True
    return False


def _asks_whether_it_is_none(turn: Turn) -> bool:
    """Asks about the sign of the alarm in force, which is denied; denied once more after that, the
    alarm is taken back. True when it was asked."""
    state = turn.state
    turn.services.note_after_alarm(turn.person)
    if state.denied:
        take_back(turn, state.alarm or "E")
        return False
    turn.set(denied=True)
    turn.say("just_to_be_sure")
    _begin_to_ask(turn, state.alarm or "E", state.alarm_group or "")
    return True


def _begin_to_ask(turn: Turn, tier: Tier, group: str) -> None:
    turn.set(sign=f"{tier}:{group}", sign_wish=_wished_beside(turn), asked="sign", tries=0)
    _ask_sign(turn)
    turn.done = True


def _ask_sign(turn: Turn, again: bool = False) -> None:
    _, group = asked_sign(turn)
    question = turn.services.sign_question(group, turn.read.language)
    # Under the keys of the check: past a sign leads nothing but its digit or the very words.
    buttons = turn.content.buttons
    options = (Option("one_or_more", buttons["yes"]), Option("none_of_these", buttons["no"]))
    if again:
        turn.say("sign_again", *options)
        return
    turn.say_fixed("sign", question, *options, custom=kind_of(group))


def _wished_beside(turn: Turn) -> tuple[str, str | None] | None:
    """What a message in which a sign is in doubt surely wishes for: "cancel that, I won't be
    back"."""
    read = turn.read
    if read.stance == "stop":
        return "stop", None
    sure = [
        (wish.intent, wish.subject)
        for wish in read.wishes
        if wish.intent in APPOINTMENTS
        or (wish.probability >= SURE_OF_A_WISH and wish.intent not in _KIND)
    ]
    return sure[0] if sure else None


def _does_what_was_wished(turn: Turn) -> None:
    """Takes up what was wished for before the sign was asked about, now that it is denied; another
    wish in the answer stands instead."""
    wish = turn.state.sign_wish
    turn.set(sign_wish=None)
    if wish is None or turn.read.wishes:
        return
    if wish[0] == "stop":
        turn.read = replace(turn.read, stance="stop")
    else:
        turn.read = replace(turn.read, stance=None, wishes=(Wish(wish[0], 1.0, wish[1]),))


def _is_said_already(alarm: str | None, tier: Tier | None) -> bool:
    """Whether the alarm in force has told all that a sign of a tier could make us tell: who was
    sent to 911 need not see a doctor today besides. 988 is no help to a bladder, nor 911's
    wording to somebody who wants to die."""
    return (alarm == "E" and tier != "C") or (alarm == "C" and tier == "C")
