"""Reads what is asked about who gives screenings: "is it Robin?", "who's there on Mondays?". Who is
asked about is not wished for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic.content.facts import Therapist
from clinic.reading.intents import ANSWERS, APPOINTMENTS
from clinic.reading.therapists import find_therapist
from clinic.reading.wishes import SURE_OF_A_WISH, Meant
from clinic.reading.words import spelt_out

WHO = "fact_therapists"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|today|tomorrow)"
_OF_ONE = re.compile(
    # "is it robin", "will that be with robin still", "am i with robin"
    r"\b(?:is|was|will|would|am) (?:it|that|this|she|he|they|i|my \w+)(?: (?!not)\w+){0,3}? =X"
    r"|\b(?:if|whether) (?:it|that|this|i) (?:is|am|was|will be)(?: (?!not)\w+){0,2}? =X"
    r"|\b(?:it|that|this) is (?:still )?(?:with )?=X\W*\?"
    r"|\bwho is (?:the |this |that |your )?=X"
    r"|(?<!how )(?<!what )(?<!think )\babout (?:the )?=X(?: is)?\W*(?:$|[.?!])"
    r"|\b(?:is|was) (?:the )?=X (?:an? |any |really |very )*(?:nice|good|kind|gentle|friendly|new"
    r"|patient|experienced|qualified|licensed|certified|male|female|man|woman|lady|guy|he|she"
    r"|old|older|young|doctor|pt|therapist|real|strict|rough|mean|better|the one)\b"
    r"|\bwhere is =X from\b|=X ?'?s? (?:qualifications|background|experience|training)\b"
)
_OF_A_DAY = re.compile(
    rf"\b(?:who|(?:which|what) (?:therapists?|pts?|one|of (?:them|you))) "
    rf"(?:is|are|works?|will be|does|do you have)\b[^.?!]{{0,25}}\b{_DAY}\b"
    rf"|\bwhat days? (?:do|does|is|are) (?:=X|they|the therapists?|each)\b"
)
_PARTS = re.compile(r"(?<=[.?!;])\s+|,\s*|\s+(?:and|oh|but|wait)\s+(?=(?:is|was|will|who|which)\b)")


def asks_who(text: str, therapists: Sequence[Therapist]) -> bool:
    """Whether words ask who somebody is, whether it is them, or who is there on a day."""
    named = find_therapist(text, therapists) not in (None, "any")
    marked = _with_names_marked(text, therapists)
    return bool((named and _OF_ONE.search(marked)) or _OF_A_DAY.search(marked))


def _with_names_marked(text: str, therapists: Sequence[Therapist]) -> str:
    for therapist in therapists:
        for word in re.findall(r"[^\W\d_]{2,}", therapist.name.partition(",")[0]):
            text = re.sub(rf"\b{re.escape(word)}\b", "=X", text, flags=re.IGNORECASE)
    return spelt_out(text).replace("=x", "=X")


def asked_who(
    said: Sequence[Meant], text: str, therapists: Sequence[Therapist]
) -> tuple[list[Meant], list[str]]:
    """What a message means with what it asks about a therapist, and the parts that ask it."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    asked = [part for part in parts if asks_who(part, therapists)]
    if not asked:
        return list(said), []
    of_whole = len(parts) > len(asked)
    rest = [
        item
        for item in said
        if item.intent != WHO
        and not any(item.text.strip() in part for part in asked)
        and (item.text != text or (of_whole and _is_said_beside(item)))
    ]
    return [*rest, Meant(WHO, 1.0, " ".join(asked))], asked


def _is_said_beside(item: Meant) -> bool:
    """Whether the whole means an answer, or surely wishes for a visit, beside the question."""
    wishes = item.intent in APPOINTMENTS and item.probability >= SURE_OF_A_WISH
    return wishes or item.intent in ANSWERS


def is_who(item: Meant) -> bool:
    """Whether it was read from the words that a therapist is asked about."""
    return item.intent == WHO and item.probability == 1.0


def answers_in(said: Sequence[Meant]) -> Sequence[Meant]:
    """What is meant beside the question who it is: that answers nothing."""
    return [item for item in said if item.intent != WHO] or said


def without_parts(text: str, parts: Sequence[str]) -> str:
    """The text without some of its parts."""
    for part in parts:
        text = text.replace(part, " ")
    return text
