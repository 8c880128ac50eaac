"""What was said before a message, as far as it changes what the message says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clinic.languages import ENGLISH
from clinic.screenings.models import Slot

# What the assistant waits for an answer to. `book_offer`, `call_offer`: "would you like ...?";
# `which`: one of a few topics; `sign`: whether a sign in doubt is there; `signs`: the check
# before a booking; `visit`: which of several visits.
Asked = Literal[
    "time", "name", "phone", "callback_phone", "signs", "sign", "confirm", "confirm_move",
    "confirm_call_off", "reference", "visit_phone", "visit", "book_offer", "call_offer",
    "waiting_offer", "which",
]  # fmt: skip
Flow = Literal["book", "move", "call_off", "look_up", "call_back"]


@dataclass(frozen=True)
class Option:
    """Something on offer.

    Attributes:
        key: what choosing it means ("slot:alex@20261201T2030Z", "topic:causes", "yes").
        label: its words, as the patient reads them.
    """

    key: str
    label: str


@dataclass(frozen=True)
class Before:
    """The patient's message before this one.

    Attributes:
        text: its words.
        age_seconds: how long ago it came.
        suspicion: that it held a sign, 0 to 1.
        earlier: the words of the messages right before it, where they came a moment ago: people
            send a sentence in several.
    """

    text: str
    age_seconds: float
    suspicion: float = 0.0
    earlier: str = ""

    @property
    def together(self) -> str:
        """All that was said right before, in one."""
        return f"{self.earlier} {self.text.rstrip()}".strip()


@dataclass(frozen=True)
class Context:
    """What was said before.

    Attributes:
        now: the present, aware.
        asked: what waits for an answer.
        flow: what is under way.
        options: what is on offer, in the order shown.
        slots: the times on offer, or the chosen one: "later" is later than these.
        stands: the time of the visit that stands: "the same time" is as then.
        topic: the article's topic that was answered last.
        fact: the clinic's fact that was told last ("parking").
        before: the patient's last message, None at the beginning or when it is long ago.
        alarm: tier of the alarm in force.
        booked: a visit was booked, moved or shown in the last reply.
        declined: the last reply was that it can't be answered.
        name, phone: what the patient gave before, which a correction changes.
        called_back: a call back was noted.
        called_off: a visit was called off here, and may be wanted back.
        language: that the conversation is held in.
    """

    now: datetime
    asked: Asked | None = None
    flow: Flow | None = None
    options: tuple[Option, ...] = ()
    slots: tuple[Slot, ...] = ()
    stands: Slot | None = None
    topic: str | None = None
    fact: str | None = None
    before: Before | None = None
    alarm: str | None = None
    booked: bool = False
    declined: bool = False
    name: str | None = None
    phone: str | None = None
    called_back: bool = False
    called_off: bool = False
    language: str = ENGLISH
