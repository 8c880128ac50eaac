"""Reads what a patient will not or can't give: "no phone", "I'd rather not say"."""

from __future__ import annotations

import re

from clinic.reading.context import Asked
from clinic.reading.read import Field
from clinic.reading.words import spelt_out

FIELD_ASKED: dict[Asked, Field] = {
    "name": "name",
    "phone": "phone",
    "callback_phone": "phone",
    "visit_phone": "phone",
    "time": "time",
    "reference": "reference",
}
FIELD_WORDS: dict[Field, str] = {
    "phone": r"(?:phone|cell|mobile|telephone)(?: number| #)?|number|digits?|landline|last four"
    "|ends in",
    "name": r"(?:full |last |first |sur|middle |maiden |given |family )?name",
    "reference": r"reference(?: code| number)?|code|confirmation(?: code| number)?",
    "time": r"day|time|date",
}
_WILL_NOT = (
    r"(?:rather not|prefer not|not (?:going to|comfortable|giving|sharing|telling)"
    r"|do not (?:want to"
    r"|wish to|feel like)|will not|refuse to|would not like to|no way i am)"
)
_GIVE = r"(?:give|giving|share|sharing|say|saying|tell|telling|provide|leave|hand|put)"
_HAS_NONE = (
    r"(?:do not|did not|never|no longer) (?:\w+ ){0,2}?(?:have|own|know|got|get|remember|find|keep)"
    r"|have (?:no|not got)|has no|have lost|got no|can not (?:find|remember|recall)|lost|forgot"
    r"|forgotten|deleted|without"
)
_BARE = re.compile(
    r"^\W*(?:no|nope|nah|skip|pass|decline|private|none of your business|mind your own business"
    r"|not telling(?: you)?|(?:i )?(?:would )?rather not(?: say)?"
    r"|(?:i )?prefer not(?: to)?(?: say)?"
    r"|(?:i )?do not want to(?: say)?|that is private|can i skip (?:this|that)|no comment"
    r"|i do not give (?:that|it) out(?: online)?)\W*$"
)
_OF_FIELD = {
    field: re.compile(
        rf"\b{_WILL_NOT}\b(?:[^.!?]{{0,40}}\b(?:{words})\b)"
        rf"|\b(?:{_HAS_NONE})\b(?: \w+){{0,3}}? (?:{words})\b"
        rf"|^\W*no (?:{words})\b(?!\s*(?:is|:|\d))"
        rf"|\bno (?:{words})(?:,|\.|$| here| please| for)"
    )
    for field, words in FIELD_WORDS.items()
}
_WITHOUT_NAMING = re.compile(
    rf"\b{_WILL_NOT}(?: to)? {_GIVE}\b|\b(?:i )?(?:{_HAS_NONE})(?: (?:one|it|that|any"
    rf"|them))?(?=\W*$|[,.;]| but\b| sorry)"
)

# "Same number as last time", "you have it on file".
_BEFORE = r"(?:last time|before|always|usual|ever|when i booked|my last (?:visit|appointment))"
_KNOWN_BEFORE = re.compile(
    rf"\b(?:same|one|number|phone|cell|name|code|it)\b[^.?!]{{0,20}}\b(?:as|like|from) {_BEFORE}\b"
    r"|\bon file\b|\b(?:you|they|u) (?:guys )?(?:already |should |still |must )*(?:(?:have|got)"
    r" (?:it|that)|(?:have|got|know) my (?:phone |cell )?(?:number|name|code|info\w*))\b"
    rf"|\bi (?:already )?(?:gave|told|sent|typed|left) (?:it|that|you|my \w+|them)\b[^.?!]{{0,30}}"
    rf"\b(?:already|{_BEFORE})\b"
)


def says_it_is_known(text: str) -> bool:
    """Whether a message says, instead of an answer, that it was given at another time."""
    return bool(_KNOWN_BEFORE.search(spelt_out(text)))


def find_refusals(text: str, asked: Asked | None, learned: bool = False) -> frozenset[Field]:
    """The fields that a message refuses.

    Args:
        text: the patient's words.
        asked: what waits for an answer: what "I'd rather not" is about.
        learned: the learned reading heard a refusal as well.
    """
    words = spelt_out(text)
    named = {field for field, pattern in _OF_FIELD.items() if pattern.search(words)}
    if named & {"phone", "name", "reference"}:
        named.discard("time")
    field = FIELD_ASKED.get(asked) if asked else None
    if not named and field and (learned or _BARE.match(words) or _WITHOUT_NAMING.search(words)):
        named = {field} if field != "time" or learned else set()
    return frozenset(named)
