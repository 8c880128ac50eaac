"""Reads that somebody has looked at what an alarm was for, or cares for whom it is about."""

from __future__ import annotations

import re

from clinic.reading.relations import WHO
from clinic.reading.tongues.phrasebook import without_accents
from clinic.reading.tongues.spanish_lists import MINE
from clinic.reading.tongues.spanish_lists import RELATIONS as SPANISH
from clinic.reading.words import spelt_out

_LONG_AGO = re.compile(
    r"\b(?:years?|yrs?|months?|weeks?|decades?|long|way) (?:ago|back)\b"
    r"|\blast (?:week|month|year)\b|\b(?:in|since) (?:19|20)\d\d\b|\bused to\b"
    r"|\bhace (?:\w+ ){0,2}(?:anos?|mes\w*|semanas?)\b"
)
_CHECKED = re.compile(
    r"\b(?:sent (?:me|him|her|us) home|cleared (?:me|him|her)|discharged"
    r"|(?:said|says?|told (?:me|him|her|us)) (?:that )?"
    r"(?:there is |it is |its |i am |he is |she is |it was )?(?:no emergency"
    r"|not an emergency|no cauda equina|nothing (?:serious|bad|wrong|urgent)|ok|okay|fine"
    r"|all right|alright|safe)"
    r"|cleared"
    r"|(?:did|ran|took) (?:an? |some )?(?:mri|scans?|tests?|x ?rays?|ekg|ecg|ct|ultrasound)"
    r"|checked (?:me|him|her|us)"
    r"|home and (?:he is |she is |i am |we are )?(?:fine|ok|okay|well|safe|good|better|resting))\b"
)
# Said by whoever was with a doctor: by themselves "all good" only makes light of it.
_ALL_WELL = re.compile(r"\ball (?:fine|good|clear|okay|ok|normal)\b|\bthat is fine\b")
# Who is on the way there has not been looked at: "that's fine, my son is taking me to the ER".
_ON_THE_WAY = re.compile(
    r"\b(?:tak(?:e|es|ing)|driv(?:es?|ing)|bring(?:s|ing)?|go(?:ing)?|heading|leaving"
    r"|on (?:my|our|the|his|her) way|llev\w+|voy|vamos|camino)\b"
)
# "My surgeon saw it this morning", "the ER doc looked at me and gave antibiotics".
_DOCTOR = (
    r"(?:docs?|doctors?|dr|surgeon|physician|nurse|specialist|er|e r|hospital|urgent care"
    r"|paramedics?|ems|cardiologist|neurologist)"
)
_SAW = re.compile(
    rf"\b{_DOCTOR}(?: \w+)? (?:has |have |already |just )*"
    r"(?:saw|seen|looked at|examined|checked|treated) (?:it|that|me|him|her|us|my|his|the)\b"
    rf"|\b(?:i|we|he|she) (?:already |just )*(?:saw|seen) (?:the |a |my |his |her )?{_DOCTOR}\b"
    rf"|\b(?:was|were|been|got) (?:seen|looked at|examined|checked(?: out)?|treated) (?:\w+ )?"
    rf"(?:by|at|in) (?:the |a |my )?{_DOCTOR}\b"
)
_LATELY = re.compile(
    r"\b(?:today|this (?:morning|afternoon|evening)|tonight|yesterday|last night|just now"
    r"|already|gave|prescribed|put (?:me|him|her) on|started (?:me|him|her) on)\b"
)
_TESTS = (
    r"(?:ultrasounds?|sonogram|doppler|mri|ct|scans?|ekg|ecg|x ?rays?|blood ?(?:work|tests?)|tests?"
    r"|imaging|labs?)"
)
# "The ultrasound was clear", "mri came back normal".
_FOUND_NOTHING = re.compile(
    rf"\b{_TESTS}(?: results?)? (?:was|is|were|are|came (?:back|out)|looks?|looked)"
    r" (?:all |totally |completely )?(?:clear|clean|negative|fine|normal|good|ok|okay)\b"
    rf"|\b(?:clear|clean|negative|normal) {_TESTS}\b"
)
# The same in Spanish, of which the phrasebook has put some words into English.
_CHECKED_ES = re.compile(
    r"\b(?:me|nos|l[aoe]s?) (?:revisaron|atendieron|examinaron|checaron|vieron)\b"
    r"|\b(?:me|nos|l[aoe]s?) dieron de alta\b"
    r"|\b(?:doctora?|medic[oa]|cirujan[oa]) (?:ya |already )?(?:me|l[aoe]) "
    r"(?:vio|reviso|atendio|examino|checo)\b"
    r"|\b(?:ultrasonido|eco|resonancia|radiografias?|analisis|examenes|estudios|placas?"
    r"|electro\w*|tomografia)\b[^.?!]{0,20}\bsal\w+ (?:todo |muy )*(?:bien|limpi|normal|negativ)"
)
# Who leaves before anybody has.
_LEAVES_UNSEEN = re.compile(
    r"\b(?:never|nobody|no one|no doctor|not|without) (?:\w+ ){0,3}"
    r"(?:look(?:ed|ing)?|saw|seen?|seeing|check(?:ed|ing)?|examin\w+|helped)\b|"
    r"\b(?:go|going|went|head\w*) (?:back )?home\b|\b(?:leaving|walking out)\b[^.?!]{0,30}\bwait"
    r"|\bwait\b[^.?!]{0,30}\b(?:leaving|walking out|left)\b"
    r"|\b(?:nadie|sin que|(?:no|nunca) (?:me|nos|l[aoe]s?)) (?:\w+ ){0,2}"
    r"(?:revis|atend|atiend|vio|vieron|examin|checa|checo)"
)
_STILL = re.compile(r"\b(?:still|not (?:gone|better)|todavia|sigue|sigo)\b")
# The phrasebook puts some of the Spanish ones into English.
_THEIRS = (
    rf"(?:(?:my|our|mi|nuestr[oa]) (?:\w+ )?(?:{WHO}"
    rf"|{'|'.join(SPANISH | MINE)}))"
)
_KIN = rf"(?:he|she|they|{_THEIRS})"
_HOSPITAL = r"(?:hospital|er|e r|emergency(?: room)?|icu|urgent care|urgencias)"
_ARTICLE = r"(?:the |el |la |an? )?"
# Helpers have whom it is about: "she is in the hospital since last night", "they admitted him".
_IN_CARE = re.compile(
    rf"\b{_KIN}(?:'s)? (?:is |was |has been |been |are |this |esta |already |now |safe )+"
    rf"(?:in|at|en) {_ARTICLE}{_HOSPITAL}\b"
    rf"|\b(?:already|ya) (?:esta|this) en {_ARTICLE}{_HOSPITAL}\b"
    r"|\badmitted (?:him|her|them)\b|\b(?:he|she|they) (?:was|were|got|is|are|been) admitted\b"
    rf"|\b(?:took|brought|got) (?:him|her|them|my \w+) (?:\w+ )?to {_ARTICLE}{_HOSPITAL}\b"
    r"|\bambulance (?:already |has )*(?:took|has|got|picked up) (?:him|her|them|my \w+)\b"
    r"|\b(?:already|ya) (?:l[aoe]s? )?(?:llevamos|llevaron|lleve|llevo|taking) (?:a|al) "
    rf"{_ARTICLE}{_HOSPITAL}\b|\b(?:la|lo) internaron\b"
    r"|\bl[aoe]s? (?:llevo|recogio) (?:la )?(?:ambulancia|ambulance)\b"
)
_OTHER = re.compile(rf"\b(?:{_THEIRS}|he|she|ella)\b")
_OWN = re.compile(
    r"\bi (?!think|believe|guess|am with|just|found|need|know|saw)\w+|\b(?:puedo|tengo|siento|me)\b"
)
_NOT_SO = re.compile(r"\b(?:not|never|no|should|if|refuses?|will not|without|was going)\b")


