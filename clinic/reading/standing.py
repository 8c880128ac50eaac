"""How a patient stands to what was asked or offered, by the words, what they mean and what else
they give."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic.reading.act_words import asks, keeps, says_act
from clinic.reading.after_alarm import Aftermath
from clinic.reading.context import Context
from clinic.reading.giving import Given
from clinic.reading.meaning import FEW_WORDS, OFFERS, has_words, puts_right
from clinic.reading.read import Stance, TimeSaid, Wish
from clinic.reading.safety.verdict import Verdict
from clinic.reading.stance import (
    keeps_what_stands,
    opening_stance,
    plain_answer,
    plain_stance,
    says_none,
    stance_of,
)
from clinic.reading.wishes import NOTHING, SURE_OF_A_WISH, Meant
from clinic.reading.words import spelt_out

# Where a sign is asked about, a message is first of all an answer.
SIGNS = frozenset({"signs", "sign"})
_STILL_THERE = re.compile(
    r"\bstill (?:\w+ ){0,3}(?:there|numb|leak\w*)\b|\bnumb\w*\b[^.?!]{0,20}\bstill there\b"
)
# "I have not got a fever": of the other signs it says nothing.
_HAS_NOT = re.compile(
    r"^\W*(?:(?:no|i|we|he|she|do|does|did|have|has)\W+)*(?:not|never) (?:have|had|got|any)\b"
    r"(?!.*\b(?:but|except|only|just|besides|other)\b)"
)
# "No, he can lift it, it is only asleep" is asked about again; "no feeling there" is a complaint.
_NO_THEN = re.compile(r"^\W*no+\s*[,.;!]", re.IGNORECASE)
# "I don't have that"; "I have not got any feeling there" is a complaint.
_LONGEST_DENIAL = 5
_IS_WELL = re.compile(
    r"\b(?:is|are|feels?|seems?|all) (?:(?!not)\w+ )?(?:fine|normal|okay|ok|good)\b"
)
_ELSEWHERE = re.compile(r"\b(?:not|no|gone|foot|feet|toes?|calf|leg|thigh|knee|shin|hands?)\b")
_OK_THANKS = re.compile(r"^\W*(?:ok|okay|k|alright|good|great|perfect|well)\b.{0,12}\bthank")
_OPENS_OK = re.compile(r"^\W*(?:ok|okay|k|alright)\b", re.IGNORECASE)
_AGREES = re.compile(
    r"\b(?:yes+|yep|yup|yeah|yea|sure|book|confirm\w*|do it|correct|right|perfect|sounds|works"
    r"|(?<!\ba )(?:good|great|fine))\b"
)
CALLS_OFF = "confirm_call_off"
# So few words, and a question mark.
BARE = 2
# What is heard beside a choice puts nothing off: "give me the second" asks for no second.
_HESITATES = frozenset({"undecided", "wait"})


def without_what_is_given(text: str, stance: Stance | None, given: Given) -> Stance | None:
    """The stance, where what is given does not only look like one."""
    if given.amended and stance in ("no", "stop"):
        return None  # "not Sue. Suzanne" says no to nothing else
    if given.reference and len(text.split()) == 1:
        return None  # a code alone, whatever its letters look like
    return stance


def takes_an_offer_up(
    stance: Stance | None, said: Sequence[Meant], time: TimeSaid | None
) -> Stance | None:
    """The stance, where an "ok" does not come with a time: "ok, tuesday morning works"."""
    hesitates = any(stance_of(item.intent) for item in said)
    return None if stance == "undecided" and time and not hesitates else stance


def agreed(
    text: str, stance: Stance | None, time: TimeSaid | None, plain: bool, hardly: bool
) -> tuple[Stance | None, TimeSaid | None]:
    """A stance and a time, where both are heard and only one can be meant.

    Args:
        plain: the words are a plain answer.
        hardly: an end is heard without much reason.
    """
    if stance == "stop" and time and hardly:
        return None, time  # "nvm, my boss switched me around, any day is good"
    if stance == "stop" and (plain or is_any(time)):
        return stance, None  # "no, don't book me anything", "no thanks, not today" name no time
    if stance == "keep" and time and not (keeps(spelt_out(text)) or keeps_what_stands(text)):
        return None, time  # "no wait, 3"
    if stance == "wait" and is_any(time):
        return stance, None  # "hang on, another one": another customer
    return stance, time


def is_any(time: TimeSaid | None) -> bool:
    wish = time.reading.wish if time and time.reading else None
    return wish is not None and wish.any_time


def stance_here(
    text: str, said: Sequence[Meant], context: Context, choice: str | None
) -> Stance | None:
    if choice in ("yes", "no"):
        return choice  # type: ignore[return-value]
    plain = plain_answer(text, context.asked)
    if not choice and _thanks_for_an_answer(text, context):
        return None
    if plain and not choice:
        return plain
    if of_a_sign := _to_a_sign(text, context):
        return of_a_sign
    learned = [
        stance
        for item in said
        if (stance := stance_of(item.intent)) and not (choice and stance in _HESITATES)
    ]
    if text.rstrip().endswith("?") and _hardly_answers(text, said[0]):
        learned = []
    if learned and (len(said) == 1 or learned == ["stop"]):
        return learned[0]
    return _opening(text, said, context)


def _opening(text: str, said: Sequence[Meant], context: Context) -> Stance | None:
    """The yes or no that a message begins with, where it is an answer to what was asked."""
    mended = context.asked in OFFERS and puts_right(text)
    no_answer = context.asked is None or context.asked in SIGNS or mended
    opening = None if no_answer else opening_stance(text)
    if opening == "yes" and _hardly_confirms(text, said, context):
        return None
    if opening and said[0].intent == NOTHING and len(text.split()) > FEW_WORDS:
        return None  # "ok and what can ..." is no answer, though it was not understood
    if opening == "yes" and context.asked in OFFERS and _OPENS_OK.match(text):
        return "undecided"  # "ok. that helps a little" takes no offer up
    return opening


def without_denials(
    text: str,
    stance: Stance | None,
    verdict: Verdict,
    context: Context,
    after: Aftermath | None = None,
) -> Stance | None:
    """The stance to the check of signs, where what was learned took "I don't have a fever" for a
    yes: who only denies some of them is asked about the others. And to the question about one:
    "nah, it's probably just the chair" and "no, it's gone now" are no "no" to it."""
    if context.asked == "sign" and stance is None and after and after.denied >= SURE_OF_A_WISH:
        return "no"
    if context.asked == "sign" and stance == "no" and plain_stance(text) is None:
        light = after is not None and after.eased >= SURE_OF_A_WISH
        return None if light and not says_none(text) else stance
    if context.asked == "sign" and stance == "yes" and _NO_THEN.match(text):
        return None if verdict.decision == "quiet" else stance
    if context.asked != "signs" or stance != "yes" or opening_stance(text) == "yes":
        return stance
    if verdict.decision == "quiet" and opening_stance(text) == "no":
        return "undecided"  # "no, nothing but leg pain": asked again
    told = {sign.status for sign in verdict.signs}
    denies = "denied" in told or _HAS_NOT.match(spelt_out(text))
    return None if verdict.decision == "quiet" and denies and told <= {"denied"} else stance


def takes_leave(text: str, wishes: Sequence[Wish]) -> bool:
    """Whether an "ok" only leads to a goodbye: "ok gotta go, bye", and not "ok book it, bye"."""
    leaves = any(wish.intent == "goodbye" for wish in wishes)
    return leaves and bool(_OPENS_OK.match(text)) and not _AGREES.search(spelt_out(text))


def _hardly_confirms(text: str, said: Sequence[Meant], context: Context) -> bool:
    """Whether the yes or ok that a message begins with is none to the last question before
    something is done: "ok, what happens at it" books nothing, and no visit is called off by "ok
    thanks so much" or "yes, why does it hurt?"."""
    if context.asked not in ("confirm", "confirm_move", CALLS_OFF):
        return False
    words = spelt_out(text)
    if _OPENS_OK.match(text) and not _AGREES.search(words):
        rest = _OPENS_OK.sub("", words).lstrip(" ,.").removeprefix("so ").removeprefix("and ")
        if asks(rest):
            return True
    if context.asked != CALLS_OFF or says_act("cancel_screening", words):
        return False
    beside = said[0].intent.startswith(("ask_", "fact_")) or said[0].intent == "thank"
    return beside or "?" in text


