"""Finds the words that say how days and hours belong together, or what is wished for in general."""

from __future__ import annotations

import re

from clinic.reading.when.items import Mark, MarkItem
from clinic.reading.when.vocabulary import WEEKDAYS

_UNIT = r"(?:appointment|opening|option|choice|slot|time|one)"
_POSSIBLE = (
    r"(?:possible|it gets|(?:you|they|we|i) (?:can|could)(?: (?:do|go|get))?"
    r"|(?:you|they)(?:'ve)? (?:have|got|do)(?: got)?)"
)
_THING = r"(?:anything|something|somewhat|any|a bit|a little|bit|some ?time|times?|much|one|slots?)"
_NOT_THAT = r"(?:nothing|none|no|not)"
_ALONE = r"\b(?= ?(?:$|[?!.,]|please\b|then\b))"
_PART_OF_DAY = r"(?:morning|afternoon|evening|weekend|\w+day)s?"
_NO_USE = (
    r"(?:doesn't|does not|don't|do not|won't|will not|wouldn't|can't|isn't|is not|aren't|are not"
    r"|not) (?:really )?(?:(?:gonna |going to )?work|good|great|possible|fit|suit|ideal|an option)"
)
_USE = (
    r"(?:much |way |a lot )?(?:better|best|good|great|fine|ok|okay|perfect|ideal|preferred|well"
    r"|for me)"
)
# What keeps somebody from coming, with the day or part of the day beside it: "got a job thursday".
# A screening is what an appointment of no other kind is.
_DUTY = (
    r"(?:work(?! off)|class(?:es)?|school|practice|training|court|church|surgery|therapy|daycare"
    r"|(?:an? |my |some )?(?:\w+ )?(?:job|shift|meeting|exam|test|game|trip|flight|wedding|funeral"
    r"|conference|interview)s?"
    r"|(?:an?(?:other)? )?(?:dentist|dental|doctor|dr|eye|vet|other)(?:'s)? appointment)"
)
_CLOCK = r"\d[\d:]*(?: ?[ap]m?)?"
_THEN = (
    rf"(?= (?:(?:from )?{_CLOCK}(?: ?(?:-|to|until) ?{_CLOCK})? )?"
    r"(?:on |in |at |all |day |every |most |this |the |next |late |early )*"
    rf"(?:(?:{'|'.join(WEEKDAYS)}|morning|afternoon|evening|weekend|weekday)s?|today|tomorrow)\b)"
)
_WHO = r"(?:i|we|he|she|they)"
ON_DUTY = (
    rf"(?:{_WHO} (?:also |usually |always |mostly )?works?"
    rf"|(?:{_WHO} |{_WHO}'ve )?(?:have|has|got|gotta|need)(?: got)?(?: to)? {_DUTY})\b"
)


def read_mark(text: str, loud_only: bool = False) -> tuple[MarkItem, int] | None:
    """The mark `text` begins with, and how many letters of it say it.

    Args:
        text: normalised words, from some word to the end.
        loud_only: only the marks that hold words which would be read as days or hours.
    """
    for pattern, mark in _LOUD if loud_only else _MARKS:
        match = pattern.match(text)
        if match and match.end():
            return MarkItem(mark), match.end()
    return None


def _patterns(mark: Mark, *patterns: str) -> list[tuple[re.Pattern[str], Mark]]:
    return [(re.compile(pattern), mark) for pattern in patterns]


_LOUD: list[tuple[re.Pattern[str], Mark]] = [
    *_patterns(
        "earliest",
        rf"(?:as )?(?:soon|early|quick(?:ly)?) as {_POSSIBLE}\b",
        r"asap\b",
        r"(?:the )?(?:very )?(?:soonest|earliest|quickest)\b",
        r"(?:the )?sooner the better\b",
        rf"(?:the |your )?(?:first|next) (?:available|open|free|possible|{_UNIT})\b",
        r"(?:right|straight) away\b",
        r"immediately\b",
        r"soon\b(?! as)",
    ),
    *_patterns(
        "latest",
        rf"(?:the |your )?(?:last|latest) (?:possible|available|you have|{_UNIT})\b"
        r"(?: of the day\b)?",
        rf"(?:as )?late (?:in the (?:day|afternoon|evening) )?as {_POSSIBLE}\b",
        r"the later the better\b",
        r"(?:the )?latest\b",
    ),
    *_patterns(
        "other_day",
        r"(?:an)?(?:other|different) (?:day|date)s?\b",
        r"some other day\b",
    ),
    *_patterns(
        "other_time",
        rf"(?:an|any|some|what)? ?(?:other|different|more|else) {_UNIT}s?\b",
        r"another (?:time|one|slot)\b",
        r"none of (?:these|those|them)\b",
        r"(?:anything|something|what|when) else\b",
        r"different one\b",
    ),
    *_patterns(
        "same_time",
        r"(?:the )?same time\b(?: as (?:the |my |our )?(?:last|other|previous|first|before|usual)"
        rf"(?: (?:{_UNIT}|visit|week))?\b)?",
    ),
]

