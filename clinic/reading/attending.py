"""Reads that somebody can't come, or would come at another time, where nothing is under way: it is
about a visit that stands."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS
from clinic.reading.learned.ranking import Ranking
from clinic.reading.wishes import NOTHING, Meant, says_act
from clinic.reading.words import spelt_out

MOVE, LOOK_UP, CALL_OFF = "reschedule_screening", "check_screening", "cancel_screening"
_CAN_NOT_COME = re.compile(
    r"\b(?:can not|could not|will not|not able to|unable to|not going to|not gonna)\b[^.?!]{0,30}"
    r"\b(?:make|come|be there|get there|be able to)\b"
)
_CALLS_OFF = re.compile(
    r"\b(?:cancel\w*|call\w* (?:\w+ )?off|drop|delete|remove|scrap|forget|skip|take me off"
    r"|free up)\b"
)
_VAGUE = frozenset(
    {"inform", "deny", "none_of_these", "refuse", "out_of_scope", "insult", "book_screening"}
    | {NOTHING, CALL_OFF, "undecided", "change_time"}
)
_MOVES = frozenset({MOVE})
# As much must speak for a visit that stands before a vague message is taken so.
ABOUT_A_VISIT = 0.2
# Of "I can't make it" a visit is surely meant, also where none is known.
SAID_OUTRIGHT = 0.95


def about_a_visit(item: Meant, ranking: Ranking, context: Context, has_time: bool) -> Meant:
    """The wish about a standing visit that a message has, or the item as it is.

    Args:
        item: what the message means, by its words alone.
        ranking: what else it may mean.
        context: what was said before; in a flow nothing is changed.
        has_time: a day or an hour is named: it is to be moved there.
    """
    if context.flow is not None or context.asked not in (None, "book_offer", "call_offer"):
        return item
    if item.intent == "running_late" and has_time and not context.booked:
        # "After work, I get off at 5:30": when somebody can come, not that they are late.
        return replace(item, intent="inform")
    if item.intent == "change_time" and context.topic and not (context.booked or has_time):
        return replace(item, intent="follow_about")  # "and the last one?", after an answer
    words = spelt_out(item.text)
    likely = ranking.mass(frozenset({MOVE, LOOK_UP, CALL_OFF}))
    if item.intent == CALL_OFF and says_act(MOVE, words) and ranking.mass(_MOVES) >= ABOUT_A_VISIT:
        # "My flight is cancelled, I need a later time": what is called off is something else.
        return replace(item, intent=MOVE)
    if item.intent in (MOVE, CALL_OFF) and _CAN_NOT_COME.search(words):
        item = replace(item, probability=max(item.probability, SAID_OUTRIGHT))
    calls_off = item.intent == CALL_OFF and bool(_CALLS_OFF.search(words))
    vague = item.intent in _VAGUE and not calls_off and bool(_CAN_NOT_COME.search(words))
    if vague and (likely >= ABOUT_A_VISIT or context.booked):
        return replace(item, intent=MOVE if has_time else LOOK_UP)
    if item.intent == "change_time":
        wished = next((name for name, _ in ranking.likely if name in APPOINTMENTS), MOVE)
        return replace(item, intent=wished)
    return item
