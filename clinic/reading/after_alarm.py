"""Reads what is asked about an alarm that was just raised: may it wait, which signs, is it sure."""

from __future__ import annotations

import re

from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS, FACTS, FOLLOWING, NOT_COVERED, PERSON, TOPICS
from clinic.reading.words import spelt_out

# What a follow-up to the alarm is about, instead of a topic or a fact.
ALARM = "alarm"
DOUBT, ABOUT = "follow_doubt", "follow_about"
# Told of the alarm, these are met as such; asked for by themselves, so are the others.
_HOW_IT_WENT_ON = frozenset({"already_called", "false_alarm"})
# What takes an emergency back says why: it was meant otherwise, it is over, somebody looked at it.
# "Nah, it's fine, I slept funny" only makes light of it.
_WHY_IT_IS_NONE = re.compile(
    r"\b(?:(?<!slept )(?<!sat )(?<!moved )wrong|mistake\w*|typos?|auto ?correct\w*|misread"
    r"|misspoke|mean|meant|joke|joking|kidding|test\w*|accident\w*|clicked|pressed|tapped"
    r"|mis ?(?:tap|click)\w*"
    r"|not (?:me|mine|that))\b"
)
# Beside a guess at where it comes from, these are no reason: "I'm fine, probably just dehydrated".
_WELL_AGAIN = re.compile(
    r"\b(?:false alarm|ago|back then|used to|long time|in (?:19|20)\d\d|gone|went away|passed|over"
    r"|stopped|no longer|any ?more|i am (?:\w+ )?(?:fine|ok|okay|good|all right|alright|better)"
    r"|(?:fine|ok|okay|better|normal|good) (?:now|again)|checked|looked at|saw|seen|cleared"
    r"|doctors?|er|hospital)\b"
)
_GUESSES = re.compile(
    r"\b(?:prob|probs|proba?bly|prolly|likely|maybe|perhaps|possibly|(?:i )?(?:guess|bet|assume"
    r"|suppose|figure)|(?:must|might|may|could|gotta|got to) (?:just |only )?(?:be|have been)"
    r"|i think (?:(?:it|that|this) (?:is|was)|its)|i am sure (?:it|that|its)"
    r"|(?:just|only) (?:because|since|from|due|cause|cuz|the|my|some|dehydrat\w*)"
    r"|(?:it|that|this) (?:is|was) (?:all )?(?:just|only|from|because|since)|dehydrat\w*"
    r"|because|(?:is|it) cause|that is why|(?:not|barely|hardly|just) dr[aiu]n?k\w*)\b"
)
# Who was looked at may book again.
_CHECKED = re.compile(
    r"\b(?:sent (?:me|him|her|us) home|all clear|cleared (?:me|him|her)|discharged"
    r"|(?:said|says?|told (?:me|him|her|us)) (?:that )?"
    r"(?:there is |it is |its |i am |he is |she is |it was )?(?:no emergency"
    r"|not an emergency|no cauda equina|nothing (?:serious|bad|wrong|urgent)|ok|okay|fine"
    r"|all right|alright|safe)"
    r"|(?:it is |i am )?all (?:fine|good|clear)|cleared"
    r"|(?:did|ran|took) (?:an? |some )?(?:mri|scans?|tests?|x ?rays?)"
    r"|checked (?:me|him|her|us)"
    r"|home and (?:he is |she is |i am |we are )?(?:fine|ok|okay|well|safe|good|better|resting))\b"
)
# The button was not meant.
_PRESSED = re.compile(
    r"\bmis ?(?:tap|click|press|hit)\w*|\b(?:hit|press(?:ed)?|tap(?:ped)?|click(?:ed)?|push(?:ed)?"
    r"|touch(?:ed)?|chose|picked) (?:\w+ ){0,3}(?:wrong|by (?:mistake|accident))\b"
    r"|\b(?:wrong|other) (?:button|answer|choice)\b|\bfat ?finger\w*"
)
# It was told otherwise than it was meant.
_MEANT_OTHERWISE = re.compile(
    r"\bi (?:\w+ )?(?:meant|ment|misspoke|mistyped)\b(?! it\b)|\b(?:typos?|auto ?correct\w*)\b"
    r"|\b(?:said|put|wrote|typed|told \w+) (?:\w+ ){0,2}wrong\b|\b(?:my|by) mistake\b"
)
# Who leaves before anybody has.
_LEAVES_UNSEEN = re.compile(
    r"\b(?:never|nobody|no one|no doctor|not|without) (?:\w+ ){0,3}"
    r"(?:look(?:ed|ing)?|saw|seen?|seeing|check(?:ed|ing)?|examin\w+|helped)\b|"
    r"\b(?:go|going|went|head\w*) (?:back )?home\b|\b(?:leaving|walking out)\b[^.?!]{0,30}\bwait"
    r"|\bwait\b[^.?!]{0,30}\b(?:leaving|walking out|left)\b"
)
_STILL = re.compile(r"\b(?:still|not (?:gone|better))\b")
# What a word that help is on its way may be taken for.
_LITTLE = frozenset({"affirm", "inform", "out_of_scope", "ask_activity", "nlu_fallback", "thank"})
_OF_THEIR_OWN = (APPOINTMENTS | FACTS | NOT_COVERED | PERSON | TOPICS) - {"reschedule_screening"}
_WHICH = re.compile(
    r"\b(?:what|which)\b[^.?!]{0,20}\b(?:signs?|symptoms?)\b|\bwhat do you mean\b"
    r"|\bsigns? of what\b"
)
_GO = r"(?:really )?(?:go|call|come|do (?:that|this|it))"
_DOUBTS = re.compile(
    r"\b(?:wait|hold off|hold out|sleep on it|see how it goes|put (?:it|this|that) off)\b"
    r"|\b(?:are you|you) (?:really )?(?:sure|certain|serious)\b"
    r"|\breally (?:have|need|necessary|that|so|serious)\b"
    r"|\b(?:necessary|overreact\w*|exaggerat\w*)\b"
    rf"|\b(?:have to|need to|should i|must i|got to) {_GO}\b"
    r"|\b(?:till|until|go|call) (?:tomorrow|monday|morning|the morning|later)\b"
)
# Told to go, somebody asks where: not to the clinic.
_WHERE_TO_GO = re.compile(
    r"\bwhere (?:do|should|can|would|shall) (?:i|we|he|she|they) (?:go|take (?:him|her|it|them))\b"
)
HOW, CALLED, TAKEN_BACK = "follow_how", "already_called", "false_alarm"
# "Call 911 for me", "emergency!!": nobody is on the way yet, whatever else it sounds like.
_PLEADS = re.compile(
    r"^\W*(?:(?:please|someone|some ?body|can you|could you|you|just|help|and)\W+)*"
    r"call (?:me |us )?(?:al )?(?:911|an? ambulance|the ambulance|one ambulanc\w+|for help)\b"
    r"|\bcall\b[^.?!]{0,20}\bfor (?:me|us)\b"
    r"|(?<!not )(?<!no )\bneed (?:(?:an|the|one) )?(?:ambulanc\w+|help (?:now|right))\b"
    r"|^\W*(?:(?:please|help|ayuda|it is|this is|an)\W+)*emergenc(?:y|ia)\W*$"
)
# "What do I do?", "can you send somebody out?": what to do is in the alarm's words.
_WHAT_TO_DO = re.compile(
    r"\bwhat (?:do|should|can|shall|am|must) (?:i|we)\b[^.?!]{0,10}\b(?:do|to do)\b"
    r"|\b(?:send|get) (?:me |us |him |her |over )*(?:some\w+|any\w+|help|an ambulance|a (?:nurse"
    r"|doctor))"
)
_IS_IT_BAD = re.compile(
    r"\b(?:is|are|how) (?:that|this|it|those|these) (?:really |rly |that |so |very )*"
    r"(?:bad|serious|dangerous|urgent|an emergency|normal|ok(?:ay)?|life)\b"
    r"|\bhow (?:bad|serious|urgent) (?:is|are)\b"
)
# "My wife is driving me to the ER": what the alarm told is being done.
_ON_THE_WAY = re.compile(
    r"\b(?:driving|drive|taking|took|takes?|going|went|i (?:will )?go|heading|headed"
    r"|on (?:my|our|the|his|her) way|leaving|at)\b[^.?!]{0,30}\b(?:er|emergency|hospital"
    r"|urgent care|e r)\b"
)
_NOT_GOING = re.compile(r"\b(?:not|no|never|can not|will not|refuses?|without|if|should)\b")


