"""Reads what is only supposed of a visit, and that one stands: "what if I'm late?" tells of no
delay, "can I cancel any time?" calls nothing off, and "I have one, move it" books no other."""

from __future__ import annotations

import re

from clinic.reading.words import spelt_out

# Subjects of a wish about a visit.
IF, STANDS = "if", "stands"
_WE = r"(?:i|we|you|u|he|she|they|my \w+)"
_CHANGE = r"(?:cancel\w*|call (?:it |this |that )?off|reschedul\w+|move|change|back out)"
_WHAT_IF = (
    r"(?:\bwhat (?:happens |do (?:i|we) do |would happen )?(?:if|when)"
    r"|\bis it (?:ok|okay|fine|bad|a problem|all right)(?: with you)? if|\bsuppose|\bin case)"
)
_LATE = re.compile(
    rf"{_WHAT_IF} {_WE}\b[^.?!]{{0,25}}\b(?:late|behind|delayed)\b|\bhow late (?:can|may) {_WE}\b"
    rf"|\b(?:can|may|could) {_WE} (?:be|come|arrive|show up)(?: \S+){{0,3}} late\b[^.!]*\?"
    r"|\blate (?:policy|fees?|arrivals?)\b"
    r"|\bjust in case\b[^.?!]{0,30}\bnot (?:\w+ )?late\b"
    r"|\bnot (?:\w+ )?late\b[^.?!]{0,20}\bjust in case\b"
    # As it is put into English: "what pasa if running late", "what if llega tarde".
    r"|\bif (?:\w+ ){0,2}(?:lleg\w+ tarde|running late)\b"
)
_OFF = re.compile(
    rf"{_WHAT_IF} {_WE}\b[^.?!]{{0,25}}\b(?:{_CHANGE}|not (?:make|come))\b"
    rf"|\bis it true\b[^.?!]{{0,20}}\b{_CHANGE}\b"
    rf"|\b(?:can|could|may) {_WE} (?:still |always |just )*{_CHANGE}(?: it| this| that)?"
    r" (?:any ?time|later|last minute|afterwards?|whenever|without|for free|on short notice|if)\b"
    rf"|\b(?:if|that|as long as) {_WE} can (?:still |always )?{_CHANGE}\b"
    rf"|\b{_CHANGE} (?:policy|fees?|charges?)\b"
    rf"|\b(?:fee|charge|penalty)\b[^.?!]{{0,15}}\b{_CHANGE}\b"
    rf"|\bhow (?:do|would|can|should) {_WE} {_CHANGE}(?: it| this| that)?\b[^.?!]{{0,25}}"
    r"\b(?:if|in case)\b"
    rf"|\bhow (?:late|long|far|soon|early)\b[^.?!]{{0,20}}\bcan {_WE}\b[^.?!]{{0,6}}\b{_CHANGE}\b"
)
_VISIT = r"(?:appointment|appt|visit|screening|booking|one)"
_HAS_ONE = re.compile(
    rf"\bmy (?:\w+ )?(?:appointment|appt|visit|screening|booking)\b"
    rf"|\bi (?:already |do |still )*(?:have|got|booked|made) (?:an? |the |my )?(?:\w+ )?{_VISIT}\b"
    r"(?! (?:with|at) (?:my|the|a|an|another)\b)|\bi already (?:have|had|got|booked)\b"
    r"|\b(?:lost|forgot|misplaced) (?:the|my) (?:number|code|reference|confirmation)\b"
)


def supposed(text: str) -> str | None:
    """The intent of what is only supposed, and asked about; None where nothing is."""
    words = spelt_out(text)
    if _LATE.search(words):
        return "running_late"
    return "cancel_screening" if _OFF.search(words) else None


def of_a_visit(text: str) -> str | None:
    """What words about a visit are about: one that they say stands, or what if; else None."""
    if supposed(text):
        return IF
    return STANDS if _HAS_ONE.search(spelt_out(text)) else None
