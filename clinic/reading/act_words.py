"""The words that say an act outright, deny it, or call it off: what is begun or ended by them needs
no learned reading to be sure.

All of them take words as `clinic.reading.words.spelt_out` gives them, in lower case; `asks` takes
a text as it was typed. Nothing is raised.
"""

from __future__ import annotations

import re

# A word that says an act outright.
_ACT_WORDS = {
    "book_screening": re.compile(
        r"\b(?:book(?:ing)?|schedule|sign (?:me|him|her) up|set (?:it|one|me) up|come in"
        r"|(?:get|fit|squeeze) (?:me|him|her|them|us|my \w+|our \w+) in"
        r"|appointment|appt|screening|(?:see|look at) (?:me|him|her|them|someone)|make me an?"
        r"|(?:new|another) one|one for (?:me|him|her|them|us|my \w+|our \w+))\b"
    ),
    "cancel_screening": re.compile(r"\b(?:cancel\w*|call (?:it |that )?off|not coming)\b"),
    "reschedule_screening": re.compile(
        r"\b(?:move|reschedul\w*|push|switch|change|other|another|later)\b"
    ),
    "check_screening": re.compile(
        r"\b(?:when|what time|what day|booked|have one|visit|appointment|appt|screening)\b"
    ),
    "talk_to_person": re.compile(
        r"\b(?:person|human|somebody|someone|call (?:me|back)|real|staff|talk|speak|receptionist)\b"
    ),
    "running_late": re.compile(r"\b(?:late|behind|traffic|min(?:ute)?s?)\b"),
    "affirm": re.compile(
        r"\b(?:yes+|yeah|yep|yup|sure|please|book|do it|go ahead|sounds|works|perfect|great|fine"
        r"|right|correct|(?:sounds|looks|is|all) good|good to go|let us|confirm\w*)\b"
        r"|^\W*(?:ok|okay|k|alright)(?:\W+\w+)?\W*$"
    ),
    "stop": re.compile(
        r"\b(?:stop|never ?mind|nvm|forget|drop (?:it|that|this|the)|quit|leave it|enough|do not)\b"
    ),
}
# "Call it off after all", to "shall I call it off?", keeps nothing, however it is heard.
_CALLS_IT_OFF = re.compile(
    r"\b(?:cancel (?:it|that|this|my|the|all|everything)"
    r"|call (?:it|that|this|everything|(?:my|the) (?:whole )?\w+) off|call off"
    r"|forget (?:about )?the whole|never ?mind the whole|not coming"
    r"|(?:have to|going to|gonna|got to|gotta|need to|must|will) (?:have to )?"
    r"(?:bail|back out|pull out))\b"
)
# "I don't think I'll need to come in after all".
_NEEDS_NONE = re.compile(
    r"\b(?:do not think (?:i|we|he|she) (?:will )?need|will not (?:be )?need(?:ing)?"
    r"|no longer need)"
    r" (?:to come|(?:the|my|that) (?:visit|appointment|screening))\b"
)
# "Can I come at like 12:30 on my lunch" wishes for that hour; "can I do it on Friday" may.
_MAY = r"\b(?:can|could|may) (?:i|we|he|she|they) (?:just |maybe |still )?"
_THEN = (
    r"[^.?!]{0,20}\b(?:at|on|after|before|around) (?:like |about |around |a |the )?"
    r"(?:\d{1,2}(?::?\d\d)?\b|(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|noon\b|midnight\b|lunch\b)"
)
_COMES_THEN = re.compile(rf"{_MAY}(?:come|get in|be seen|stop by|swing by|pop in)\b{_THEN}")
# "What times do you have Friday", "what is your earliest".
_WHAT_IS_FREE = re.compile(
    r"\bwh(?:at|ich) (?:times?|days?|slots?|openings?)"
    r" (?:(?:do|have) (?:you|u|they) (?:have|got)|are (?:there|free|open|available|left))\b"
    r"|\bwhat is (?:your|the) (?:earliest|soonest|next|first)"
    r"(?: (?:time|slot|opening|one|free))*(?=\W*(?:$|and\b))"
)
_DOES_IT_THEN = re.compile(rf"{_MAY}(?:do|have) it\b{_THEN}")
_KEEPS = re.compile(r"\b(?:keep|leave|still|stays?|undo|as it)\b")
_LEAVES = re.compile(rf"{_KEEPS.pattern}|\b(?:not|never(?! ?mind))\b")
# "I don't want an appointment", "not booking yet": an act that is denied is not meant.
_DENIED = {
    # "The no cost screening" denies none.
    "book_screening": re.compile(
        r"\b(?:not|no(?! (?:cost|charge|fee|pay\w*|obligation|strings)\b)|never|without)"
        r" (?:\w+ ){0,3}"
        r"(?:appointments?|screening|book(?:ing)?|schedul\w+)\b"
    ),
    # "I don't want to make an appointment yet" calls none off.
    "cancel_screening": re.compile(
        r"\bnot (?:want|wanna|ready|going)(?: to)? (?:\w+ ){0,2}(?:make|book|schedule|set up)\b"
        r"|\b(?:do|did) not (?:(?:really |actually )?(?:want|mean) (?:you )?to )?"
        r"(?:cancel|call (?:it|that) off)\b"
    ),
    # "I never made an appointment with my doctor" says nothing of one here.
    "not_me": re.compile(
        r"\b(?:with|at) (?:my|the|an?|any|any other|another|some other) (?:other )?"
        r"(?:doctor|dr|surgeon|dentist|specialist|neurologist|chiropractor|(?:\w+ )?"
        r"(?:clinic|place|office|hospital))\b"
    ),
    "talk_to_person": re.compile(
        r"\b(?:not|no) (?:want|need|wanna|tell me|make me) (?:to |an? |any |the |your )*"
        r"(?:phone )?(?:calls?|talk|speak)\b|\bno (?:phone )?calls?\b"
        r"|\b(?<!can )(?<!could )not (?:call|talk|speak)\b"
        # Who calls is the patient.
        r"|^\W*(?:\w+\W+){0,2}(?:i will|ill|let me) call\b(?! me)"
    ),
}
_ASKS = re.compile(
    r"\?|^\W*(?:what|when|where|who|why|which|how|can|could|do|does|is|are|should|will|would)\b",
    re.IGNORECASE,
)