def was_checked(text: str) -> bool:
    """Whether somebody has looked at what the alarm was for: "they sent me home, all clear"."""
    words = without_accents(spelt_out(text))
    if _STILL.search(words) or leaves_unseen(words):
        return False
    with_a_doctor = re.search(rf"\b(?:{_DOCTOR}|{_TESTS}|{_HOSPITAL})\b", words)
    well = _ALL_WELL.search(words) and not _ON_THE_WAY.search(words)
    if _CHECKED.search(words) or (with_a_doctor and well):
        return True
    seen = _SAW.search(words) and _LATELY.search(words)
    seen = seen or _FOUND_NOTHING.search(words) or _CHECKED_ES.search(words)
    return bool(seen) and not _LONG_AGO.search(words)


def tells_of_another(text: str) -> bool:
    """Whether a message tells of somebody else's trouble, and of none of the writer's own: "my dad
    has chest pain"."""
    words = without_accents(spelt_out(text))
    return bool(_OTHER.search(words)) and not _OWN.search(words)


def leaves_unseen(words: str) -> bool:
    """Whether spelt-out words tell that somebody leaves before anybody has looked at them."""
    return bool(_LEAVES_UNSEEN.search(without_accents(words)))


def is_in_care(text: str) -> bool:
    """Whether somebody else than the writer is with those who help: "dad is in the hospital"."""
    words = without_accents(spelt_out(text))
    told = _IN_CARE.search(words)
    return told is not None and not _NOT_SO.search(words[: told.end()])
