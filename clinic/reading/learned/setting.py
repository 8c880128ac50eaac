"""What a message was said in: the context as features, beside those of the words.

"No" after "shall I book it?" and "no" after an answer are two things; so is "how". What was
compared: docs/decisions/0018-one-read.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    NOTHING, "topic", "fact", "booked", "alarm", "declined",
    *sorted(set(_SETTING.values())),
)  # fmt: skip
_PHONE = re.compile(r"\d(?:[\s().-]{0,3}\d){6,}")
_TIME = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?\b|\btomorrow\b|\btoday\b"
    r"|\b(?:mornings?|afternoons?|evenings?|noon|week|weekends?)\b|\b\d{1,2} ?[ap]m\b|\b\d{1,2}:\d\d\b"
)
_ASKS = re.compile(
    r"^\W*(?:what|why|how|who|where|when|which|do|does|is|are|can|could|should|will)\b"
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


def features(said: tuple[str, str]) -> Iterator[str]:
    """The features of (setting, text): the setting, and the form of the message in it."""
    setting, text = said
    words = text.lower()
    yield setting
    forms = [f"words={min(len(words.split()), 6)}"]
    forms += ["?"] if "?" in words else []
    forms += ["phone"] if _PHONE.search(words) else []
    forms += ["time"] if _TIME.search(words) else []
    forms += ["asks"] if _ASKS.match(words) else []
    for form in forms:
        yield form
        yield f"{setting} {form}"
