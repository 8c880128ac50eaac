"""Reads how a patient stands to what was asked or offered, where the words alone tell."""

from __future__ import annotations

import re

from clinic.reading.context import Asked
from clinic.reading.read import Stance
from clinic.reading.words import spelt_out

_LEAD = r"^\W*(?:(?:ok|okay|um+|uh+|hm+|oh|well|sorry|please|pls|hey|actually|so|yeah|no|oh)\W+)*"
_MOMENT = r"(?:sec(?:ond)?s?|min(?:ute)?s?|moment)"
_YES = re.compile(
    r"^\W*(?:(?:oh|ok|okay|well|um+|whatever|ugh|alright|just)\W+)*"
    r"(?:yes+|yep|yup|yeah+|yea|ya|yas+|sure(?: thing)?"
    r"|ok(?:ay|ie)?"
    r"|of course|absolutely|definitely|correct|right|exactly|that is (?:right|correct|it|fine|good)"
    r"|sounds (?:good|great)|please do|go ahead|do it|book it|let us do it|perfect|great|fine"
    r"|works for me|that works|looks (?:good|right)|confirmed?|i confirm|all good|si|y)"
    r"(?:\W+(?:please|thanks|thank you|sure|yes|ok|okay|it is|book it|do it|go ahead|that works"
    r"|that is (?:right|correct|fine|good)|looks good|sounds good|perfect|great|i would|i do))*\W*$"
)
_NO = re.compile(
    r"^\W*(?:(?:oh|ok|well|um+|yeah|yea|ya)\W+)?"
    r"(?:no+|nope|nah+|naw|no way|not really|not now|not today|n"
    r"|no thanks?(?: you)?|i would rather not|absolutely not|negative|not interested"
    r"|not at this time)"
    r"(?:\W+(?:please|thanks|thank you|no|i am good|not now|not today|maybe later|sorry|it is not"
    r"|i do not|that is ok))*\W*$"
)
_THANKS = re.compile(r"\bthank")
_UNDECIDED = re.compile(
    _LEAD + r"(?:i am )?(?:maybe(?: later)?|perhaps|possibly|probably|not sure(?: yet)?|unsure"
    r"|(?:i )?(?:do not|dont) know(?: yet)?|no idea|(?:i )?(?:might|guess(?: so)?)|i think so"
    r"|kind of"
    r"|sort of|sometimes|a (?:little|bit)|i guess|hard to say|doubt it|let me think(?: about it)?"
    r"|undecided|on the fence|depends|it depends)(?:\W+(?:maybe|yet|tbh|honestly|really"
    r"|sorry|thanks|thank you))*\W*$"
)
_WAIT = re.compile(
    _LEAD + rf"(?:hold on|hang on|wait(?: up)?|be right back|(?:just )?(?:one|a) {_MOMENT}"
    rf"|{_MOMENT}|give me (?:a|one|two|a few|five) {_MOMENT}|in a {_MOMENT}"
    r"|let me (?:check|look|see|ask|find|get)\b[^?]{0,40})"
    rf"(?:\W+(?:please|(?:a|one|just a) {_MOMENT}|i will be back|let me \w+))*\W*$"
)
_STOP = re.compile(
    _LEAD
    + r"(?:stop(?: it| this| that| now)?|quit|cancel(?: it| that| this)?|forget (?:it|about it"
    r"|this)"
    r"|never ?mind|i am done|i give up|changed my mind|i (?:have )?changed my mind|do not bother"
    r"|scrap that|leave it|no longer (?:interested|needed))(?:\W+(?:please|thanks|then|sorry"
    r"|bye))*\W*$"
)
_KEEP = re.compile(
    _LEAD + r"(?:wait\W+)?(?:(?:i will |let us |please |just |do )*keep (?:it|that|my|the|this|mine"
    r"|\w+day)\b[^?]*"
    r"|(?:do not|dont) (?:cancel|change|move|touch|call (?:it|that) off)\b[^?]*|leave (?:it"
    r"|that|everything|things) (?:as|how|the way) (?:(?:it|they|things) )?(?:is|are|was|were)"
    r"|put (?:it|that|me|us|him|her) back(?: (?:in|on|then|again))?\b[^?]*"
    r"|(?:i )?(?:did|do) not (?:want|mean) to (?:cancel|move|change|call (?:it|that) off)\b[^?]*"
    r"|leave it(?: alone| there)?|as it (?:was|is)|i (?:will|can|want to) (?:still )?(?:come"
    r"|be there)"
    r"|(?:it is )?fine as it is)(?:\W+(?:please|thanks|thank you|then))*\W*$"
)
_STOPS = re.compile(r"[.!;\n]+")
_CHECKS: tuple[tuple[Stance, re.Pattern[str]], ...] = (
    ("keep", _KEEP),
    ("stop", _STOP),
    ("wait", _WAIT),
    ("undecided", _UNDECIDED),
    ("yes", _YES),
    ("no", _NO),
)
_OPENS_YES = re.compile(
    r"^\W*(?:yes+|yep|yup|yeah|sure|ok(?:ay)?|yes please|absolutely)\b(?!\W*(?:but)\b)"
)
_OPENS_NO = re.compile(r"^\W*(?:no+|nope|nah)\b(?! (?:problem|worries|idea|fever|numbness|pain))")
_NONE = re.compile(r"\bnone(?: of (?:that|those|them|these|it))?\W*$|\bnothing like that\b")
_BY_INTENT: dict[str, Stance] = {
    "affirm": "yes",
    "deny": "no",
    "undecided": "undecided",
    "wait": "wait",
    "stop": "stop",
    "keep_visit": "keep",
    "none_of_these": "no",
    "one_or_more": "yes",
    "confirm_visit": "yes",
}


def plain_stance(text: str) -> Stance | None:
    """The stance of a message that says nothing else ("yep", "nah thanks", "hold on")."""
    words = spelt_out(text)
    return next((stance for stance, pattern in _CHECKS if pattern.match(words)), None)


def plain_answer(text: str, asked: Asked | None) -> Stance | None:
    """The plain stance to what was asked: "no, thank you" to the times on offer wants none at all,
    where a "no" alone is answered with others."""
    stance = plain_stance(text)
    declines = stance == "no" and asked == "time" and _THANKS.search(spelt_out(text))
    return "stop" if declines else stance


def keeps_what_stands(text: str) -> bool:
    """Whether a part of a message says, by itself, that what stands shall stay."""
    return any(_KEEP.match(spelt_out(part)) for part in _STOPS.split(text))


def says_none(text: str) -> bool:
    """Whether a message says that none of several things is so ("she says none of that")."""
    return bool(_NONE.search(spelt_out(text)))


def opening_stance(text: str) -> Stance | None:
    """The yes or no that a longer message begins with ("yes, tuesday at 2")."""
    words = spelt_out(text)
    if _OPENS_YES.match(words):
        return "yes"
    return "no" if _OPENS_NO.match(words) else None


def stance_of(intent: str) -> Stance | None:
    """The stance that a learned intent stands for."""
    return _BY_INTENT.get(intent)
