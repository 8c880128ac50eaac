"""What is said against an alarm, or against a sign that was asked about: that it was none, that
somebody has been called, that the sign is not there."""

from __future__ import annotations

from clinic.dialogue.turn import Turn
from clinic.reading.after_alarm import HARDLY
from clinic.reading.read import Read
from clinic.reading.safety import discreet
from clinic.reading.safety.verdict import Tier, Verdict
from clinic.reading.wishes import SURE_OF_A_WISH

# A group of signs: "call an ambulance". So does "the ambulance is on its way" sound.
CALL_FOR_HELP = "help"
# A "no" to the question about a sign is read together with the message that it was asked about, and
# carries some of that message's weight. From this probability on it is taken for the sign itself.
SURE_OF_A_SIGN = 0.9
# What a word list finds beyond doubt.
CERTAIN = 1.0
TIERS: dict[str, Tier] = {"E": "E", "C": "C", "U": "U"}


def asked_sign(turn: Turn) -> tuple[Tier, str | None]:
    """Tier and group of the sign that is asked about."""
    tier, _, group = (turn.state.sign or "E:").partition(":")
    return TIERS.get(tier, "E"), group or None


def asks_about_the_alarm(turn: Turn) -> bool:
    """Whether the sign that is asked about is the one that the alarm in force is for."""
    state = turn.state
    return state.sign is not None and asked_sign(turn) == (state.alarm, state.alarm_group)


def takes_it_back(read: Read) -> bool:
    """Whether a message says, and surely, that the alarm was none: "no, just wet" may be heard so
    and says that it is one."""
    return any(
        wish.intent == "false_alarm" and wish.probability >= SURE_OF_A_WISH for wish in read.wishes
    )


def tells_how_it_went_on(turn: Turn, verdict: Verdict) -> bool:
    """Whether a message in which a sign is heard is the patient's word on the alarm in force: that
    help was called, or that it was none. The sign that they name again raises no second one; said
    plainly to be there it does, whatever somebody makes light of, and so does another sign."""
    state, read = turn.state, turn.read
    if state.alarm is None or verdict.group not in (state.alarm_group, CALL_FOR_HELP):
        return False
    if state.alarm == "U" and verdict.tier != "U":
        return False  # "call an ambulance" is no word that the doctor was called
    if takes_it_back(read):
        return not any(sign.status == "present" and sign.by != "learned" for sign in verdict.signs)
    # "I need an ambulance", said outright, sounds like one that is coming.
    return read.wants("already_called") and verdict.suspicion < CERTAIN


def denies_what_was_asked(turn: Turn, verdict: Verdict) -> bool:
    """Whether a message answers the question about a sign with "no", or by denying it in its own
    words: "no, I don't want to die" names it and is none. Another beside it counts, and so does
    one that the gate finds."""
    if turn.state.asked != "sign":
        return False
    tier, group = asked_sign(turn)
    same = verdict.group == group or tier == verdict.tier == "C"
    if verdict.decision != "quiet" and not same:
        return False
    stance = turn.read.stance == "no" and verdict.suspicion < SURE_OF_A_SIGN
    return (stance or _is_denied(verdict, group)) and not _is_told(verdict)


def denies_the_alarm(turn: Turn) -> bool:
    """Whether a message denies the very sign that the alarm in force is for ("my groin is not
    numb"), or may put right what was told ("I meant my toe"), and tells of no other. Words alone
    take no crisis back, nor what somebody who reads along may want taken back."""
    state, read, verdict = turn.state, turn.read, turn.read.safety
    if state.alarm in (None, "C") or state.alarm_group is None or discreet(state.alarm_group):
        return False
    if takes_it_back(read) or read.wants("already_called") or state.asked == "sign":
        return False
    if verdict.decision != "quiet" and verdict.group != state.alarm_group:
        return False
    may_be = any(
        wish.intent == "false_alarm" and wish.probability >= HARDLY for wish in read.wishes
    )
    of_another = any(sign.status == "denied" for sign in verdict.signs)
    denied = _is_denied(verdict, state.alarm_group) or (may_be and not of_another)
    return denied and not _is_told(verdict)


def _is_denied(verdict: Verdict, group: str | None) -> bool:
    return any(sign.status == "denied" and sign.group == group for sign in verdict.signs)


def _is_told(verdict: Verdict) -> bool:
    """Whether the word lists find a sign that is there."""
    return any(sign.status == "present" and sign.by != "learned" for sign in verdict.signs)
