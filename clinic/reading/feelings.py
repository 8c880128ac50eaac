"""Hears a feeling that is told, so that it can be met with a kind sentence first."""

from __future__ import annotations

import re
from functools import lru_cache

import symspellpy

from clinic.reading.english import english
from clinic.reading.intents import FEELINGS
from clinic.reading.read import Feeling
from clinic.reading.words import spelt_out

# What a misspelt word is taken for: "im realy scard". The examples' speller makes a card of it.
_FELT = (
    "scared", "afraid", "terrified", "frightened", "nervous", "anxious", "worried", "worrying",
    "panicking", "freaking", "freaked", "crying", "depressed", "miserable", "lonely", "hopeless",
    "discouraged", "heartbroken", "really", "feeling", "getting",
)  # fmt: skip
_WORD = re.compile(r"[a-z]{5,}")
_TWO_WRONG = 7  # so long a word may have two letters wrong
_SO = r"(?:so |really |very |just |pretty |kind of |a bit |a little |super |getting |feeling )*"
# "My back and leg", but nobody else's.
_MINE = (
    r"my (?!mom|mum|mother|dad|father|husband|wife|son|daughter|kid|brother|sister|friend|partner)"
    r"(?:\w+ ){0,4}\w+"
)
_EACH: tuple[tuple[Feeling, re.Pattern[str]], ...] = (
    (
        "fear",
        re.compile(
            rf"\b(?:i am|i feel|i get|feel|makes me|it is) {_SO}(?:scared|afraid(?! (?:i|that"
            rf"|not|so|we|it|you|he|she|my|the)\b)|terrified"
            rf"|frightened"
            r"|nervous|anxious|worried|worrying|panicking|freaking out|freaked out)\b"
            r"|\b(?:i am )?worried sick\b"
        ),
    ),
    (
        "sad",
        re.compile(
            rf"\b(?:crying|in tears|i cried|cry(?:ing)? all|heartbroken|i am {_SO}(?:sad|depressed"
            r"|down|miserable|lonely|discouraged)|feel(?:ing)? {_SO}(?:hopeless|sad|down|lonely"
            r"|defeated|useless))\b"
            r"|\b(?:is|are|was|mom|dad|wife|husband|son|daughter|he|she|kid)s? in (?:the )?"
            r"(?:hospital|icu|hospice)\b|\b(?:passed away|funeral|can not think straight)\b"
            r"|\b(?:mom|mother|dad|father|wife|husband|son|daughter|brother|sister|friend)"
            r" (?:just )?died\b|\blost my (?:mom|dad|wife|husband|son|daughter|job|house)\b"
        ),
    ),
    (
        "complaint",
        re.compile(
            r"\b(?:this (?:bot|chat|thing) is (?:useless|terrible|awful|stupid|a joke|so bad)"
            r"|you (?:are|keep) (?:not (?:helping|listening)|useless|repeating|asking me the same)"
            r"|nobody (?:called|answers|picks up|called me back)|waste of (?:my )?time"
            r"|you already asked|i already (?:told|said|gave|answered)"
            r"(?!(?: you)? about\W*(?:$|[.,;!])))\b"
        ),
    ),
    (
        "frustrated",
        re.compile(
            r"\b(?:fed up|sick (?:and tired )?of|so (?:frustrat\w+|over this|done with)"
            r"|can not take"
            r" (?:it|this) (?:any ?more|much longer)|at (?:my|the) (?:wits|end of my rope)"
            r"|driving me (?:crazy|nuts|mad|insane)|had enough of)\b"
        ),
    ),
    (
        "pain",
        re.compile(
            r"\b(?:(?:it|this|my \w+|everything) (?:really |just |still )?(?:hurts|aches"
            r"|burns) so (?:much"
            r"|bad(?:ly)?)|in (?:so much|a lot of|terrible|awful|agony|constant"
            r"|unbearable) ?(?:pain)?"
            rf"|{_MINE} (?:hurts?|aches?|burns?|is hurting) (?:me )?so (?:much|bad(?:ly)?)"
            rf"|{_MINE} (?:hurts?|aches?|pain)\b[^.?!]{{0,40}}\b(?:can not|can hardly|can barely) "
            r"(?:even )?(?:sleep|sit|stand|work|rest)"
            r"|i (?:have|am in|got|have got) (?:so much|a lot of|terrible|awful|bad) pain"
            r"|pain is (?:killing me|unbearable|awful|terrible|horrible|too much)|killing me"
            r"|ouch|ow+)\b"
        ),
    ),
    (
        "relief",
        re.compile(r"\b(?:(?:what a|such a) relief|i am (?:so )?relieved|thank god|phew)\b"),
    ),
)


# Without a word of it no pain is heard, and no complaint where nothing is denied or said of us.
_NEEDS = {
    "pain": re.compile(
        r"\b(?:pains?|painful|hurt\w*|ach\w+|sore\w*|burn\w*|agony|suffer\w*|kill\w*|sting\w*"
        r"|stab\w*|throb\w*|shoot\w*|shot\w*|torture|hell|cramp\w*|stiff|bad\w*|worse|worst|terribl\w+"
        r"|awful\w*|horribl\w+|unbearable|excruciating|sleep|nerve|flar\w+|(?:can|could) not)\b"
    ),
    "complaint": re.compile(
        r"\b(?:you|your|this|bot|not|never|no|nobody|none|again|already|stop|useless|wrong|ask\w*"
        r"|told|answer\w*|waste|help\w*|listen\w*|ridiculous|stupid|terrible|rude|wait\w*|slow)\b"
    ),
}


def find_feeling(text: str, learned: str | None = None) -> Feeling | None:
    """The feeling that is told; None without one.

    Args:
        text: the patient's words.
        learned: the intent that the learned reading is sure of, for the message or a part of it.
    """
    heard = FEELINGS.get(learned) if learned else None
    needed = _NEEDS.get(heard or "")
    if heard and (needed is None or needed.search(spelt_out(text))):
        return heard  # type: ignore[return-value]
    words = _WORD.sub(lambda match: _mended(match.group()), spelt_out(text))
    return next((feeling for feeling, pattern in _EACH if pattern.search(words)), None)


@lru_cache(maxsize=1)
def _speller() -> symspellpy.SymSpell:
    speller = symspellpy.SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
    for word in _FELT:
        speller.create_dictionary_entry(word, 1)
    return speller


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    if word in english():
        return word
    distance = 2 if len(word) >= _TWO_WRONG else 1
    found = _speller().lookup(word, symspellpy.Verbosity.TOP, max_edit_distance=distance)
    return str(found[0].term) if found else word
