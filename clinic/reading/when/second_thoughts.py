"""Leaves out what is taken back in the same breath, "tuesday, wait no, wednesday", and what only
tells why: "in the morning because she gets tired in the afternoon"."""

from __future__ import annotations

import re

from clinic.reading.when.marks import ON_DUTY
from clinic.reading.when.vocabulary import MONTHS, WEEKDAYS

_DAY = rf"(?:(?:next |this |the )?(?:{'|'.join(WEEKDAYS)})|today|tomorrow)"
_CLOCK = r"(?:(?:at )?\d{1,2}(?::\d\d)? ?(?:am|pm)|(?:at )?\d{1,2}:\d\d|at \d{1,2}|noon)"
_HOUR = re.compile(rf"\b{_CLOCK}(?!\w)")
_TURN = re.compile(
    r",? ?\b(?:wait,? no|no,? wait|oops|whoops|scratch that|strike that|i mean|i meant|make that"
    r"|actually,? no|no,? actually|no,? sorry|sorry,? (?:no|i meant?)|my (?:mistake|bad)"
    # Before a reason: "8 am . no the bus does not run then , 12:15".
    r"|(?<=[.;!,] )no(?= (?:the|my|i|i'm|i've|we|he|she|they|it|it's|that|that's)\b))\b ?,? ?"
)
_NOT_THIS_ONE = re.compile(
    rf"\bnot (?:this |this coming |the coming )?(?P<d>{'|'.join(WEEKDAYS)}) ?,? ?(?:but )?"
    r"(?:the (?:next|following) (?:one|(?P=d))|the one after(?: that)?"
    r"|(?:the )?(?P=d) after(?: that)?"
    r"|(?:the )?next (?:one|(?P=d)))\b"
)
_NOT_THIS_WEEK = re.compile(
    r"\bnot (?:this|this coming|the coming) week ?,? ?(?:but )?(?:the (?:week after|next(?: one"
    r"| week)?"
    r"|following(?: one| week)?|one after)(?: that)?|next week)\b(?! next)"
)
# "no thursday not tuesday": the first is meant.
_NO_X_NOT_Y = re.compile(rf"^no ,? ?({_DAY}),? ?(?:and )?not (?={_DAY})")
_WHY = re.compile(r"\bbecause\b[^,.;!?]*")
# "Tuesday I work": the reason stands after the day.
_DAY_OF_DUTY = re.compile(
    rf"\b((?:{_DAY}s? and )?{_DAY}s?) (?:(?=(?:i|we|he|she|they)\b){ON_DUTY}"
    r"|i'm (?:busy|working|at work|out of town)\b)"
    r"(?= *(?:$|[,.;!?]|so\b|but\b))"
)
# "No wed the 9th at 1" puts right what we understood; "no Wednesday" excludes it.
_NO_BUT_THEN = re.compile(
    rf"^no ,? ?(?={_DAY} ,? ?(?:the \d{{1,2}}(?:st|nd|rd|th)|{_CLOCK})(?!\w))"
)
# What somebody has to do elsewhere: the day of it is no good, and its hour is told in passing.
_PROVIDER = (
    r"(?:doctor|physician|surgeon|dentist|orthodontist|specialist|orthop(?:a?edist|a?edic)|ortho"
    r"|neurologist|cardiologist|chiropractor|chiro|midwife|pcp|gp|vet|lawyer|boss|hospital)"
)
_ELSEWHERE = re.compile(
    r"\b(?:(?:i|we|he|she|they)(?:'ve|'m|'s|'re)? (?:also |already )?)?"
    r"(?:(?:(?:have|has|got) )+(?:an? |my |her |his |another |the )?(?:\w+ )?"
    rf"(?:appointment|visit|check-?up|follow-?up) (?:with|at) (?:\w+ ){{0,2}}{_PROVIDER}"
    rf"|(?:(?:have|has|got) )+(?:an? |my |the |another )?(?:meeting|exam|interview"
    rf"|{_PROVIDER}(?:'s)? appointment)(?= (?:{_DAY} )?{_CLOCK}(?!\w))"
    rf"|(?:see|meet|visit)(?:s|ing)? (?:my|the|his|her|our|a) {_PROVIDER})(?:'s)?\b"
    r"(?P<when>(?: (?!(?:so|but|and|can|could|how|what|when|is|are|do)\b)[^ ,.;!?]+)*)"
)
# "I took nine of them today": the day on which something was.
_TOLD = re.compile(
    r"\b((?:took|felt|fell|slipped|woke|hurt|saw|went|drank|lifted|bent|threw|tripped)\b"
    r"(?:(?! (?:can|could|come|see|want|need|like|have|any\w*|get|free|open|appointment)\b)"
    r" [^ ,.;!?]+)*?) today(?: (?:morning|afternoon|evening))?\b"
)
_SAID_BEFORE = re.compile(rf"\b(?:{_DAY}s?|{_CLOCK}|mornings?|afternoons?|evenings?|weekends?)\b")
_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)}) \d{{1,2}}(?:st|nd|rd|th)?\b")


def settled(words: str) -> str:
    """Normalised words without what the rest of the sentence takes back.

    "tuesday at 2, i mean wednesday" -> "at 2 , wednesday"; "not this tuesday but the next one"
    -> "tuesday week".
    """
    why = _WHY.search(words)
    if why and _SAID_BEFORE.search(words[: why.start()]):
        words = f"{words[: why.start()]}{words[why.end() :]}"
    words = _NO_BUT_THEN.sub("", _TOLD.sub(r"\1", _ELSEWHERE.sub(_busy, words)))
    words = _DAY_OF_DUTY.sub(r"busy \1", words)
    words = _NOT_THIS_ONE.sub(lambda match: f"{match['d']} week", words)
    words = _NO_X_NOT_Y.sub(r"\1 not ", words)
    words = _NOT_THIS_WEEK.sub("the week after this", words)
    parts = _TURN.split(words)
    if len(parts) < 2 or not parts[-1].strip():
        return words
    before, last = " , ".join(parts[:-1]), parts[-1]
    for pattern in (re.compile(rf"\b{_DAY}\b"), _MONTH, re.compile(rf"\b{_CLOCK}(?!\w)")):
        if pattern.search(last) and pattern.search(before):
            before = pattern.sub(" ", before)
    return " ".join(f"{before} , {last}".split())


def _busy(elsewhere: re.Match[str]) -> str:
    when = elsewhere["when"]
    return " " if _HOUR.search(when) else f"busy{when}"
