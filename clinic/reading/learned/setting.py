"""What a message was said in, as its reading is given it.

"No" after "shall I book it?" and "no" after an answer are two things; so is "how". It is a feature
of its own (the setting), and it is read before the message, as the words it stands for. What was
compared: docs/decisions/0020-one-read.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from clinic.reading.context import Asked, Context

# No context in particular, as training examples name it.
NOTHING = "-"
# Several questions that are answered in the same manner are one setting.
_SETTING: dict[Asked, str] = {
    "time": "asked=time",
    "name": "asked=name",
    "phone": "asked=phone",
    "callback_phone": "asked=phone",
    "visit_phone": "asked=phone",
    "signs": "asked=signs",
    "sign": "asked=signs",
    "confirm": "asked=confirm",
    "confirm_move": "asked=confirm",
    "confirm_call_off": "asked=confirm",
    "reference": "asked=reference",
    "visit": "asked=which?",
    "which": "asked=which?",
    "book_offer": "asked=book?",
    "call_offer": "asked=call?",
    "waiting_offer": "asked=call?",
}
# What was said before, as the encoder reads it before the message.
_WORDS = {
    "asked=time": "which day and time suit you?",
    "asked=name": "what is your name?",
    "asked=phone": "what number can we call?",
    "asked=signs": "do you have one of these signs?",
    "asked=confirm": "shall I book it?",
    "asked=reference": "what is your reference code?",
    "asked=which?": "which of these do you mean?",
    "asked=book?": "would you like to book a free screening?",
    "asked=call?": "shall somebody call you?",
    "booked": "your visit is booked",
    "alarm": "please call 911 now",
    "declined": "nothing was booked",
    "topic": "we told about {}",
    "fact": "we told about our {}",
}
SETTINGS = (
    NOTHING,
    "topic",
    "fact",
    "booked",
    "alarm",
    "declined",
    *sorted(set(_SETTING.values())),
)


def name_of(context: Context | None) -> str:
    """A context as examples name it: what was asked, or else what was said last ("asked=phone",
    "topic=causes", "booked")."""
    if context is None:
        return NOTHING
    if context.asked:
        return _SETTING[context.asked]
    if context.alarm:
        return "alarm"
    if context.booked:
        return "booked"
    if context.declined:
        return "declined"
    if context.fact:
        return f"fact={context.fact}"
    return f"topic={context.topic.rpartition(':')[2]}" if context.topic else NOTHING


def setting_named(name: str) -> str:
    """The setting that a named context is.

    Raises:
        ValueError: there is none of that name.
    """
    kind = name.partition("=")[0]
    found = name if kind == "asked" else kind
    if found not in SETTINGS:
        raise ValueError(f"{name!r} is no context; there are {', '.join(SETTINGS)}")
    return found


def setting_of(context: Context | None) -> str:
    """The setting that a context is."""
    return setting_named(name_of(context))


def said_before(name: str) -> str:
    """What was said before, in words, of a named context; none of `NOTHING`."""
    kind, _, what = name.partition("=")
    return _WORDS.get(name) or _WORDS.get(kind, "").format(what.replace("_", " "))


def one_hot(settings: Sequence[str], weight: float) -> NDArray[np.float32]:
    """One row a setting, (n, settings): `weight` in its place."""
    rows = np.zeros((len(settings), len(SETTINGS)), dtype=np.float32)
    rows[range(len(settings)), [SETTINGS.index(setting) for setting in settings]] = weight
    return rows