_MARKS: list[tuple[re.Pattern[str], Mark]] = [
    *_LOUD,
    *_patterns(
        "unlike",
        r"(?:i )?(?:can't|cannot|can not)(?= *(?:$|[,.;!?()]|(?:but|so|because|since)\b"
        r"|that\b(?! (?:day|week|time))))",
    ),
    # "Nothing earlier?" asks for what is earlier.
    *_patterns("later", rf"{_NOT_THAT} later{_ALONE}"),
    *_patterns("earlier", rf"{_NOT_THAT} (?:earlier|sooner){_ALONE}"),
    *_patterns(
        "not",
        r"(?:but |just |and |or )?not(?: on| in| the| at)?\b(?! sure)",
        r"(?:but )?(?:instead of|rather than)\b",
        rf"no\b(?= (?:{_PART_OF_DAY}|later|earlier)\b)",
    ),
    *_patterns(
        "except",
        r"(?:any|every) ?(?:day|time|thing)?(?: at all)?,? "
        r"(?:but|except|other than|besides|apart from)\b",
        r"(?:but )?(?:nothing|neither|nor|except|excluding|besides|never(?! mind)|avoid)\b",
        r"(?:but )?(?:other than|apart from)\b",
    ),
    *_patterns(
        "rather",
        rf"(?:{_WHO} )?(?:don't|do not|doesn't) (?:have )?(?:to )?{_DUTY}{_THEN}",
    ),
    *_patterns(
        "busy",
        r"(?:i )?(?:can't|cannot|can not|couldn't|won't be able to|not able to|unable to)"
        r"(?: (?:do|make|come|make it|be there|get there))?(?: (?:on|in|at|for))?\b",
        r"(?:i'm )?(?:busy|working|at work|out of town|away|booked|unavailable|not free"
        r"|not available|on (?:vacation|call|shift)|travel+ing)(?: on| in)?\b",
        rf"(?:i'm )?(?:in|at) {_DUTY}{_THEN}",
        rf"(?:band|choir|rehearsal|practice|school|class(?:es)?|church|daycare|soccer|football|baseball"
        rf"|basketball|swim\w*|dance){_THEN}",
        rf"(?:something|smth|sth|thing)(?: has|'s)? (?:came|come|comes) up(?: on| for)?{_THEN}",
        rf"{ON_DUTY}{_THEN}",
    ),
    *_patterns(
        "unlike",
        rf"{_NO_USE}\b",
        r"(?:is|are) (?:really )?(?:bad|out|no good|terrible|tough|hard|full|taken|a problem)\b",
        r"no good\b",
        r"(?:(?:is|are) )?(?:(?:way|much|far|a bit|a little) )?too (?:early|late|soon)\b",
    ),
    *_patterns(
        "like",
        rf"(?:is|are|would be|will be|sounds|looks|works?) {_USE}\b",
        r"works\b|preferred\b|instead\b",
        r"(?:fine|okay|ok|good|better|best)\b",
    ),
    *_patterns(
        "rather",
        r"(?:how|what) about\b",
        r"(?:maybe|perhaps|prefer(?:ably)?|rather)\b",
        r"let's (?:do|say|try)\b",
        r"(?:i (?:can|could)|(?:can|could) only) (?:do|come|make)\b",
        r"make it\b|move (?:it|me) to\b",
    ),
    *_patterns("but", r"but\b"),
    *_patterns(
        "asks",
        rf"(?:can|could|may) (?:{_WHO}|you|it)\b",
        r"(?:i |i'd |i would )(?:want|need|like)\b",
        r"so\b(?! (?:early|late|soon|much|far|good|many))",
    ),
    *_patterns("or", r"or\b|/"),
    *_patterns("and", r"and\b|&"),
    *_patterns("comma", r","),
    *_patterns("stop", r"[.;!?()]"),
    *_patterns(
        "later",
        rf"{_THING} later\b",
        rf"later (?:{_UNIT}|that day|on|please)\b",
        r"(?:to )?later$",
    ),
    *_patterns(
        "earlier",
        rf"{_THING} (?:earlier|sooner)\b",
        rf"(?:earlier|sooner) (?:{_UNIT}|that day|please)\b",
        r"(?:earlier|sooner)$",
    ),
    *_patterns(
        "any",
        r"any ?(?:day|time|thing|one|of (?:them|those|these))\b",
        r"any(?: is (?:fine|ok|good))?(?= [.!]|$)",
        r"when ?ever\b|whatever\b|doesn't matter\b|don't care\b|no preference\b|all the same\b",
        r"(?:i'm )?(?:flexible|wide open|easy)\b",
        r"(?:you|u) (?:pick|choose)\b",
        r"every ?day\b",
    ),
]