def was_checked(text: str) -> bool:
    """Whether somebody has looked at what the alarm was for: "they sent me home, all clear"."""
    words = spelt_out(text)
    unseen = _STILL.search(words) or _LEAVES_UNSEEN.search(words)
    return bool(_CHECKED.search(words)) and not unseen


def was_pressed_by_mistake(text: str) -> bool:
    """Whether the answer that raised the alarm was not meant: "it was a mis-tap"."""
    words = spelt_out(text)
    return bool(_PRESSED.search(words)) and not _STILL.search(words)


def only_guesses(text: str) -> bool:
    """Whether a message guesses where a sign comes from ("it's probably the heat"), and does not
    say that it was told otherwise than it was meant."""
    words = spelt_out(text)
    reason = _WHY_IT_IS_NONE.search(words) and not _STILL.search(words)
    return bool(_GUESSES.search(words)) and not reason


def may_be_put_right(text: str, context: Context) -> bool:
    """Whether a message says that what raised an emergency, or what has to be seen today, was meant
    otherwise: "no, I meant my big toe is numb". What was meant is not known by that."""
    in_force = context.alarm in ("E", "U") and context.flow is None and "?" not in text
    return in_force and bool(_MEANT_OTHERWISE.search(spelt_out(text)))


def _how_it_went_on(words: str, asks: bool, intent: str, context: Context) -> str | None:
    """What is told of an emergency in force: nobody has been called yet, it is only made light of,
    they leave before anybody has looked at it, or they are on their way."""
    if context.alarm and _PLEADS.search(words):
        return HOW
    emergency = context.alarm == "E" and context.flow is None
    if emergency and intent == TAKEN_BACK and _makes_light(words, context):
        return DOUBT
    if emergency and _LEAVES_UNSEEN.search(words) and not was_checked(words):
        return DOUBT
    on_the_way = context.alarm and context.flow is None and _ON_THE_WAY.search(words)
    if on_the_way and not asks and not _NOT_GOING.search(words) and intent in _LITTLE:
        return CALLED
    return None


