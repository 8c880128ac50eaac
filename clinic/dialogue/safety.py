"""Alarms, the question about a sign in doubt, and how the conversation goes on afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

from clinic.dialogue import small_talk
from clinic.dialogue.silence import FORGETS_ALL
from clinic.dialogue.state import State
from clinic.dialogue.taken_back import (
    asked_sign,
    asks_about_the_alarm,
    denies_the_alarm,
    denies_what_was_asked,
    takes_it_back,
    tells_how_it_went_on,
)
from clinic.dialogue.turn import Turn
from clinic.reading.after_alarm import ALARM
from clinic.reading.context import Option
from clinic.reading.intents import APPOINTMENTS
from clinic.reading.read import Read, Wish
from clinic.reading.safety import discreet
from clinic.reading.safety.verdict import Tier, Verdict
from clinic.reading.wishes import SURE_OF_A_WISH
from clinic.screenings.notices import get_notices

# Which alarm stays in force when a conversation had several.
URGENCY = "UCE"
STAYS = {"E": "alarm_stays", "C": "alarm_listens_crisis", "U": "alarm_stays_today"}
# Felt, greeted or told of the alarm: nothing that is left to do.
_KIND = frozenset(
    {"nlu_fallback", "out_of_scope", "already_called", "false_alarm", "ask_about_red_flag"}
    | small_talk.TALK
    | small_talk.FEELINGS.keys()
)
# Asked after this sign, a question about medicine is one about it.
OVERDOSE, _OF_A_MEDICINE = "overdose", frozenset({"ask_medication", "ask_treatment_detail"})
# What a number that is left is taken for: "my number is ...", "call me at ...".
_CALL_ME = frozenset({"fact_phone", "talk_to_person"})


def raised(turn: Turn) -> bool:
    """Answers an alarm in the message, or a sign that is confirmed; true when there was one."""
    verdict = turn.read.safety
    _keep_for_review(turn, verdict)
    if verdict.decision == "alarm" and not (
        tells_how_it_went_on(turn, verdict)
        or denies_what_was_asked(turn, verdict)
        or denies_the_alarm(turn)
    ):
        raise_alarm(turn, verdict.tier or "E", verdict.group, turn.read.quote)
        return True
    asked, said_yes = turn.state.asked, turn.read.stance == "yes"
    if asked == "sign" and said_yes:
        tier, group = asked_sign(turn)
        raise_alarm(turn, tier, group, turn.read.quote or _check_words(turn))
        return True
    if (asked == "signs" and said_yes) or turn.read.choice == "one_or_more":
        raise_alarm(turn, "E", None, _check_words(turn))
        return True
    return False


def raise_alarm(turn: Turn, tier: Tier, group: str | None, detail: str) -> None:
    """Says the wording, alerts the staff, and ends whatever was going on."""
    turn.acts.clear()
    turn.say_fixed(
        "alarm",
        turn.services.alarm_words(tier, group, turn.read.language),
        custom={"banner": tier, **_kind(group)},
    )
    turn.services.alert(tier, detail, turn.person)
    _stands(turn, tier, group)
    turn.done = True


def learns_of_alarms(turn: Turn, since: float | None) -> None:
    """Takes the alarms that were answered while the dialogue was away as its own.

    Args:
        since: when the last message came that it answered, in seconds since the epoch.
    """
    kept = turn.now - FORGETS_ALL
    last = kept if since is None else max(datetime.fromtimestamp(since, timezone.utc), kept)
    for tier, group in turn.services.alarms_elsewhere(last):
        _stands(turn, tier, group)


def _stands(turn: Turn, tier: Tier, group: str | None) -> None:
    """An alarm is in force, and ends whatever was going on."""
    state, frame = turn.state, turn.frame
    turn.services.release()
    unbooked = bool(frame and frame.flow == "book" and frame.slot) or state.unbooked
    graver = state.alarm is None or URGENCY.index(tier) >= URGENCY.index(state.alarm)
    turn.set(
        asked=None,
        options=(),
        topic=None,
        fact=None,
        stack=(),
        wish=None,
        therapist=None,
        sign=None,
        tries=0,
        alarm=tier if graver else state.alarm,
        alarm_group=group if graver else state.alarm_group,
        unbooked=unbooked and not discreet(group),
        interrupted=() if discreet(group) else state.stack or state.interrupted,
        under=_less_grave(state, tier, group),
        reminded=False,
        help_comes=False,
        denied=False,
    )


def _less_grave(state: State, tier: Tier, group: str | None) -> tuple[Tier, str | None] | None:
    """The alarm that stands beside a graver one: the one before this one, or this one."""
    if state.alarm is None or state.alarm == tier:
        return state.under
    before = (state.alarm, state.alarm_group)
    return min(before, (tier, group), key=lambda one: URGENCY.index(one[0]))


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


def _asks_whether_it_is_none(turn: Turn) -> bool:
    """Asks about the sign of the alarm in force, which is denied; denied once more after that, the
    alarm is taken back. True when it was asked."""
    state = turn.state
    turn.services.note_after_alarm(turn.person)
    if state.denied:
        _take_back(turn, state.alarm or "E")
        return False
    turn.set(denied=True)
    turn.say("just_to_be_sure")
    _begin_to_ask(turn, state.alarm or "E", state.alarm_group or "")
    return True


def _begin_to_ask(turn: Turn, tier: Tier, group: str) -> None:
    turn.set(sign=f"{tier}:{group}", sign_wish=_wished_beside(turn), asked="sign", tries=0)
    _ask_sign(turn)
    turn.done = True


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
            _take_back(turn, tier)
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


def _take_back(turn: Turn, tier: Tier) -> None:
    """Ends the alarm in force: the staff see what was said, and the banner goes. A less grave one
    beside it stands."""
    words = turn.services.withdrawn(tier, turn.read.language)
    turn.say_fixed("withdrawn", words, custom={"kind": "safety_over"})
    alarm, group = turn.state.under or (None, None)
    turn.set(
        alarm=alarm, alarm_group=group, under=None, reminded=alarm is None, denied=False, sign=None
    )
    turn.answered = True
    if alarm is None:
        _takes_up_again(turn)


def goes_on_after_an_alarm(turn: Turn) -> None:
    """After an alarm: that help is coming, or that it was none, is heard; anything else is
    answered after one short line. A booking that it ended is said, once, not to be made: the alarm
    itself stands alone."""
    tier = turn.state.alarm
    if tier is None:
        _sends_on_their_way(turn)
        return
    _hears_how_it_goes_on(turn, tier)
    if turn.state.unbooked and not _leaves_a_number(turn):
        turn.say("alarm_not_booked")
        turn.set(unbooked=False)


def _sends_on_their_way(turn: Turn) -> None:
    """Sends on who says, with no word of a sign before, that they are being taken to the emergency
    room now; what was under way ends."""
    wishes = turn.read.wishes
    if len(wishes) != 1 or wishes[0].intent != "already_called":
        return
    if wishes[0].probability < SURE_OF_A_WISH:
        return
    if turn.state.help_comes:
        turn.say("alarm_ok")
    else:
        words = turn.services.help_is_coming("E", turn.read.language)
        turn.say_fixed("help_is_coming", words, custom={"kind": "safety"})
    turn.services.release()
    turn.set(stack=(), asked=None, options=(), help_comes=True)
    turn.done = True


def _hears_how_it_goes_on(turn: Turn, tier: Tier) -> None:
    state = turn.state
    if state.alarm_group == OVERDOSE:
        turn.read = _asked_of_the_overdose(turn.read)
    read = turn.read
    turn.services.note_after_alarm(turn.person)
    if takes_it_back(read) or _answers_the_check_again(turn):
        _take_back(turn, tier)
    elif read.wants("already_called"):
        if state.help_comes:
            turn.say("alarm_ok")
        else:
            words = turn.services.help_is_coming(tier, read.language)
            turn.say_fixed("help_is_coming", words, custom={"kind": "safety"})
        turn.set(reminded=True, help_comes=True)
        if turn.frame and turn.frame.flow in ("call_off", "look_up") and not turn.frame.visit:
            turn.pop()  # "my wife is driving me there now" is no reference
        turn.answered = True
    elif discreet(state.alarm_group):
        return  # whoever looks over the shoulder later learns nothing
    elif _leaves_a_number(turn):
        turn.changed.clear()
        turn.read = replace(read, wishes=())
        turn.say("alert_has_number_today" if tier == "U" else "alert_has_number")
        turn.answered = True
    elif any(wish.subject == ALARM for wish in read.wishes):
        return  # it is said in full, see `stands_by_the_alarm`
    elif _asks_for_something(turn) and (not state.reminded or _asks_where(turn)):
        line = turn.services.alarm_reminder(tier, read.language)
        turn.say_fixed("alarm_reminder", line, custom={"kind": "safety"})
        turn.set(reminded=True)


def _asked_of_the_overdose(read: Read) -> Read:
    """ "Should I take more?", "how many can I take a day?": Poison Control knows, nobody here."""
    of_it = Wish("follow_doubt", subject=ALARM)
    asked = any(wish.intent in _OF_A_MEDICINE for wish in read.wishes)
    kept = tuple(wish for wish in read.wishes if wish.intent not in _OF_A_MEDICINE)
    return replace(read, wishes=(of_it, *kept)) if asked else read


def _leaves_a_number(turn: Turn) -> bool:
    """Whether a name or a number is left, and no more is asked for than to be called at it: the
    alert has it then, and nothing else is said."""
    asks = {wish.intent for wish in turn.read.wishes}
    return bool(turn.given & {"name", "phone"}) and asks <= _CALL_ME


def _answers_the_check_again(turn: Turn) -> bool:
    """Whether the first word after the alarm of the check is "none of these", or asks for the check
    once more: it is asked again, and nothing is booked without it."""
    state, read = turn.state, turn.read
    of_the_check = state.unbooked and state.alarm_group is None and bool(state.interrupted)
    taken_back = read.stance == "no" or read.wants("false_alarm")
    return of_the_check and (taken_back or read.wants("follow_repeat"))


def _takes_up_again(turn: Turn) -> None:
    """Goes on with what the alarm ended, once it is taken back: "sorry, I pressed that by mistake".
    The check for signs is asked once more."""
    if turn.state.interrupted and not turn.state.stack:
        stack = tuple(replace(frame, free_of_signs=False) for frame in turn.state.interrupted)
        turn.set(stack=stack, unbooked=False)
    turn.set(interrupted=())


def reminds(turn: Turn) -> bool:
    """Says once more what to do about the alarm in force, unless that is said already. False where
    somebody may read along."""
    if turn.state.alarm is None or discreet(turn.state.alarm_group):
        return False
    if any(act.reply == "alarm_reminder" for act in turn.acts):
        return True
    line = turn.services.alarm_reminder(turn.state.alarm, turn.read.language)
    turn.say_fixed("alarm_reminder", line, custom={"kind": "safety"})
    turn.set(reminded=True)
    turn.answered = True
    return True


def stays(turn: Turn) -> bool:
    """Meets what can't be understood while an alarm is in force: what to do stands, whatever was
    said ("he is stubborn, he won't go"). False where somebody may read along."""
    if turn.state.alarm is None or discreet(turn.state.alarm_group):
        return False
    turn.say(STAYS[turn.state.alarm])
    return True


def stands_by_the_alarm(turn: Turn, wish: Wish) -> None:
    """Answers "may it wait?", "which signs?", "are you sure?" and "what did you say?" of the alarm
    in force: nobody here can tell, and it must not wait."""
    tier, group, language = turn.state.alarm, turn.state.alarm_group, turn.read.language
    turn.answered = True
    if tier is None or discreet(group):
        turn.say("doubt_nothing", *turn.ways_on())
        return
    if tier == "C":
        turn.say("alarm_sure_crisis")
    elif wish.intent == "follow_about":
        checklist = "\n".join(f"- {sign}" for sign in turn.services.checklist())
        turn.say("alarm_signs", checklist=checklist)
    elif wish.intent == "follow_how":
        turn.say("alarm_how_today" if tier == "U" else "alarm_how")
    elif wish.intent != "follow_repeat":
        turn.say("alarm_sure")
    if wish.intent == "follow_doubt":
        turn.set(help_comes=False)  # "three hours' wait, I'll go home"
    words = turn.services.alarm_words(tier, group, language)
    turn.say_fixed("alarm", words, custom={"banner": tier, **_kind(group)})
    turn.set(reminded=True)


def holds_back_a_booking(turn: Turn) -> bool:
    """Whether a wish to book is put off because of an alarm: in an emergency until it is taken back
    or help is on its way, else once. Never where somebody may read along: it would tell of it."""
    alarm = turn.state.alarm
    if discreet(turn.state.alarm_group):
        return False
    urgent = alarm == "E" and not turn.state.help_comes
    if alarm is None or (turn.before.reminded and not urgent):
        return False
    if alarm == "C" and turn.state.help_comes:
        return False
    turn.say("book_after_alarm", turn.button("person"))
    turn.set(reminded=True)
    return True


def _kind(group: str | None) -> dict[str, Any]:
    """What the channel is to know of a message about a sign: that somebody may read along."""
    return {"kind": "safety", **({"discreet": True} if discreet(group) else {})}


def _keep_for_review(turn: Turn, verdict: Verdict) -> None:
    """Keeps what was heard, and a message on which the gate and the learned reading differ."""
    if verdict.signs or verdict.decision != "quiet":
        turn.services.note_heard(verdict)
    if verdict.decision == "quiet":
        return
    heard_by = {sign.by for sign in verdict.signs if sign.status in ("present", "doubt")}
    if verdict.decision == "ask":
        turn.services.keep_unanswered("sign_in_doubt", "")
    elif heard_by in ({"gate"}, {"learned"}):
        only = "gate" if heard_by == {"gate"} else "heard"
        turn.services.keep_unanswered(f"sign_{only}_only", "")


def _asks_for_something(turn: Turn) -> bool:
    quiet = {"thank", "goodbye", "greet", "already_called", "false_alarm"}
    return any(wish.intent not in quiet for wish in turn.read.wishes)


def _asks_where(turn: Turn) -> bool:
    """Whether it is asked where to go or whom to call: after an emergency's wording that is not the
    clinic."""
    asks = turn.read.wants("fact_address") or turn.read.wants("fact_phone")
    return turn.state.alarm == "E" and asks


def _ask_sign(turn: Turn, again: bool = False) -> None:
    _, group = asked_sign(turn)
    question = turn.services.sign_question(group, turn.read.language)
    # Under the keys of the check: past a sign leads nothing but its digit or the very words.
    buttons = turn.content.buttons
    options = (Option("one_or_more", buttons["yes"]), Option("none_of_these", buttons["no"]))
    if again:
        turn.say("sign_again", *options)
        return
    turn.say_fixed("sign", question, *options, custom=_kind(group))


def _check_words(turn: Turn) -> str:
    """What the staff read when a sign was confirmed instead of told."""
    words = get_notices()
    if turn.read.quote:
        return words.alert_check.format(text=turn.read.quote)
    return words.alert_check_button
