"""Reads what is said besides the answer, where the check of signs before a booking is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from clinic.reading.act_words import asks
from clinic.reading.check import Beside, answer_to_the_check, none_beside
from clinic.reading.context import Context
from clinic.reading.intents import APPOINTMENTS, FOLLOWING, NOT_COVERED, TOPICS
from clinic.reading.read import Feeling, Read, Stance, Wish
from clinic.reading.relations import SOMEONE_ELSE
from clinic.reading.stance import plain_stance
from clinic.reading.wishes import NOTHING

# A longer message that names a day tells of what was then, unless it asks for another time.
FEW_WORDS = 4
_TOLD = TOPICS | NOT_COVERED | FOLLOWING | {NOTHING, "fact_age", "out_of_scope", "insult"}
# The summary that follows tells it.
_IN_THE_SUMMARY = "check_screening"
_ANOTHER_TIME = re.compile(
    r"\b(?:instead|rather|move|change|switch|actually|make it|(?:can|could) (?:i|we|you|she|he)"
    r"|prefer|want|works?|mejor|cambi\w*|muev\w*|puedo|puede|podria|prefiero|quiero)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:(?:does|do|is|are|can|should|will|could|would) "
    r"(?:that|it|this|i|we|you|u|she|he|they|the)|(?:what|why|where|how) \w+)\b",
    re.IGNORECASE,
)
_COMPLAINTS = frozenset({"complaint", "frustrated"})


def read_at_the_check(
    read: Read,
    stance: Stance | None,
    text: str,
    context: Context,
    again: Callable[[str], Read],
) -> Read:
    """The read of a message to the check, with what it answers and what it says besides.

    Inside the answer no time is wished for: "none, I fell in October" names no day to come. What
    follows a "none" is read as if it had been said alone; the graver verdict counts.

    Args:
        read: of the whole message.
        stance: to the check, as far as it was heard.
        text: the patient's words.
        context: what was said before.
        again: reads a part of the message alone.
    """
    alarmed = context.alarm is not None
    beside = none_beside(text, read.language, alarmed)
    told = answer_to_the_check(text, read.language)
    again_told = alarmed and beside is not None and beside.stance == "no"
    if told == "yes" or (told and not again_told):
        # "Nothing but sciatica" asks nothing about sciatica.
        kept = tuple(wish for wish in read.wishes if wish.intent not in _TOLD)
        read = replace(read, wishes=kept, stance=told, feeling=_kept_feeling(read))
        return _without_told_times(read, text)
    if beside is None:
        return _without_told_times(replace(read, stance=stance), text)
    if beside.stance != "no":
        kept = tuple(wish for wish in read.wishes if _is_asked(wish))
        return _without_told_times(replace(read, wishes=kept, stance=beside.stance), text)
    return _besides(read, beside, again)


def _besides(read: Read, beside: Beside, again: Callable[[str], Read]) -> Read:
    """The read of what stands beside a "none"."""
    said = again(beside.rest)
    kept = tuple(wish for wish in said.wishes if _is_asked(wish))
    grave = read.safety if read.safety.decision != "quiet" else said.safety
    # Beside an answer nobody begins to ask for somebody else: "none, thanks for asking".
    relation = None if read.relation == SOMEONE_ELSE else read.relation
    ends: Stance = "stop" if plain_stance(beside.rest) == "stop" else "no"
    said = replace(said, wishes=kept, stance=ends, choice=None, safety=grave, relation=relation)
    said = replace(said, language=read.language, feeling=_kept_feeling(said))
    return said if _ANOTHER_TIME.search(beside.rest) else _without_times(said)


def _kept_feeling(read: Read) -> Feeling | None:
    """The feeling, where it is none that an answer only sounds like: "besides what I told you"."""
    return None if read.feeling in _COMPLAINTS else read.feeling


def _is_asked(wish: Wish) -> bool:
    """Whether what stands beside the answer is asked, and not only told."""
    asked = asks(wish.words) or bool(_ASKED.search(wish.words))
    if wish.intent in _TOLD:
        return asked
    if wish.intent == _IN_THE_SUMMARY:
        return False
    # "Is it true you can cancel any time" calls nothing off.
    return wish.intent not in APPOINTMENTS or not asked or bool(_ANOTHER_TIME.search(wish.words))


def _without_told_times(read: Read, text: str) -> Read:
    """The read without a time that is only told of."""
    wished = _ANOTHER_TIME.search(text) or len(text.split()) <= FEW_WORDS
    return read if wished else _without_times(read)


def _without_times(read: Read) -> Read:
    wrong = tuple(item for item in read.corrections if item.field != "time")
    return replace(read, time=None, corrections=wrong)
