"""Finds the therapist a patient asks for: by name, or "anyone", which takes a name back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic.content.facts import Therapist
from clinic.reading.words import spelt_out

ANYBODY = "any"
_TITLES = frozenset({"pt", "dpt", "dr", "doctor", "mr", "ms", "mrs", "cscs", "ocs"})
_ANYBODY = re.compile(
    r"\b(?:any(?:one|body)|any (?:of the )?therapists?|any of them|who ?ever|either(?: of them)?"
    r"|(?:the other|another|a different) therapist) ?(?:is fine|is ok|works|will do|is available"
    r"|is free|is good|is in|there|at all)?\b(?! (?:know|else|tell|speak|who|home))"
)

_LET_GO = re.compile(
    r"\b(?:forget|never ?mind|not|no longer|instead of|rather than|without|skip|drop)\b"
)


def find_therapist(text: str, therapists: Sequence[Therapist]) -> str | None:
    """The id of the therapist who is named, `any` for "anyone is fine"; None for neither.

    A first name, a surname or the whole name counts, as long as one therapist only has it.
    """
    words = set(re.findall(r"[^\W\d_]+", spelt_out(text)))
    called: dict[str, set[str]] = {}
    for therapist in therapists:
        for word in re.findall(r"[^\W\d_]+", therapist.name.lower()):
            if word not in _TITLES and len(word) > 1:
                called.setdefault(word, set()).add(therapist.id)
    named = [called[word] for word in called if word in words]
    ids = set.intersection(*named) if named else set()
    if len(ids) == 1 and _LET_GO.search(spelt_out(text)) and _ANYBODY.search(spelt_out(text)):
        return ANYBODY  # "forget Robin, anybody will do"
    if len(ids) == 1:
        return ids.pop()
    return ANYBODY if _ANYBODY.search(spelt_out(text)) else None


def without_therapists(text: str, therapists: Sequence[Therapist]) -> str:
    """The text without therapists' names ("Friday Smith" is no day)."""
    for therapist in therapists:
        for word in re.findall(r"[^\W\d_]+", therapist.name):
            if word.lower() not in _TITLES and len(word) > 1:
                text = re.sub(rf"\b{re.escape(word)}(?:'s)?\b", " ", text, flags=re.IGNORECASE)
    return text
