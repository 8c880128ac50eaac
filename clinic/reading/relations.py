"""Reads for whom a patient writes, when not for themselves: "for my mother", "I'm her daughter"."""

from __future__ import annotations

import re

from clinic.reading.words import spelt_out

# How a relation is said -> how it is called in a Read.
RELATIONS = {
    "mother": "mother", "mom": "mother", "mum": "mother", "mama": "mother", "ma": "mother",
    "mommy": "mother", "father": "father", "dad": "father", "daddy": "father", "papa": "father",
    "parents": "parents", "wife": "wife", "husband": "husband", "hubby": "husband",
    "spouse": "spouse", "partner": "partner", "fiance": "partner", "fiancee": "partner",
    "boyfriend": "partner", "girlfriend": "partner", "son": "son", "daughter": "daughter",
    "kid": "child", "child": "child", "teen": "child", "brother": "brother", "sister": "sister",
    "sis": "sister", "bf": "partner",
    "gf": "partner", "gma": "grandmother", "gpa": "grandfather",
    "tenant": "tenant", "landlord": "landlord", "student": "student", "employee": "employee",
    "grandmother": "grandmother", "grandma": "grandmother",
    "nana": "grandmother", "granny": "grandmother", "grandfather": "grandfather",
    "grandpa": "grandfather", "aunt": "aunt", "auntie": "aunt", "uncle": "uncle",
    "cousin": "cousin", "niece": "niece", "nephew": "nephew", "friend": "friend",
    "buddy": "friend", "roommate": "friend", "neighbor": "neighbor", "neighbour": "neighbor",
    "coworker": "coworker", "colleague": "coworker", "boss": "boss", "client": "client",
    "patient": "patient", "mother in law": "mother-in-law", "mother-in-law": "mother-in-law",
    "mil": "mother-in-law", "father in law": "father-in-law", "father-in-law": "father-in-law",
    "stepdad": "stepfather", "stepmom": "stepmother", "grandson": "grandson",
    "granddaughter": "granddaughter", "girlfriends": "partner",
}  # fmt: skip
SOMEONE_ELSE = "someone else"
WHO = "|".join(sorted(map(re.escape, RELATIONS), key=len, reverse=True))
_ADJECTIVE = (
    r"(?:(?:dear|old|elderly|older|younger|little|big|poor|best|good|own|\d+ ?(?:yo|year old)) )*"
)
_WANTS = (
    r"(?:needs?|wants?|would like|has to|should|could|can|is looking|is having|is the one"
    r"|is in pain|has (?:bad |terrible |the )?(?:sciatica|back|leg|pain)|hurt)"
)
# "My mom can drive me": who comes along is not the patient.
_COMES_ALONG = (
    r"(?! (?:also |just |please |to )*(?:drive|bring|take|pick|drop|give|come (?:with|along|too)"
    r"|wait|sit|stay|be there|translate|interpret|join|help)\b)"
)
_COMPANY = (
    r"(?! (?:along|with (?:me|us)|as (?:my|an?) "
    r"|to (?:translate|interpret|help|drive|listen|wait)\b))"
)
_FOR = re.compile(
    rf"\b(?:for|4|on behalf of|book|(?<!i )(?<!we )bring|see|sign up|schedule|get)"
    rf" my {_ADJECTIVE}(?P<who>{WHO})\b(?! (?:said|says|told|thinks)){_COMPANY}"
    # "Can I bring my wife" brings her along.
    rf"|\bbring my {_ADJECTIVE}(?P<who6>{WHO}) (?:in\b|for\b|to (?:be|get|see)\b)"
    rf"|\b(?:it is|this is|it would be|that is|actually) (?:for )?my {_ADJECTIVE}(?P<who2>{WHO})\b"
    rf"|\bmy {_ADJECTIVE}(?P<who3>{WHO}),? (?:\w+,? )?(?:who )?{_WANTS}\b{_COMES_ALONG}"
    rf"|\bmy {_ADJECTIVE}(?P<who4>{WHO}) is the patient\b"
    rf"|\bmy {_ADJECTIVE}(?P<who5>{WHO})\b.{{0,80}}"
    r"\b(?:see|look at|check|treat|examine) (?:him|her|them)\b"
)
_NAMED = re.compile(rf"\b(?:my|a|her|his|our|for|the) {_ADJECTIVE}({WHO})\b")
_I_AM = re.compile(rf"\bi am (?P<whose>her|his|their) (?P<who>{WHO}|caregiver|carer|aide|nurse)\b")
_ANYBODY = re.compile(
    r"\b(?:it is|this is|booking|book(?: it| this)?|appointment|screening|visit|calling|asking"
    r"|writing|texting) (?:is )?(?:for (?:someone|somebody) else|for (?:him|her|them)"
    r"|on behalf of)\b|\bnot for me\b|\b(?:someone|somebody) else'?s?\b(?= (?:name|appointment))"
    r"|\bfor (?:someone|somebody) else\b|\bi am not the patient\b"
)
# "Her name is Odalys Ferrer": not the writer's.
_OF_ANOTHER = re.compile(
    r"\b(?:her|his) (?:full |first |last )?name is|\bpatient'?s name is"
    r"|\bthe patient is (?!me\b|i\b)"
)
# "I'm her daughter": what the other is to the writer, where the words leave one possibility.
_OTHER_SIDE = {
    ("her", "daughter"): "mother", ("her", "son"): "mother", ("his", "daughter"): "father",
    ("his", "son"): "father", ("her", "husband"): "wife", ("his", "wife"): "husband",
    ("her", "mother"): "daughter", ("his", "mother"): "son", ("her", "father"): "daughter",
    ("his", "father"): "son", ("their", "mother"): "child", ("their", "father"): "child",
    ("her", "granddaughter"): "grandmother", ("her", "grandson"): "grandmother",
    ("his", "granddaughter"): "grandfather", ("his", "grandson"): "grandfather",
}  # fmt: skip

# "And now one for me", "y otra para mi esposo": a further visit.
_ONE_MORE = re.compile(
    r"\b(?:(?:and|then|now|also|next|after that|afterwards)\W+)+(?:i need |i want |book )?"
    r"(?:one|another(?: one)?) for (?P<who>me|myself|my)\b"
    r"|\by (?:(?:después|despues|luego|también|tambien|ahora)\W+)?(?:una|otra)(?: cita)? para "
    r"(?P<quien>mí\b|mi\b)"
)


def wants_one_more(text: str) -> bool:
    """Whether a further visit is wished for, for another person than the one just spoken of."""
    return bool(_ONE_MORE.search(spelt_out(text)))


def find_relation(text: str, learned: bool = False) -> str | None:
    """For whom it is ("mother", "someone else"); None when for the writer.

    Args:
        text: the patient's words.
        learned: the learned reading heard that it is for somebody else.
    """
    words = spelt_out(text)
    if match := _FOR.search(words):
        said = next(group for group in match.groups() if group)
        return RELATIONS[said]
    if match := _I_AM.search(words):
        who = RELATIONS.get(match["who"], match["who"])
        return _OTHER_SIDE.get((match["whose"], who), SOMEONE_ELSE)
    if learned:
        named = _NAMED.search(words)
        return RELATIONS[named.group(1)] if named else SOMEONE_ELSE
    return SOMEONE_ELSE if _ANYBODY.search(words) or _OF_ANOTHER.search(words) else None


def introduces_caller(words: str) -> bool:
    """Whether spelt-out words say what the writer is to the patient ("I am her daughter")."""
    return bool(_I_AM.search(words))