def _makes_light(words: str, context: Context) -> bool:
    """Whether what sounds as if an emergency were none gives no reason for it, or only a guess at
    where it comes from: "nah, it's fine", "I'm fine, it's probably the heat". Asked about its sign,
    "it's fine" is an answer, and a guess is none."""
    if was_checked(words) or only_guesses(words):
        return not was_checked(words)
    why = _WHY_IT_IS_NONE.search(words) or _WELL_AGAIN.search(words)
    return not ((why and not _STILL.search(words)) or context.asked == "sign")


def asks_about_the_alarm(text: str, intent: str, sure: bool, context: Context) -> str | None:
    """The follow-up that a message is to the alarm in force, where nothing else was answered since;
    None where it is something else.

    Args:
        text: the patient's words.
        intent: what they mean by themselves.
        sure: whether that is surely meant.
        context: what was said before.
    """
    words = spelt_out(text)
    told = _how_it_went_on(words, "?" in text, intent, context)
    if told:
        return told
    if context.alarm is None or context.topic or context.fact or context.flow or context.asked:
        return None
    if _WHERE_TO_GO.search(words) or _WHAT_TO_DO.search(words):
        return HOW
    if _IS_IT_BAD.search(words):
        return DOUBT
    if intent in _HOW_IT_WENT_ON or (sure and intent in _OF_THEIR_OWN):
        return None
    if _WHICH.search(words):
        return ABOUT
    if _DOUBTS.search(words):
        return DOUBT
    return intent if intent in FOLLOWING else DOUBT if intent == "why_needed" else None
