"""What happens, told once: a line in the log, and a count where somebody counts.

    happened("answered", connection, message="sms-12", channel="sms", outcome="turn", seconds=0.4)

In a unit of work it is told when that has been committed, so that what was rolled back is not
counted. Every kind of event declares its labels in `KINDS`; their values are words of ours (a
channel, an outcome, a carrier's code), never something a person wrote.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.engine import Connection

logger = logging.getLogger("assistant.path")

# What a label may look like: a word, or a carrier's code. Neither a number somebody can be called
# at, nor an address, nor a line of words.
_LABEL = re.compile(r"[A-Za-z][A-Za-z_-]{0,31}[0-9]{0,2}|[0-9]{1,5}")
OTHER = "other"


@dataclass(frozen=True)
class Kind:
    """One kind of event.

    Attributes:
        name: of its figure, without the product's own in front.
        about: what the figure counts.
        labels: what it is counted by.
        timed: seconds are told with it, and how they are spread is counted too.
        on_path: it is a step of one message, and a line of the log.
    """

    name: str
    about: str
    labels: tuple[str, ...] = ()
    timed: bool = False
    on_path: bool = True


KINDS = {
    "stored": Kind("messages_stored", "Messages of patients that were taken in.", ("channel",)),
    "not_stored": Kind(
        "messages_not_stored", "Requests the database did not take in time.", on_path=False
    ),
    "begun": Kind("messages_begun", "Answers that were begun, again ones too.", ("channel",)),
    "turn": Kind("turn_seconds", "The engine's turn alone.", ("channel", "ended"), timed=True),
    "answered": Kind(
        "answer_wait_seconds",
        "From a message taken in to its answer stored.",
        ("channel", "outcome"),
        timed=True,
    ),
    "alarm": Kind("alarms", "Alarms of safety that were raised.", ("tier", "channel")),
    "sent": Kind("sendings", "Messages handed to a carrier, or shown.", ("channel", "result")),
    "delivery": Kind(
        "delivery_reports", "What carriers reported of sent messages.", ("channel", "result")
    ),
    "request": Kind(
        "requests", "Requests, by the kind of their answer.", ("status",), False, False
    ),
    "logged": Kind("log_lines", "Warnings and errors in the log.", ("level",), False, False),
}


@dataclass(frozen=True)
class Event:
    """Something that happened.

    Attributes:
        kind: a name in `KINDS`.
        labels: the values of its labels, in their order.
        message: the id of the message it is about; empty: of none.
        seconds: how long it took, where the kind is timed.
        noted: what else a line of the log says, and no figure: ids and counts.
    """

    kind: str
    labels: tuple[str, ...]
    message: str = ""
    seconds: float = 0.0
    noted: tuple[tuple[str, str | int], ...] = ()


Listener = Callable[[Event], None]
_listeners: list[Listener] = []


def happened(
    kind: str,
    connection: Connection | None = None,
    *,
    message: str = "",
    seconds: float = 0.0,
    noted: dict[str, str | int] | None = None,
    **labels: str | None,
) -> None:
    """Tells that something happened.

    Args:
        kind: a name in `KINDS`.
        connection: of a unit of work: told once it is committed, and never when it is not. None:
            told at once.
        message, seconds, noted: see `Event`.
        labels: a value for each of the kind's labels. One that is no short word is told as "other".

    Raises:
        ValueError: the labels are not those of the kind.
    """
    known = KINDS[kind]
    if labels.keys() != set(known.labels):
        raise ValueError(f"{kind} is told with {known.labels}, not with {tuple(labels)}")
    values = tuple(_plain(labels[name]) for name in known.labels)
    event = Event(kind, values, message, seconds, tuple((noted or {}).items()))
    waiting = connection.get_execution_options().get("told") if connection is not None else None
    if waiting is None:
        tell(event)
    else:
        waiting.append(event)


def tell(event: Event) -> None:
    """Writes it in the log, and lets everybody who counts know. Never raises."""
    kind = KINDS[event.kind]
    if kind.on_path and logger.isEnabledFor(logging.INFO):
        logger.info("%s", event.kind, extra={"told": fields_of(event)})
    for listener in _listeners:
        listener(event)


def fields_of(event: Event) -> dict[str, str | int | float]:
    """What a line of the log says of an event, beside its kind."""
    kind = KINDS[event.kind]
    fields: dict[str, str | int | float] = {"message": event.message} if event.message else {}
    fields.update(zip(kind.labels, event.labels, strict=True))
    if kind.timed:
        fields["seconds"] = round(event.seconds, 3)
    return {**fields, **dict(event.noted)}


def listen(listener: Listener) -> None:
    """Has every event told to `listener`, which must not raise."""
    _listeners.append(listener)


def _plain(value: str | None) -> str:
    if value is None:
        return "none"
    return value if _LABEL.fullmatch(value) else OTHER
