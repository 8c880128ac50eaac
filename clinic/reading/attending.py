"""Reads that somebody can't come, or would come at another time, where nothing is under way: it is
about a visit that stands."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.reading.act_words import asks, says_act
from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS, QUESTIONS, TALK
from clinic.reading.learned.ranking import Ranking
from clinic.reading.subjects import facts_in
from clinic.reading.supposing import supposed
from clinic.reading.wishes import NOTHING, SURE_OF_A_WISH, Meant
from clinic.reading.words import spelt_out

MOVE, LOOK_UP, CALL_OFF = "reschedule_screening", "check_screening", "cancel_screening"
LATE = "running_late"
_CAN_NOT_COME = re.compile(
    r"\b(?:can not|could not|will not|not able to|unable to|not going to|not gonna)\b[^.?!]{0,30}"
    r"\b(?:make|come|be there|get there|be able to)\b"
)
_CALLS_OFF = re.compile(
    r"\b(?:cancel\w*|call\w* (?:\w+ )?off|drop|delete|remove|scrap|forget|skip|take me off"
    r"|free up)\b"
)
# "I need an appointment, only Thursdays": one is wanted; none that stands is spoken of.
_WANTS_ONE = re.compile(
    r"\b(?:i (?:need|want|would like)|give me|get me|make me|can i (?:get|have))\b"
    r"(?: (?:a|an|one|the free|to (?:book|have|get|make)(?: an?)?))* (?:\w+ ){0,1}"
    r"(?:appointment|appt|screening)\b"
)
# "Check my appt", "have you got me in the book": one that stands, and none to be made.
_ASKS_FOR_MINE = re.compile(
    r"\b(?:check|look up|when is|what time is) (?:on |about )?my"
    r" (?:\w+ )?(?:appointment|appt|visit|screening|session|booking)\b"
    r"|\b(?:(?:have|has|do|did) (?:you|they) (?:got |have |put )?me"
    r"|am i) (?:still )?(?:in|down|on|booked)\b"
)
# "Tuesday at 1 then" says of no visit that somebody comes to it.
_COMES = re.compile(r"\b(?:be there|coming|confirm\w*|see you|still (?:on|good)|come|make it)\b")
# Words of a visit that stands, whether it is to be moved or looked up.
_STANDS = re.compile(
    r"\b(?:make it|instead|my (?:\w+ )?(?:appointment|appt|visit|screening|session|booking|one)"
    r"|mine|i (?:have|had|got) (?:an?|the|one)|booked|scheduled|supposed|was (?:for|on|at))\b"
)
# And of one that something has come between.
_CHANGES = re.compile(
    r"\b(?:swap\w*|clash\w*|conflict\w*|any ?more|different|chang\w+|no good|not|no longer|slot"
    r"|my|her|his|our|their)\b"
)
_IS_IT_OFF = re.compile(r"\bis it (?:still |really |now )?(?:off|on|cancel\w*|booked)\b")
_MY_CODE = re.compile(r"\bmy (?:\w+ )?(?:code|reference|confirmation)\b.{0,12}$")
_TAG = re.compile(r"\b(?:right|correct|yes|yeah)\W*$")
_A_DAY = re.compile(r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|today|tomorrow)\b")
_VAGUE = frozenset(
    {"inform", "deny", "none_of_these", "refuse", "out_of_scope", "insult", "book_screening"}
    | {NOTHING, CALL_OFF, "undecided", "change_time"}
)
_MOVES, _BOOKS = frozenset({MOVE}), frozenset({"book_screening"})
_OF_HOURS = re.compile(r"\b(?:hours|open|closed?|closes)\b")
# So few words wish for a visit and tell nothing of one.
FEW_WORDS = 9
# As much must speak for a visit that stands before a vague message is taken so.
ABOUT_A_VISIT = 0.2
# And for a question, beside what can't be meant.
MAYBE = 0.1
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
    words = spelt_out(item.text)
    if supposed(item.text):
        return item
    calls_off = item.intent == CALL_OFF and bool(_CALLS_OFF.search(words))
    if context.flow == "book":
        return _of_the_booking(item, ranking, has_time and not calls_off)
    if context.flow is not None or context.asked not in (None, "book_offer", "call_offer"):
        return item
    outright = _said_of_none(item, ranking, context, has_time)
    outright = outright or _said_of_one(item, words, context)
    if outright:
        return replace(item, intent=outright)
    likely = ranking.mass(frozenset({MOVE, LOOK_UP, CALL_OFF}))
    if item.intent == CALL_OFF and says_act(MOVE, words) and ranking.mass(_MOVES) >= ABOUT_A_VISIT:
        # "My flight is cancelled, I need a later time": what is called off is something else.
        return replace(item, intent=MOVE)
    if item.intent in (MOVE, CALL_OFF) and _CAN_NOT_COME.search(words):
        item = replace(item, probability=max(item.probability, SAID_OUTRIGHT))
    vague = item.intent in _VAGUE and not calls_off and bool(_CAN_NOT_COME.search(words))
    if vague and (likely >= ABOUT_A_VISIT or context.booked):
        return replace(item, intent=MOVE if has_time else LOOK_UP)
    if item.intent == "change_time":
        wished = next((name for name, _ in ranking.likely if name in APPOINTMENTS), MOVE)
        return replace(item, intent=wished)
    return item


def _of_the_booking(item: Meant, ranking: Ranking, has_another_time: bool) -> Meant:
    """What is meant by what sounds like a visit that stands, while one is being booked."""
    if item.intent in (CALL_OFF, "confirm_visit") and has_another_time:
        return replace(item, intent="inform")  # "scratch that, I work then. tuesday"
    told = not (asks(item.text) or _OF_HOURS.search(spelt_out(item.text)))
    if item.intent == "fact_hours" and has_another_time and told:
        # "She works till 2", "I work those days, only Friday".
        return replace(item, intent="inform")
    if item.intent == LATE:
        # "How long will it take, I can't be late": nobody is late for what is not booked.
        asked = next((name for name, p in ranking.likely if name in QUESTIONS and p >= MAYBE), None)
        return replace(item, intent=asked or "inform")
    return item


def _said_of_none(item: Meant, ranking: Ranking, context: Context, has_time: bool) -> str | None:
    """What is meant by what sounds like a visit that stands, and is said of none."""
    words = spelt_out(item.text)
    if context.booked:
        return None
    no_end = item.intent == CALL_OFF and not (
        _CALLS_OFF.search(words) or _CAN_NOT_COME.search(words)
    )
    if no_end and has_time and ranking.mass(_BOOKS) >= ABOUT_A_VISIT:
        return "book_screening"  # "screening. monday pm"
    if has_time and (_is_not_late(item, words) or _is_no_promise(item, words)):
        # "After work, I get off at 5:30": when somebody can come, not that they are late.
        return "inform"
    if item.intent == "change_time" and context.topic and not has_time:
        return "follow_about"  # "and the last one?", after an answer
    few = len(words.split()) <= FEW_WORDS  # who has one tells why it is to be moved
    of_none = few and not (
        says_act(MOVE, words) or _STANDS.search(words) or _CAN_NOT_COME.search(words)
    )
    of_none = of_none and not (_CHANGES.search(words) or facts_in(words))  # "hours Thursday?"
    if item.intent == MOVE and has_time and of_none:
        return "book_screening"  # "Friday, as late as you've got"
    wants = item.intent in (MOVE, LOOK_UP) and _WANTS_ONE.search(words)
    return "book_screening" if wants else None


def _said_of_one(item: Meant, words: str, context: Context) -> str | None:
    """What is meant by what sounds like a wish for a visit, or like little, and is said of one that
    stands."""
    hardly = item.intent in TALK | {NOTHING} and item.probability < SURE_OF_A_WISH
    if context.booked and (hardly or _TAG.search(words)) and _A_DAY.search(words):
        return LOOK_UP  # "so tuesday is gone, right"
    vague = item.intent in _VAGUE
    if (context.stands or vague) and (_IS_IT_OFF.search(words) or _MY_CODE.search(words)):
        return LOOK_UP
    asks = item.intent == "book_screening" and _ASKS_FOR_MINE.search(words)
    return LOOK_UP if asks else None


def _is_not_late(item: Meant, words: str) -> bool:
    """Whether lateness is heard and not said: "my appointment is at 3, I'm 10 minutes behind" says
    it."""
    said = item.probability >= SURE_OF_A_WISH or _STANDS.search(words)
    return item.intent == LATE and not (said and says_act(LATE, words))


def _is_no_promise(item: Meant, words: str) -> bool:
    return item.intent == "confirm_visit" and not _COMES.search(words)
