"""An alarm is raised: its wording, the alert to the staff, and the end of what was going on."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from clinic.dialogue.silence import FORGETS_ALL
from clinic.dialogue.state import State
from clinic.dialogue.taken_back import (
    asked_sign,
    denies_the_alarm,
    denies_what_was_asked,
    tells_how_it_went_on,
)
from clinic.dialogue.turn import Turn
from clinic.reading.safety import discreet
from clinic.reading.safety.verdict import Tier, Verdict
from clinic.screenings.notices import get_notices

# Which alarm stays in force when a conversation had several.
URGENCY = "UCE"


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
        custom={"banner": tier, **kind_of(group)},
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


def kind_of(group: str | None) -> dict[str, Any]:
    """What the channel is to know of a message about a sign: that somebody may read along."""
    return {"kind": "safety", **({"discreet": True} if discreet(group) else {})}


def _check_words(turn: Turn) -> str:
    """What the staff read when a sign was confirmed instead of told."""
    words = get_notices()
    if turn.read.quote:
        return words.alert_check.format(text=turn.read.quote)
    return words.alert_check_button
