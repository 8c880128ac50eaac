"""What a message was said in: the context, as one more feature beside those of the words.

"No" after "shall I book it?" and "no" after an answer are two things; so is "how". What was
compared: docs/decisions/0018-one-read.md.
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
SETTINGS = (
    NOTHING,
    "topic",
    "fact",
    "booked",
    "alarm",
    "declined",
    *sorted(set(_SETTING.values())),
)


def setting_of(context: Context | None) -> str:
    """The setting that a context is: what was asked, or else what was said last."""
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
        return "fact"
    return "topic" if context.topic else NOTHING


def setting_named(named: str) -> str:
    """The setting of an example's metadata ("asked=phone", "topic=causes", "booked")."""
    kind = named.partition("=")[0]
    found = named if kind == "asked" else kind
    if found not in SETTINGS:
        raise ValueError(f"{named!r} is no context; there are {', '.join(SETTINGS)}")
    return found


def one_hot(settings: Sequence[str], weight: float) -> NDArray[np.float32]:
    """One row a setting, (n, settings): `weight` in its place."""
    rows = np.zeros((len(settings), len(SETTINGS)), dtype=np.float32)
    rows[range(len(settings)), [SETTINGS.index(setting) for setting in settings]] = weight
    return rows
