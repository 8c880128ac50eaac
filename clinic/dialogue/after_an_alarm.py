"""How the conversation goes on after an alarm: help that comes, an alarm that was none, the one
line that reminds of it, and what waits until it is over."""

from __future__ import annotations

from dataclasses import replace

from clinic.dialogue.alarm import kind_of
from clinic.dialogue.taken_back import takes_it_back
from clinic.dialogue.turn import Turn
from clinic.reading.after_alarm import ALARM
from clinic.reading.read import Read, Wish
from clinic.reading.safety import discreet
from clinic.reading.safety.verdict import Tier
from clinic.reading.wishes import SURE_OF_A_WISH

STAYS = {"E": "alarm_stays", "C": "alarm_listens_crisis", "U": "alarm_stays_today"}
# Asked after this sign, a question about medicine is one about it.
OVERDOSE, _OF_A_MEDICINE = "overdose", frozenset({"ask_medication", "ask_treatment_detail"})
# What a number that is left is taken for: "my number is ...", "call me at ...".
_CALL_ME = frozenset({"fact_phone", "talk_to_person"})


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
    turn.say_fixed("alarm", words, custom={"banner": tier, **kind_of(group)})
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


def take_back(turn: Turn, tier: Tier) -> None:
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
        take_back(turn, tier)
    elif _help_comes(read):
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


def _help_comes(read: Read) -> bool:
    """Whether help is said to be on its way: surely, or where the same words hold no sign. "The
    left one gave out on the stairs" sounds a little like it, and is the emergency."""
    chance = max((w.probability for w in read.wishes if w.intent == "already_called"), default=0.0)
    return chance >= SURE_OF_A_WISH or (chance > 0 and read.safety.decision == "quiet")


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


def _asks_for_something(turn: Turn) -> bool:
    quiet = {"thank", "goodbye", "greet", "already_called", "false_alarm"}
    return any(wish.intent not in quiet for wish in turn.read.wishes)


def _asks_where(turn: Turn) -> bool:
    """Whether it is asked where to go or whom to call: after an emergency's wording that is not the
    clinic."""
    asks = turn.read.wants("fact_address") or turn.read.wants("fact_phone")
    return turn.state.alarm == "E" and asks
