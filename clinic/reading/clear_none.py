"""Tells whether a "none" to the check of signs is clear: a sign may stand beside it, in any words.

What is heard as a none by its whole is looked at piece by piece. The list was read out a moment
before, so a piece tells of a sign far sooner than the same words out of the blue.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from clinic.reading.check import is_a_numb_limb, is_usual
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.words import spelt_out

# From this probability on a piece may be a sign, and one that names what sciatica does anyway ("my
# left leg keeps giving out"). Of twenty signs that were told beside a none sixteen are over the
# first, of thirty harmless remarks two, which name such a thing and are far under the second.
SUSPECT, SUSPECT_OF_USUAL = 0.06, 0.3
# Of so few words "yeah, no" is a no; of more each answers for its place in the list.
IDIOM_WORDS = 2
# A piece of fewer words than this says nothing that a sign could be heard in.
SHORTEST_WORDS = 2
_PIECES = re.compile(
    r"[.,;!\n]+|\b(?:but|except|unless|though|although|besides|only|just|pero|salvo|excepto|aunque|solo)\b"
)
_NONE = re.compile(
    r"(?:\W|\b(?:no+|nope|nah+|naw|none|not|nothing|never|neither|nor|any|of|to|the|them|these|those|that|this"
    r"|all|at|on|above|list|i|we|he|she|do|does|have|has|had|got|is|it|and|or|symptoms?|signs?|things?"
    r"|ok(?:ay)?|well|oh|um+|thanks?|thank|god|you|sir|mam|ma'am|please|right|now|here|so|far|know"
    r"|ningun[oa]?s?|nada|nel|ni|tengo|tiene|de|es[oa]s?|est[oa]s?|ell[oa]s|gracias|a|dios|pues|bueno|senor\w*"
    r"|por|el|la|las|los|momento|ahora|ahorita)\b)*"
)
# Yes and no in one answer: place by place down the list, or the one taken back by the other,
_BY_PLACE = re.compile(r"(?:\W*(?:\d\W*)?(?:no|n|yes|y|nope|nah|yep|yeah|si|sí|s)\b)+\W*")
_A_YES = re.compile(r"\b(?:yes+|yep|yup|yeah|yea|y|sí|si|s)\b")
_YES = re.compile(r"\b(?:yes+|yep|yup|yeah|yea|sí)\b")
# but "yeah, no" is a no.
_YES_NO = re.compile(
    r"^\W*(?:yes+|yep|yup|yeah|yea|sí|si)\W+(?=(?:no+|none|nothing|nope|ningun\w*|nada)\b)"
)
# Doubt, and a place in the list.
_DOUBT = re.compile(
    r"\b(?:some ?times|may ?be|perhaps|kind of|kinda|sort of|sorta|not sure|unsure|idk|dunno"
    r"|do not know|not yet|no comment|depends|when (?:i|she|he) (?:cough|laugh|sneeze)\w*"
    r"|quizas?|tal vez|a veces|a lo mejor|no se|depende|mas o menos"
    r"|cuando (?:toso|me rio|estornudo))\b"
    r"|(?<!\bnot )(?<!\bno )(?:\b(?:one|two|three|four|five|[1-5]|first|second|third|fourth|fifth"
    r"|una|uno|dos|tres|cuatro|cinco|primer[oa]|segund[oa]|tercer[oa]|cuart[oa]|quint[oa])\W*$)"
)


def is_clear_none(text: str, suspicion: Callable[[str], float]) -> bool:
    """Whether nothing in an answer that says none may be a sign after all.

    Args:
        text: the patient's words, as they came.
        suspicion: how likely a text by itself tells of a sign.
    """
    typed = text.lower()
    if _BY_PLACE.fullmatch(typed) and len(typed.split()) > IDIOM_WORDS and _A_YES.search(typed):
        return False
    words = _YES_NO.sub("", spelt_out(text))
    if _YES.search(words):
        return False
    for piece in _PIECES.split(without_accents(words)):
        if _NONE.fullmatch(piece) or is_a_numb_limb(piece):
            continue
        usual = is_usual(piece)
        if not usual and _DOUBT.search(piece):
            return False
        enough = SUSPECT_OF_USUAL if usual else SUSPECT
        if len(piece.split()) >= SHORTEST_WORDS and suspicion(piece) >= enough:
            return False
    return True


def told_beside(text: str, suspicion: Callable[[str], float]) -> str | None:
    """What may be a sign beside the yes to a booking: "yes. also I leak when I cough"; None where
    nothing is.

    Args:
        text: the patient's words, as they came.
        suspicion: how likely a text by itself tells of a sign.
    """
    pieces = [piece for piece in _PIECES.split(text.lower()) if len(piece.split()) > SHORTEST_WORDS]
    return next((piece for piece in pieces if suspicion(piece) >= SUSPECT_OF_USUAL), None)
