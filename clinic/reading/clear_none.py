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
# Under this no piece of an answer that opens with a none tells of a sign.
HARDLY_SUSPECT = 0.02
_SAYS_NONE = re.compile(r"\b(?:no+|nope|nah+|naw|none|nothing|ningun\w*|nada|nel)\b")
_EXCEPT = re.compile(r"\b(?:except|unless|besides|than|but the|salvo|excepto|menos|aparte)\b")
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
# "No thanks" declines the check, or the visit, and tells of no sign.
_DECLINES = re.compile(r"\W*(?:no|nah|nope)\W+(?:thanks?(?: you)?|gracias)\W*")
_ASKED_BACK = re.compile(r"\W*(?:no|none|nothing|nada|ningun\w*)\b[^.,;!?\n]*\?\W*")
# Yes and no in one answer: place by place down the list, or the one taken back by the other,
_BY_PLACE = re.compile(r"(?:\W*(?:\d\W*)?(?:no|n|yes|y|nope|nah|yep|yeah|si|sí|s)\b)+\W*")
_A_YES = re.compile(r"\b(?:yes+|yep|yup|yeah|yea|y|sí|si|s)\b")
_YES = re.compile(r"\b(?:yes+|yep|yup|yeah|yea|sí)\b")
# but "yeah, no" is a no.
_SIGNS_OF_HAND = re.compile(r"[^\w\s.,;:!?'’\"()/&+-]")
_YES_NO = re.compile(
    r"^\W*(?:yes+|yep|yup|yeah|yea|sí|si)\W+(?=(?:no+|none|nothing|nope|ningun\w*|nada)\b)"
)
# Doubt, and a place in the list.
_DOUBT = re.compile(
    r"\b(?:some ?times|comes? and goes?|all but|va y viene|may ?be|perhaps|mostly|mainly|almost"
    r"|nearly|pretty much"
    r"|casi|mayormente|kind of|kinda|sort of|sorta|not sure|unsure|idk|dunno"
    r"|do not know|not yet|no comment|depends|when (?:i|she|he) (?:cough|laugh|sneeze)\w*"
    r"|quizas?|tal vez|a veces|a lo mejor|no se|depende|mas o menos"
    r"|cuando (?:toso|me rio|estornudo))\b"
    r"|(?<!\bnot )(?<!\bno )(?:\b(?:one|two|three|four|five|[1-5]|first|second|third|fourth|fifth"
    r"|una|uno|dos|tres|cuatro|cinco|primer[oa]|segund[oa]|tercer[oa]|cuart[oa]|quint[oa])\W*$)"
)


_IN_THE_LIST = (
    r"(?:(?:the |la |number |numero |num |no |# ?)(?:one|two|three|four|five|[1-5]|first|second"
    r"|third|fourth|fifth|last|una|dos|tres|cuatro|cinco|primera|segunda|tercera|cuarta|quinta|ultima)"
    r"(?: one| of them| thing)?)"
)
# Where the check was answered with a none, a place in its list after all: "number 2 yes", "yes, but
# I do have the second one", "la segunda también"; and its other answer, typed.
_AFTER_ALL = re.compile(
    rf"\b{_IN_THE_LIST}\W+(?:(?:is|es) )?(?:a )?(?:yes|too|also|as well|applies|si|tambien)\b"
    rf"|\b(?:yes|si) (?:to|on|for|a) {_IN_THE_LIST}\b"
    rf"|\b(?:have|has|got|tengo|tiene) {_IN_THE_LIST}\b"
    rf"|\b{_IN_THE_LIST} (?:does |do |is |es )?(?:appl\w+|true|so|there|cierto)\b"
    r"|\b(?:one or more|una o mas|uno o mas|one of (?:those|these|them)|una de es[ao]s)\b"
    r"|\b(?:lied|(?:was|is) not (?:quite |really |entirely |all )*true"
    r"|no era (?:del todo )?cierto)\b"
)


def takes_none_back(text: str) -> bool:
    """Whether an answer to the summary takes back the none to the check before it: "correction:
    number 2 yes".

    Args:
        text: the patient's words, as they came.
    """
    return bool(_AFTER_ALL.search(without_accents(spelt_out(text))))


def is_clear_none(text: str, suspicion: Callable[[str], float]) -> bool:
    """Whether nothing in an answer that says none may be a sign after all.

    Args:
        text: the patient's words, as they came.
        suspicion: how likely a text by itself tells of a sign.
    """
    text = _SIGNS_OF_HAND.sub(" ", text)
    if _is_no_answer(text):
        return False
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


def is_plain_none(text: str) -> bool:
    """Whether an answer says none and nothing else, a picture beside it or not."""
    words = without_accents(spelt_out(_SIGNS_OF_HAND.sub(" ", text)))
    says = bool(_NONE.fullmatch(words)) and bool(_SAYS_NONE.search(words))
    return says and not _is_no_answer(text)


def _is_no_answer(text: str) -> bool:
    """Whether a none only declines, or is itself a question: "nothing to worry about?"."""
    return bool(_DECLINES.fullmatch(spelt_out(text)) or _ASKED_BACK.fullmatch(text.lower()))


def names_a_numb_limb(text: str) -> bool:
    """Whether an answer says none, and besides that one leg or foot is numb, and nothing else."""
    words = without_accents(spelt_out(text))
    rest = [piece for piece in _PIECES.split(words) if not _NONE.fullmatch(piece)]
    return bool(_SAYS_NONE.search(words)) and bool(rest) and all(map(is_a_numb_limb, rest))


def is_hardly_a_yes(text: str, suspicion: Callable[[str], float]) -> bool:
    """Whether an answer that opens with a none is hardly a yes to the check, whatever its words
    name: "nothing, it's only numb in my pinky toe". It is asked again.

    Args:
        text: the patient's words, as they came.
        suspicion: how likely a text by itself tells of a sign.
    """
    words = without_accents(spelt_out(text))
    pieces = [piece for piece in _PIECES.split(words) if piece.strip()]
    opens = len(pieces) > 1 and _NONE.fullmatch(pieces[0]) and _SAYS_NONE.search(pieces[0])
    if not opens or _EXCEPT.search(words):
        return False
    return all(suspicion(piece) < HARDLY_SUSPECT for piece in pieces[1:])


def told_beside(text: str, suspicion: Callable[[str], float]) -> str | None:
    """What may be a sign beside the yes to a booking, or in what else is said at the check or the
    summary: "yes. also I leak when I cough"; None where nothing is.

    Args:
        text: the patient's words, as they came.
        suspicion: how likely a text by itself tells of a sign.
    """
    pieces = [piece for piece in _PIECES.split(text.lower()) if len(piece.split()) > SHORTEST_WORDS]
    return next((piece for piece in pieces if suspicion(piece) >= SUSPECT_OF_USUAL), None)
