"""What a patient gets back in one turn, and what the tracker shows beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What the dialogue waits for, by the kind of answer that the scripts speak of.
ASKED = {
    "name": "name",
    "phone": "phone",
    "callback_phone": "phone",
    "visit_phone": "phone",
    "time": "time",
    "signs": "signs",
    "sign": "signs",
    "confirm": "confirm",
    "confirm_move": "confirm",
    "confirm_call_off": "confirm",
    "reference": "reference",
    "visit": "reference",
}
_DONE = re.compile(
    r"reference|booked|is now on|called off|waiting list|will call you"
    r"|su código es|cita está hecha|ahora es el|quedó anulada|lista de espera"
    r"|le llama(?:rá)? al",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reply:
    """All that came back in one turn.

    Attributes:
        text: everything said.
        buttons: label to payload, in order.
        topics: the article's topics that were quoted.
        alarm: whether an emergency's, a crisis's or a doctor-today wording was said, in full or
            as the one line that reminds of it.
        flow: what is under way; None: nothing.
        asks: name, phone, time, signs, confirm, reference; "done" when something was brought
            to its end; "" when nothing is asked.
        messages: how many messages came.
    """

    text: str
    buttons: Mapping[str, str]
    topics: frozenset[str]
    alarm: bool
    flow: str | None
    asks: str
    messages: int


_WHAT_TO_DO = re.compile(r"\b(?:911|988)\b|doctor today|médico hoy")
NOTHING = Reply("", {}, frozenset(), False, None, "", 0)


def reply_of(messages: Sequence[Mapping[str, Any]], slots: Mapping[str, Any]) -> Reply:
    """The reply in Rasa's REST answer and the tracker's slots."""
    texts = [str(message["text"]) for message in messages if message.get("text")]
    customs = [message.get("custom") or {} for message in messages]
    flow = slots.get("flow")
    asks = ASKED.get(str(slots.get("requested_slot") or ""), "")
    text = "\n".join(texts)
    return Reply(
        text=text,
        buttons={
            str(button["title"]): str(button["payload"])
            for message in messages
            for button in message.get("buttons") or ()
        },
        topics=frozenset(str(custom["topic"]) for custom in customs if custom.get("topic")),
        alarm=any(
            _is_alarm(custom, said)
            for custom, said in zip(customs, _texts_of(messages), strict=True)
        ),
        flow=str(flow) if flow else None,
        asks=asks or ("done" if not flow and _DONE.search(text) else ""),
        messages=len(texts),
    )


def _texts_of(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The text of each message; what a channel is told of a text comes in a message after it."""
    texts = [str(message.get("text") or "") for message in messages]
    return [text or before for before, text in zip(["", *texts], texts, strict=False)]


def _is_alarm(custom: Mapping[str, Any], text: str) -> bool:
    """Whether one message tells what to do about an emergency; the question about a sign asks."""
    reminds = custom.get("kind") == "safety" and not text.rstrip().endswith("?")
    return bool(custom.get("banner")) or (reminds and bool(_WHAT_TO_DO.search(text)))