def calls_it_off(words: str) -> bool:
    """Whether spelt-out words call off what is spoken of: "forget the whole thing, call it off"."""
    if _NEEDS_NONE.search(words):
        return True
    return bool(_CALLS_IT_OFF.search(words)) and not _LEAVES.search(words.replace("not coming", ""))


def asks(text: str) -> bool:
    """Whether a text opens or ends as a question."""
    return bool(_ASKS.search(text))


def comes_then(words: str) -> bool:
    """Whether spelt-out words ask to come at a time that they name, or which times there are."""
    return bool(_COMES_THEN.search(words) or _WHAT_IS_FREE.search(words))


def does_it_then(words: str) -> bool:
    """Whether spelt-out words ask whether "it" may be at a time that they name: a visit, or an
    exercise."""
    return bool(_DOES_IT_THEN.search(words))


def keeps(words: str) -> bool:
    """Whether spelt-out words say that what stands shall stay."""
    return bool(_KEEPS.search(words))


def says_act(intent: str, words: str) -> bool:
    """Whether spelt-out words say an act outright."""
    pattern = _ACT_WORDS.get(intent)
    return bool(pattern and pattern.search(words))


def denies_act(intent: str, words: str) -> bool:
    """Whether spelt-out words say that an act is not meant."""
    pattern = _DENIED.get(intent)
    return bool(pattern and pattern.search(words))


def says_and_means(intent: str, words: str) -> bool:
    """Whether spelt-out words say an act, and do not deny it."""
    return says_act(intent, words) and not denies_act(intent, words)
