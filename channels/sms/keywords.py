"""Reads the words with which patients end, resume and get help with text messages.

Sources. Per-se revocation words: 47 CFR 64.1200(a)(10), in force since 11 April 2025 (stop, quit,
end, revoke, opt out, cancel, unsubscribe), besides "any reasonable means". Twilio's default words:
STOP, UNSUBSCRIBE, END, QUIT, STOPALL, REVOKE, OPTOUT, CANCEL; START, YES, UNSTOP; HELP, INFO - as
the whole message only. The words of the law stand in code because the clinic can't choose them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from clinic.reading.words import plain_words

Wish = Literal["opt_out", "cancel", "polite_cancel", "opt_in", "help", "no_reminders", "who"]

OPT_OUT = frozenset(
    {"stop", "quit", "end", "revoke", "opt out", "unsubscribe", "stopall", "alto", "parar"}
)
CANCEL = frozenset({"cancel", "cancelar"})
OPT_IN = frozenset({"start", "unstop"})
# Also an answer to a question; it opts in only who has opted out. So do misspellings and the like
# of "start again", which may mean a booking.
OPT_IN_AFTER_OPT_OUT = frozenset({"yes"})
HELP = frozenset({"help", "info"})
# What Twilio acts on itself unless it was told not to; it takes no misspelling and no phrase.
TWILIO_ACTS_ON = (
    OPT_OUT - {"opt out", "alto", "parar"}
    | {"optout", "cancel"}
    | OPT_IN
    | OPT_IN_AFTER_OPT_OUT
    | HELP
)

_SAME = {
    "optout": "opt out",
    "opt me out": "opt out",
    "stop all": "stopall",
    "un subscribe": "unsubscribe",
    "opt in": "start",
    "optin": "start",
    "opt me in": "start",
    "restart": "start",
    "resubscribe": "start",
    "subscribe": "start",
    "start again": "start",
}
_POLITE = re.compile(r"^(please|pls|plz|ok|okay|hey|hi|just)\s+|\s+(please|pls|plz|now|thanks)$")

# Misspellings that mean nothing else. Words that do (end/and, quit/quiet, stop/shop/step) are not
# guessed at.
_MISSPELT = {
    **dict.fromkeys(
        ("stpo", "sotp", "stopp", "stoop", "stap", "stp", "sttop", "sstop", "stoppp", "stop it"),
        "stop",
    ),
    **dict.fromkeys(
        (
            "unsubscibe",
            "unsuscribe",
            "unsubcribe",
            "unsubsribe",
            "unsubscrib",
            "unscribe",
            "unsub",
            "unsubscribed",
            "unsuscribed",
        ),
        "unsubscribe",
    ),
    **dict.fromkeys(("opt ou", "opt outt", "optoutt", "opt-out", "op out"), "opt out"),
    **dict.fromkeys(("revok", "revoek"), "revoke"),
    **dict.fromkeys(("qiut", "quitt"), "quit"),
    **dict.fromkeys(("cancle", "cancell", "cansel", "cacnel", "canel"), "cancel"),
    **dict.fromkeys(("strat", "startt", "sart"), "start"),
    **dict.fromkeys(("hlep", "helpp", "hepl"), "help"),
}

_TEXTS = (
    r"(?:texts?|texting|messages?|messaging|msgs?|sms|texing|txts?|txting|notifications?"
    r"|contacting|bothering|bugging|spamming|calling)"
)
_REMINDERS = r"(?:reminders?(?: (?:texts?|messages?))?|reminding)"
_US = r"(?:me|us|(?:my|this) (?:phone|number|cell))"
_ME = r"(?:me|my\s+(?:number|phone|phone number|cell))"
_LIST = (
    rf"(?:(?:of|the|your|this|these|that|all|any)\s+)*"
    rf"(?:{_TEXTS}|(?:text |sms |call )?list|it|here|$)"
)


def _ended(what: str) -> tuple[str, ...]:
    """The ways to say that something should not come any more."""
    return (
        rf"\b(?:stop|quit|end|cease|discontinue)\s+(?:(?:sending|with|all|the|these|this|your|any"
        rf"|more|of|me|us|getting|receiving)\s+)*{what}\b",
        rf"\b(?:dont|do not|never)\s+send\s+(?:(?:me|us|any|more|these|your|the)\s+)*{what}\b",
        rf"\bno\s+more\s+(?:of\s+)?(?:(?:these|your|the)\s+)?{what}\b",
        rf"^no\s+{what}(?:\s+please)?$",
        rf"\b(?:dont|do not|no longer)\s+(?:want|wish|like|need)\s+(?:to\s+)?(?:(?:get|receive|be"
        rf"|have|any|more|these|your|the|getting|from|of)\s+)*{what}\b",
    )


_NO_REMINDERS = tuple(map(re.compile, _ended(_REMINDERS)))
# "Who is this?", which is asked of whoever texts.
_WHO = re.compile(
    r"^(?:(?:hi|hey|hello|sorry|um|new phone)\s+)*(?:who(?:s| is|se)?\s+(?:this|dis|it|that"
    r"|texting(?: me)?|messaging me|number is this)|who (?:are|r) (?:you|u)|what number is this)"
    r"(?:\s+(?:please|pls|now|again))?$"
)
_PHRASES = tuple(
    re.compile(pattern)
    for pattern in (
        # "stop texting me", "please stop sending these messages", "quit messaging my phone"
        *_ended(_TEXTS),
        rf"\b(?:dont|do not|never)\s+(?:ever\s+)?(?:text|message|msg|txt|sms|contact)\s+{_US}\b",
        r"\b(?:dont|do not|never)\s+call\s+(?:me|us|here)\s+(?:again|anymore|any more|ever)\b",
        rf"\b(?:remove|delete)\s+{_ME}(?:\s+(?:please|now))?$",
        # "take my number" alone is an offer of it.
        rf"\b(?:remove|take|get|delete|drop)\s+{_ME}\s+(?:off$|(?:off|from)\s+{_LIST})",
        rf"\b(?:opt|opting)\s+(?:me\s+)?out\b(?!\s+of\s+(?!{_LIST}))",
        r"\bunsubscribe\s+(?:me|from|please|us|this)\b|\bplease\s+unsubscribe\b"
        r"|\b(?:want|like|need|how do i|how can i|can i|can you|let me) (?:to )?unsubscribe\b",
        r"\b(?:revoke|withdraw)\s+(?:my\s+)?(?:consent|permission)\b",
        r"^(?:please\s+)?(?:leave me alone|lose my number|remove)$",
        r"^(?:sorry\s+)?(?:(?:this is|you have|you got)\s+)?(?:(?:the|a)\s+)?wrong"
        r"\s+(?:number|person)$",
        rf"\bcancel\s+(?:all\s+)?(?:(?:the|these|your|my)\s+)?(?:{_TEXTS}|subscription)\b",
        r"^(?:just\s+)?(?:make it stop|stop this|stop now|stop please stop|s t o p"
        r"|(?:i said|not interested|no)\s+stop)$",
    )
)
# "can't stop texting my ex about it", "the reminders don't stop": not about our messages. A
# request for a reminder to be changed is no opt-out either.
_NOT_A_WISH = re.compile(
    r"\b(?:cant|cannot|can not|couldnt|wont|will not|didnt|did not) stop\b"
    # "did you take me off?" asks what became of a visit
    r"|^(?:(?:and|so|wait|ok|hey)\s+)*(?:did|have|has|was|were|am)\s+(?:you|i|they|it|u|ya)\b"
)
# What some phones put under every message.
_SIGNATURE = re.compile(r"\s*\n\s*(?:sent|get) (?:from|outlook) .{1,40}$", re.IGNORECASE)
# Longer messages say something else as well; a wish to opt out is short.
_MOST_WORDS = 40


@dataclass(frozen=True)
class Keyword:
    """A wish about the messages themselves.

    Attributes:
        wish: opt_out; cancel, an opt-out that may have been meant for a visit; polite_cancel
            ("please cancel"), which is about a visit when there is one; no_reminders, while all
            else may come; opt_in; help; who is texting.
        exact: the whole message is one of the words Twilio acts on, spelt right.
    """

    wish: Wish
    exact: bool


def read_keyword(text: str, opted_out: bool = False) -> Keyword | None:
    """What a message says about the messages themselves; None for everything else.

    Bare CANCEL is one; "cancel my appointment", "please cancel tuesday" are not.

    Args:
        text: as it came.
        opted_out: the sender gets no messages now; "yes" and "start again" then resume them.
    """
    words = plain_words(_SIGNATURE.sub("", text))
    exact = words in TWILIO_ACTS_ON and text.strip().casefold() == words
    bare = _bare(words)
    if bare in CANCEL:
        misspelt_only = words in CANCEL or words in _MISSPELT
        return Keyword("cancel" if misspelt_only else "polite_cancel", exact)
    if bare in OPT_OUT or _is_phrase(words):
        return Keyword("opt_out", exact)
    if any(phrase.search(words) for phrase in _NO_REMINDERS):
        return Keyword("no_reminders", exact=False)
    if _WHO.match(words):
        return Keyword("who", exact=False)
    if words in OPT_IN or (opted_out and bare in OPT_IN | OPT_IN_AFTER_OPT_OUT):
        return Keyword("opt_in", exact)
    if bare in HELP and words == bare:
        return Keyword("help", exact)
    return None


def _bare(words: str) -> str:
    """A message of one keyword, however polite and misspelt, as that keyword."""
    if words not in _MISSPELT:
        before = None
        while before != words:
            before, words = words, _POLITE.sub("", words)
    words = _MISSPELT.get(words, words)
    if re.fullmatch(r"s+t+o+p+|stop( stop)+", words):
        return "stop"
    return _SAME.get(words, words)


def _is_phrase(words: str) -> bool:
    if len(words.split()) > _MOST_WORDS or _NOT_A_WISH.search(words):
        return False
    return any(phrase.search(words) for phrase in _PHRASES)
