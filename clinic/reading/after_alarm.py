"""Reads what is asked about an alarm that was just raised: may it wait, which signs, is it sure."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from clinic.reading.cared_for import leaves_unseen, was_checked
from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS, FACTS, FOLLOWING, NOT_COVERED, PERSON, TOPICS
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.words import spelt_out

# What a follow-up to the alarm is about, instead of a topic or a fact.
ALARM = "alarm"
COMPANION = "fact_companion"
DOUBT, ABOUT = "follow_doubt", "follow_about"
# Told of the alarm, these are met as such; asked for by themselves, so are the others.
_HOW_IT_WENT_ON = frozenset({"already_called", "false_alarm"})
# What takes an emergency back says why: it was meant otherwise, it is over, somebody looked at it.
# "Nah, it's fine, I slept funny" only makes light of it.
_WHY_IT_IS_NONE = re.compile(
    r"\b(?:(?<!slept )(?<!sat )(?<!moved )wrong|mistake\w*|typos?|auto ?correct\w*|misread"
    r"|misspoke|mean|meant|joke|joking|kidding|test\w*|accident\w*|clicked|pressed|tapped"
    r"|mis ?(?:tap|click)\w*"
    r"|expression|figure of speech|homework|not (?:me|mine|that))\b"
)
# It is over for long. That it eased a moment ago is no reason: "it's gone now", "I'm fine again" is
# said of what comes and goes as well, and has to be looked at all the same.
_LONG_OVER = re.compile(
    r"\b(?:false alarm|(?:years?|yrs?|months?|weeks?|decades?|days?|long|way) (?:ago|back)"
    r"|back then|used to|long time|last (?:week|month|year)|in (?:19|20)\d\d|checked|looked at"
    r"|saw|seen|cleared)\b"
)
_EASED = re.compile(
    r"\b(?:gone|went away|passed|stopped|no longer|any ?more|eased|let up|se me quito|ya paso"
    r"|already paso|(?:fine|ok|okay|better|normal|good) (?:now|again))\b"
)
_GUESSES = re.compile(
    r"\b(?:prob|probs|proba?bly|prolly|likely|maybe|perhaps|possibly|(?:i )?(?:guess|bet|assume"
    r"|suppose|figure)|(?:must|might|may|could|gotta|got to) (?:just |only )?(?:be|have been)"
    r"|i think (?:(?:it|that|this) (?:is|was)|its)|i am sure (?:it|that|its)"
    r"|(?:just|only|all|pure) (?:because|since|from|due|cause|cuz|the|my|some|dehydrat\w*)"
    r"|(?<!i )(?:was|is) (?:all )?(?:just|only|from|because|since)|dehydrat\w*"
    r"|(?:just|only|pure|puro|solo|nomas|era|fue) (?:(?:a|the|my|some|bit|of|el|la|los|puro) )*"
    r"(?:stress\w*|estres|nerves|nervios|anxiety|ansiedad|gas|heartburn|laughing|coughing"
    r"|sneezing|age|weather|heat|calor|tired\w*|cansancio|coffee|caffeine|sitting|chair)"
    r"|because|(?:is|it) cause|that is why|(?:not|barely|hardly|just) dr[aiu]n?k\w*)\b"
)
# The button was not meant.
_PRESSED = re.compile(
    r"\bmis ?(?:tap|click|press|hit)\w*|\b(?:hit|press(?:ed)?|tap(?:ped)?|click(?:ed)?|push(?:ed)?"
    r"|touch(?:ed)?|chose|picked) (?:\w+ ){0,3}(?:wrong|by (?:mistake|accident))\b"
    r"|\b(?:wrong|other) (?:button|answer|choice)\b|\bfat ?finger\w*"
)
# It was less than it was told to be: what it is then is asked.
_TOO_MUCH = re.compile(r"\bi (?:\w+ )?exag+\w*rat\w*|\bexagere\b|\bestaba exagerando\b")
# It was told otherwise than it was meant.
_MEANT_OTHERWISE = re.compile(
    r"\bi (?:\w+ )?(?:meant|ment|misspoke|mistyped)\b(?! it\b)|\b(?:typos?|auto ?correct\w*)\b"
    r"|\b(?:said|put|wrote|typed|told \w+) (?:\w+ ){0,2}wrong\b|\b(?:my|by) mistake\b"
)
_STILL = re.compile(r"\b(?:still|not (?:gone|better))\b")
# "I'm going to the ER now, cancel everything", and what is asked about that visit then.
CALL_OFF, _NO_BOOKING = "cancel_screening", (None, "call_off", "look_up")
# What a word that help is on its way may be taken for.
_LITTLE = frozenset({"affirm", "inform", "out_of_scope", "ask_activity", "nlu_fallback", "thank"})
# What tells of the alarm, and begins no wish for a time.
_TELLS = re.compile(
    r"\b(?:was|were|is|had|did|does|went|saw|said|says|has|have|been|gone|ago|since|today|just|only"
    r"|because|gave|sent|not|no|meant|hurts?|numb|hospital|er|fue|era|dijo|dijeron|revisaron"
    r"|dieron|desde|urgencias|salio)\b"
)
_PARTS = re.compile(
    r"[.,;!?\n]+\s*|\s+-+\s+|\b(?=(?:can|could|may) (?:i|we|you)\b"
    r"|(?:i )?(?:want|need) (?:to )?(?:book|come)\b|book\b)"
)
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
    r"|on (?:my|our|the|his|her) way|leaving|at|voy|vamos|camino|llev\w+)\b"
    r"[^.?!]{0,30}\b(?:er|emergency"
    r"|hospital|urgent care|e r|urgencias|emergencias)\b"
    r"|\b(?:is |are )?(?:driving|taking|bringing) (?:me|him|her|us|them) (?:there|over|in|now)\b"
    r"|\b(?:i am|we are|heading|headed) (?:going |heading |headed |driving )?there now\b"
    r"|\bon (?:my|our|the) way (?:there|now)\b"
)
# "I called them, they were nice": in a crisis somebody was reached.
_REACHED = re.compile(
    r"\b(?:i|we|he|she) (?:already |just |did )*(?:call|text|talked? (?:to|with)|spoke (?:to|with)"
    r"|messaged?)(?:ed)? (?:them|988|911|someone (?:there|at 988)|the (?:hotline|line|number))\b"
    r"|\b(?:already |ya )?(?:llame|les llame|hable con ellos)\b"
)
_NOT_CALLED = re.compile(
    r"\b(?:have|has|did|do|will|would) (?:not|never) (?:\w+ )?(?:call|text|talk|go|gone|reach)"
)
_NOT_GOING = re.compile(r"\b(?:not|no|never|can not|will not|refuses?|without|if|should)\b")


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


def only_eased(text: str) -> bool:
    """Whether a message says of a sign that it is over for the moment ("it's gone now"), and not
    that it was none, or that it is long over."""
    words = without_accents(spelt_out(text))
    why = _WHY_IT_IS_NONE.search(words) or _LONG_OVER.search(words)
    return bool(_EASED.search(words)) and not why


def may_be_put_right(text: str, context: Context) -> bool:
    """Whether a message says that what raised an emergency, or what has to be seen today, was meant
    otherwise: "no, I meant my big toe is numb". What was meant is not known by that."""
    in_force = context.alarm in ("E", "U") and context.flow is None and "?" not in text
    words = without_accents(spelt_out(text))
    return in_force and bool(_MEANT_OTHERWISE.search(words) or _TOO_MUCH.search(words))


def wished_beside(text: str) -> str:
    """What of a message tells nothing of an alarm: "it's gone now. monday at 9" wishes for a day,
    and "it was on monday" for none."""
    parts = _PARTS.split(text)
    return ", ".join(part for part in parts if part and not _TELLS.search(spelt_out(part)))


def _how_it_went_on(words: str, asks: bool, intents: Set[str], context: Context) -> str | None:
    """What is told of an emergency in force: nobody has been called yet, it is only made light of,
    they leave before anybody has looked at it, or they are on their way."""
    if context.alarm and _PLEADS.search(words):
        return HOW
    emergency = context.alarm == "E" and context.flow is None
    if context.alarm and CALLED in intents and _NOT_CALLED.search(words):
        return DOUBT
    if emergency and TAKEN_BACK in intents and _makes_light(words, context):
        return DOUBT
    if emergency and leaves_unseen(words) and not was_checked(words):
        return DOUBT
    if context.alarm and _is_on_the_way(words, context) and context.flow in _NO_BOOKING:
        told = {CALLED} if asks else {CALLED, COMPANION}  # "my son is taking me"
        kept = intents - _LITTLE - told
        reached = context.alarm == "C" and _REACHED.search(words)
        return CALLED if reached or (kept <= {CALL_OFF} and not (asks and not kept)) else None
    return None


def _is_on_the_way(words: str, context: Context) -> bool:
    """Whether what the alarm told is being done: "my wife is driving me there", "I called them"."""
    told = _ON_THE_WAY.search(words)
    if told is None and context.alarm == "C":
        told = _REACHED.search(words)
    return told is not None and not _NOT_GOING.search(words[: told.end()])


def _makes_light(words: str, context: Context) -> bool:
    """Whether what sounds as if an emergency were none gives no reason for it, only a guess at
    where it comes from, or that it eased: "nah, it's fine", "I'm fine, it's probably the heat".
    Asked about its sign, "it's fine" is an answer, and a guess is none."""
    if was_checked(words) or only_guesses(words):
        return not was_checked(words)
    why = _WHY_IT_IS_NONE.search(words) or _LONG_OVER.search(words)
    return not ((why and not _STILL.search(words)) or context.asked == "sign")


def asks_about_the_alarm(
    text: str, intents: Sequence[str], sure: bool, context: Context
) -> str | None:
    """The follow-up that a message is to the alarm in force, where nothing else was answered since;
    None where it is something else.

    Args:
        text: the patient's words.
        intents: what they mean by themselves, the first being what is surely meant, if any is.
        sure: whether that is surely meant.
        context: what was said before.
    """
    words, intent = spelt_out(text), intents[0]
    told = _how_it_went_on(words, "?" in text, set(intents), context)
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
