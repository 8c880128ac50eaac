"""Reads when (not) to call: "but please don't call before noon", "text me after 5"."""

from __future__ import annotations

import re

from clinic.reading.words import spelt_out

_CALL = r"(?:call|calling|ring|reach|contact|text|texting|try)"
_TIME = (
    r"(?:before|after|until|past|between|from (?=\d)|by|around|(?:at|in) (?:the )?(?=\d|noon"
    r"|morning"
    r"|afternoon|evening|night)|on (?=\w+days?\b|weekends?)|during|while|when|only"
    r"|any ?time|mornings?|afternoons?|evenings?|nights?|weekdays?|weekends?|(?:mon|tues|wednes"
    r"|thurs|fri|satur|sun)days?|today|tomorrow|noon|lunch|work|late|early|first|\d)"
)
_END = r"(?=[.;!?\n]|,? (?:and|but|my|i|can|what|is|do)\b|$)"
_WHEN = re.compile(
    # "I will just call in the morning" is the patient's own call.
    r"(?<!\bi )(?<!\bi'll )(?<!\bwill )(?<!\bwill)(?<!\bjust )(?<!\bjust)"
    r"(?P<said>\b(?:please |pls |plz )?"
    rf"(?:(?:do not|don'?t|never|not to|no) {_CALL}(?:s|ing)?"
    rf"|(?:best|better|good|can|only|just|you can|could you|to)? ?{_CALL})"
    rf"(?: (?:me|us|her|him|them|back|my \w+|that number|this number|it|there))*"
    rf" (?:(?:is|any ?time|only|just|is best|anytime) )?{_TIME}\b[^.;!?\n]*?){_END}",
    re.IGNORECASE,
)
_NO_CALLS = re.compile(
    r"(?P<said>\b(?:no (?:phone )?calls|no voicemails?|text(?:s|ing)? (?:me )?only"
    r"|(?:only|just) texts?(?: me)?"
    r"|(?:do not|don'?t) leave (?:me )?(?:a )?(?:message|voicemail)s?)\b[^.;!?,\n]*)",
    re.IGNORECASE,
)
_PART = (
    r"(?:mornings?|afternoons?|evenings?|nights?|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)days?)"
)
_IN_A_CALL_BACK = re.compile(
    r"(?:^|[,.;])(?P<said>[^?,.;]{0,40}\b(?:(?:after|before|between|around|until|from|at|during|not"
    r"|past) (?:the |my )?"
    rf"(?:\d|noon|lunch|dinner|work|school|one|two|three|four|five|six|seven|eight|nine|ten"
    rf"|{_PART})"
    rf"|any ?time|tomorrow|today|{_PART})\b[^?]*)$",
    re.IGNORECASE,
)
_POLITE = re.compile(r"^(?:please|pls|plz|and|but|to|you can|could you)\s+", re.IGNORECASE)
_PHONES = re.compile(r"\+?\(?\d[\d\-. ()]{7,}\d")


def find_call_when(text: str, calling_back: bool = False) -> tuple[str | None, str]:
    """When (not) to call, in plain words, and the text without them.

    Args:
        text: the patient's words.
        calling_back: a call back is being arranged, and a time is a time to call.
    """
    words = spelt_out(text)
    match = _WHEN.search(words) or _NO_CALLS.search(words)
    if match and not re.search(r"\?", words[match.end() : match.end() + 1]):
        said = _POLITE.sub("", match["said"].strip(" ,"))
        rest = f"{words[: match.start('said')]} {words[match.end('said') :]}"
        return said, " ".join(re.sub(r"\b(?:but|and)\s*$", "", rest.strip(" ,.;")).split())
    if calling_back and "?" not in words:
        bare = " ".join(_PHONES.sub(" ", words).split()).strip(" ,.;")
        match = _IN_A_CALL_BACK.search(bare)
        if match:
            return _POLITE.sub("", match["said"].strip(" ,.;")), ""
    return None, text
