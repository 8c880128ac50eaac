"""Reads what is answered to a notice of ours about a visit: that they come, or that it isn't them.

People answer a reminder with "C", "ok" or "wrong number", which alone say nothing: what they mean
comes from what they answer to.
"""

from __future__ import annotations

import re
from typing import Literal

from clinic.reading.choices import is_thumb_up
from clinic.reading.words import plain_words

Meant = Literal["confirm_visit", "not_me"]

_THERE = re.compile(
    r"^(?:(?:c|y|yes|yep|yea|yeah|yup|ya|si|ok|okay|k|kk|sure|great|perfect|thanks|thank you|thx|ty"
    r"|confirm|confirmed|confirming|i confirm|i can confirm|got it|sounds good|will do|see you"
    r"|see you then|see you there|see u|see u then|ill be there|i will be there|we will be there"
    r"|well be there|be there|coming|im coming|i am coming|still on|still coming)(?:\s+|$))+$"
)
# By itself it is politeness: nobody said that they will be there.
_ONLY_THANKS = re.compile(r"^(?:(?:thanks|thank you|thx|ty)(?:\s+|$))+$")
_NEVER = (
    r"(?:never|didnt|did not|dont remember|do not remember|havent|have not)\s+(?:ever\s+)?"
    r"(?:book\w*|made|make|making|schedul\w+|sign(?:ed)? up|ask(?:ed)?|request\w*|set)"
)
_THEIRS = r"(?:appointment|appt|visit|screening|booking|reminder|phone|number|name|text|message)"
_NOT_ME = re.compile(
    r"\bwrong\s+(?:number|person|guy|phone)\b"
    # "Not her nerves" is said of a body.
    r"|\bnot\s+(?:(?:him|her|them)"
    r"(?=\s*(?:$|here|sorry|this|any ?more|you|but|at|its|it is|im|i am))"
    r"|(?:the|that)\s+person|who you\b)"
    rf"|\b(?:i|we)\s+{_NEVER}\b"
    rf"|\b(?:not|isnt|aint)\s+(?:my|her|his|their)\s+(?:\w+\s+)?{_THEIRS}\b"
    rf"|\bno longer\s+(?:my|her|his|their)\s+{_THEIRS}\b"
)
# "I'm not Dana", "this isn't dana's phone", "who is dana".
_NAMED = re.compile(
    r"\b(?:(?:im|i am|this is|its|it is|my name is|name is)\s+not|(?:this|that|my name)\s+isnt|not"
    r"|who is|whos|dont know (?:any|a))\s+(?:a\s+)?(\w+)"
)
# What is longer tells more, and is read whole.
MOST_WORDS = 14


def read_visit_reply(text: str, name: str | None, last: bool) -> Meant | None:
    """What a message means as an answer to our notice.

    Args:
        text: the patient's words.
        name: of the person the visit is for; None where there is none any more.
        last: the notice was the last thing we said, so that a bare "ok" is to it.
    """
    words = plain_words(text)
    if len(words.split()) > MOST_WORDS:
        return None
    if _NOT_ME.search(words) or _says_name_is_not_theirs(words, name):
        return "not_me"
    if _ONLY_THANKS.match(words):
        return None
    if last and (_THERE.match(words) or (not words and is_thumb_up(text))):
        return "confirm_visit"
    return None


def _says_name_is_not_theirs(words: str, name: str | None) -> bool:
    theirs = set(plain_words(name or "").split())
    # "danas" is the name with its apostrophe closed up.
    said = {form for match in _NAMED.finditer(words) for form in (match[1], match[1][:-1])}
    return bool(theirs & {word for word in said if len(word) > 1})
