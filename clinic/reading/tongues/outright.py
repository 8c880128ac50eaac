"""What closed classes alone say is meant, however the whole message is heard.

Thanks, greetings and goodbyes are few and alike in every language, and so are the verbs that call
a visit off or move it. Put into English they are known for certain, where what was learned from a
few thousand examples is only likely.
"""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.reading.context import Context
from clinic.reading.learned.ranking import Ranking
from clinic.reading.words import plain_words

_BESIDE = (
    r"(?:ok|okay|yes|well|perfect|very|already|now|ay|oh|good|great|then|so|and|that is all"
    r"|that is fine|that is right|sorry|please)"
)
_THANKS, _BYE = r"(?:thanks|thank you)", r"(?:bye|see you|until later)"
_HELLO = r"(?:hello|hi|good (?:morning|afternoon|evening))"
_COURTESIES = tuple(
    (re.compile(rf"^(?:{_BESIDE} )*{said}(?: (?:{said}|{beside}))*$"), intent)
    for said, beside, intent in (
        (_THANKS, _BESIDE, "thank"),
        (rf"(?:{_THANKS} )?{_BYE}", f"{_THANKS}|{_BESIDE}", "goodbye"),
        (_HELLO, "how are you", "greet"),
        (rf"(?:(?:{_HELLO}|{_THANKS}) )?who are you", _BESIDE, "ask_if_bot"),
    )
)
# Said of a visit; never of one that is being made, or where a yes is waited for.
_ACTS = (
    (re.compile(r"\bcancel my appointment\b"), "cancel_screening"),
    (re.compile(r"\bmove my appointment\b"), "reschedule_screening"),
    (re.compile(r"\bis it booked\b"), "check_screening"),
    (re.compile(r"(?<!no )\bi want (?:\w+ )?book an appointment\b"), "book_screening"),
    (
        re.compile(
            r"\bwhat times do you have free\b|\bbook (?:a new|me an) appointment\b"
            r"|(?<!alguien )\bcan you see me\b"
        ),
        "book_screening",
    ),
)
# Of the one that stands, where there is one.
_OF_IT = (
    (re.compile(r"\bcancel it\b|\bi am not coming\b"), "cancel_screening"),
    (re.compile(r"\bchange it\b"), "reschedule_screening"),
)
_DENIED = re.compile(r"\b(?:do not|dont|never|keep it)\b")
_ASKS = frozenset({"check_screening", "book_screening"})
# "No me haga la cita", where there is none: nothing is called off.
_ENDS = re.compile(r"\bnever mind\b")
# "Gracias, luego les aviso": an offer is not taken up now.
_LATER = re.compile(r"\bi will let you know$")
_SAYS_THANKS = re.compile(rf"\b{_THANKS}\b")
SURE = 0.97


def is_courtesy(text: str) -> bool:
    """Whether a text in English is thanks, a greeting or a goodbye, and nothing else."""
    return _courtesy(plain_words(text)) is not None


def outright(rankings: list[Ranking], context: Context) -> list[Ranking]:
    """The rankings of a message and its clauses, whose texts are in English by now, with what is
    said outright as what the message means.

    Args:
        rankings: of the message, then of its clauses.
        context: what was said before.
    """
    whole, *_ = rankings
    words = plain_words(whole.text)
    if _LATER.search(words) and context.flow is None:
        return [_meaning(whole, "thank" if _SAYS_THANKS.search(words) else "undecided")]
    if whole.intent == "speak_spanish" and "?" in whole.text and (context.flow or context.asked):
        # In Spanish already: who speaks it at the clinic.
        return [_meaning(whole, "fact_languages")]
    if whole.intent == "cancel_screening" and context.flow is None and not context.booked:
        rankings = [_meaning(whole, "stop")] if _ENDS.search(words) else rankings
    intent = _courtesy(words) or _act(words, "?" in whole.text, context)
    if intent is None:
        return rankings
    return [_meaning(whole, intent)]


def _meaning(ranking: Ranking, intent: str) -> Ranking:
    others = [(name, p * (1 - SURE)) for name, p in ranking.likely if name != intent]
    near = {**ranking.nearness, intent: 1.0}
    return replace(ranking, likely=[(intent, SURE), *others], nearness=near, readable=True)


def _courtesy(words: str) -> str | None:
    return next((intent for pattern, intent in _COURTESIES if pattern.match(words)), None)


def _act(words: str, asks: bool, context: Context) -> str | None:
    if context.flow is not None or context.asked is not None or _DENIED.search(words):
        return None
    acts = (*_ACTS, *_OF_IT) if context.stands else _ACTS
    said = [intent for pattern, intent in acts if pattern.search(words)]
    return said[0] if said and (not asks or said[0] in _ASKS) else None