def _hardly_answers(text: str, first: Meant) -> bool:
    """Whether a question is hardly an answer: "you guys any good?", and "well?", which calls no
    visit off."""
    bare = len(text.split()) <= BARE and not opening_stance(text)
    return bare or first.probability < SURE_OF_A_WISH


def _to_a_sign(text: str, context: Context) -> Stance | None:
    """Whether a sign that is asked about is there, by the words."""
    if context.asked not in SIGNS:
        return None
    if says_none(text) or (context.asked == "sign" and _is_not_there(text)):
        return "no"
    return "yes" if _is_still_there(text) else None


def _is_not_there(text: str) -> bool:
    """Whether the sign that was asked about is not there: "I don't have that", "it's all fine"."""
    words = spelt_out(text)
    if "?" in text or re.search(
        r"\b(?:but|except|only|still|feeling|not (?:fine|normal|ok|okay))\b", words
    ):
        return False
    short = len(words.split()) <= _LONGEST_DENIAL
    return bool((short and _HAS_NOT.match(words)) or _IS_WELL.search(words))


def _is_still_there(text: str) -> bool:
    """Whether a sign is still there: "it's still a bit numb there"; a numb foot is none."""
    words = spelt_out(text)
    return bool(_STILL_THERE.search(words)) and not _ELSEWHERE.search(words)


def _thanks_for_an_answer(text: str, context: Context) -> bool:
    """Whether "ok thanks", or a raised thumb, is for what was told: it takes up no offer beside
    it, and calls no visit off."""
    thanks = bool(_OK_THANKS.match(spelt_out(text)))
    if context.asked == CALLS_OFF:
        return thanks
    return context.asked in OFFERS and (thanks or not has_words(text))
