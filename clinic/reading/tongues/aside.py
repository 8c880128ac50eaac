"""What a message in another language says beside what is learned of it: its words mended, what of
it ends what is under way, and whether it is nothing but courteous."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.reading.context import Context, Flow
from clinic.reading.giving import NAME_AND_SURNAME
from clinic.reading.learned.ranking import Ranking
from clinic.reading.read import Stance
from clinic.reading.safety.verdict import Verdict
from clinic.reading.stance import plain_stance
from clinic.reading.tongues.outright import is_courtesy
from clinic.reading.tongues.tongue import Tongue

_STOPS = re.compile(r"[.,;!?]+\s")
_OF_A_VISIT = frozenset({"move", "call_off", None})


def mended(tongue: Tongue, text: str, context: Context) -> str:
    """A text with its misspellings mended; a name that was asked for is spelt as it is typed."""
    answers = context.asked == "name" and len(text.split()) <= NAME_AND_SURNAME
    return text if answers else tongue.spelling.mend(text)


def in_english(tongue: Tongue, ranking: Ranking) -> Ranking:
    """A ranking with its text in English; what the phrasebook knows can be read, though no example
    has it."""
    english = tongue.in_english(ranking.text)
    known = english != ranking.text or plain_stance(english) is not None  # "nope" is said as well
    return replace(ranking, text=english, readable=ranking.readable or known)


def ends_it(tongue: Tongue, text: str, flow: Flow | None) -> Stance | None:
    """Whether a part of a message says, and says nothing else, that what is under way shall end or
    that what stands shall stay. "Cancel it", where that is under way, does not end it."""
    parts = map(plain_stance, map(tongue.in_english, _STOPS.split(text)))
    said = [stance for stance in parts if stance in ("stop", "keep")]
    if flow in _OF_A_VISIT and "stop" in said:
        return None
    return said[0] if said else None


def only_courteous(tongue: Tongue | None, text: str, verdict: Verdict, context: Context) -> bool:
    """Whether a message in another language is nothing but thanks or a greeting: there is no sign
    in it, and none was found."""
    found = any(sign.by != "learned" for sign in verdict.signs)
    if tongue is None or context.alarm is not None or found:
        return False
    return is_courtesy(tongue.in_english(text))
