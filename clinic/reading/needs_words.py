"""What is heard only where its own words say it, however likely it sounds: that the messages about
a visit reach the wrong person, which ends them; a pregnancy, which closes the article; and a visit
at home."""

from __future__ import annotations

import re
from dataclasses import replace

from clinic.reading.english import common, english
from clinic.reading.learned.ranking import Ranking
from clinic.reading.words import spelt_out

_THEIRS = r"(?:number|phone|telephone|cell|appointment|appt|visit|screening|booking|name)"
_NEEDS = {
    "not_me": re.compile(
        r"\b(?:wrong|bad) (?:\w+ )?"
        r"(?:number|phone|person|persn|party|guy|fella|man|woman|lady|gal|one)\b"
        r"|\b(?:i|we) (?:\w+ )?(?:never|did not|have not|do not remember|no)\b[^.?!]{0,20}"
        r"\b(?:book\w*|mak(?:e|ing)|made|schedul\w+|sign(?:ed)? up|ask(?:ed)? for|request\w*)\b"
        r"|\b(?:i|we) booked nothing\b|\bno (?:appointment|apointment|visit) here\b"
        r"|\bnot (?:me|mine)\b|\bis not for me\b"
        rf"|\b(?:not|aint|no longer) (?:my|her|his|their) (?:\w+ )?{_THEIRS}\b"
        rf"|\b(?:old|brother's|sister's) {_THEIRS}\b|\bold owner\b|\bby that name\b"
        r"|\b(?:phone|number) is not\b|\bnot at this number\b"
        r"|\bi have no (?:appointment|business)\b|\bnever (?:booked|been to your)\b"
        r"|\bmistake me\b|\bfor some other\b"
        r"|\b(?:had|have|has|got|gave up) (?:this|that|the) (?:number|phone|telephone|#)"
        r"|\bnumber (?:belongs|is) (?:now )?(?:to me|mine)\b"
        r"|\b(?:there is )?(?:no|nobody)(?: one)? (?:named |called )?(?:mrs? |ms )?\w+"
        r" (?:here|lives here|at this (?:number|address)|in this house)\b"
        r"|\b(?:no|nobody|no one|somebody|someone) (?:named|called) \w+"
        r"|\b(?:mixed|confused|mistaken) (?:me|us)\b|\bsome(?:one|body) else(?:'s)?\b"
        r"|\b(?:in error|by (?:mistake|accident))\b|\b(?:remove|delete|lose) (?:this|my) number\b"
        r"|\bknow (?:no|any|who)(?: is)? \w+\b(?: is\b)?|\bstop (?:text\w*|call\w*|writing)\b"
        r"|\bwho (?:gave you|you are texting|had this)\b|\bno idea what (?:visit|appointment)\b"
    ),
    "ask_pregnancy": re.compile(
        r"\b(?:preg\w*|expecting|expectant|trimesters?|matern\w+"
        r"|midwi\w+|ob(?:gyn)?|gyn\w*|prenatal|postnatal|postpartum|post ?partum"
        r"|ante ?natal|deliver\w*|labou?r|c[- ]section|cesarean|caesarean|gestation\w*|bumps?"
        r"|belly|bab(?:y|ies)|twins|births?|born|newborn|due (?:date|in|next)|due|conceiv\w*"
        r"|breast ?feed\w*|nursing|kick\w*|womb|uterus|with child|in the family way|miscarr\w*"
        r"|along|\d*(?:wks?|weeks?|months?|mos?)|fetus|foetus|doula|moms? to be|crotch|relaxin"
        r"|carrying|on (?:the way|board)|oven|condition|a (?:boy|girl))\b"
    ),
    "fact_home_visit": re.compile(
        r"\b(?:home|homes|house|houses|house ?calls?|apt|apartment|place|door|bed|bedside|bedridden"
        r"|nursing|facility|my (?:own )?\w+|to (?:me|us|him|her|them|you|people|patients)|visits?"
        r"|travel\w*|mobile|come out|drive out|leave|get there|office|in person"
        r"|(?:come|comes) here|come 2|housebound|homebound|send|dorms?|where i)\b"
    ),
}
# "I'm not pregnant", "NOT pregnant": told, so that it is not asked about.
_DENIED = {
    "ask_pregnancy": re.compile(
        r"\b(?:not|never|no way|nobody|no one|is not) (?:\w+ ){0,2}(?:pregnan\w*|expecting|prego)\b"
    ),
    # "Is this the PT place?"
    "fact_home_visit": re.compile(r"\bis (?:this|that|it) (?:\w+ ){0,4}place\b"),
}
# So few words tell nothing but that somebody is not so and so.
FEW_WORDS = 5
_NOT_NAMED = re.compile(
    r"\b(?:(?:i|this|that|here|it|name) (?:(?:am|is) not|isnt|aint)|who is|not the)"
    r" (?:mrs? |ms |miss |some )?(\w+)"
)


def without_what_is_not_said(ranking: Ranking) -> Ranking:
    """A ranking without what would need words of its own that the text, in English, has not."""
    words = spelt_out(ranking.text)
    kept = [
        pair
        for pair in ranking.likely
        if pair[0] not in _NEEDS or _says(pair[0], words, ranking.text)
    ]
    if len(kept) == len(ranking.likely) or not kept:
        return ranking
    of_these = sum(chance for _, chance in kept)
    likely = [(intent, chance / of_these) for intent, chance in kept]
    # How near the next one is was not measured.
    nearness = {kept[0][0]: ranking.nearness.get(ranking.intent, 0.0), **ranking.nearness}
    return replace(ranking, likely=likely, nearness=nearness)


def _says(intent: str, words: str, text: str) -> bool:
    denied = _DENIED.get(intent)
    if denied and denied.search(words):
        return False
    if _NEEDS[intent].search(words):
        return True
    # "This isn't Tasha", "who is Delphine".
    named = _NOT_NAMED.findall(words) if intent == "not_me" else ()
    few = len(words.split()) <= FEW_WORDS
    return any(_is_name(word, few or word.capitalize() in text) for word in named)


def _is_name(word: str, may_be_a_word: bool) -> bool:
    """Whether a word names somebody: one that is no word of English, or hardly one."""
    return word not in (common() if may_be_a_word else english())
