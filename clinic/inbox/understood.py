"""What the assistant understood of each message, as the staff read it beside the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Connection

from clinic import conversations
from clinic.reading.codec import read_from_json
from clinic.reading.read import Read
from clinic.reading.safety.verdict import Verdict

# Turns that are looked at: as many as messages are shown.
TURNS = 200
_NOT_UNDERSTOOD = "nlu_fallback"


@dataclass(frozen=True)
class Understood:
    """What was heard in one message.

    Attributes:
        wishes: each with what it is about where that is open, and how sure it is (0 to 1).
        given: what it gives: names, numbers, a time, a reference, a yes or a no.
        safety: what was heard of signs.
        perhaps: what it may have meant, where it was not understood.
        pressed: a button was pressed.
    """

    wishes: tuple[tuple[str, str | None, float], ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    safety: Verdict = field(default_factory=Verdict)
    perhaps: tuple[str, ...] = ()
    pressed: bool = False

    @property
    def nothing(self) -> bool:
        """Whether there is nothing in it to tell."""
        return not (self.wishes or self.given or self.perhaps or self.pressed)


def understood_in(connection: Connection, conversation: str) -> dict[str, Understood]:
    """What was understood of the newest messages of a conversation, by the engine's id."""
    stretch = conversations.latest(connection, conversation, TURNS)
    if stretch is None:
        return {}
    events = (event for turn in stretch.turns for event in turn)
    return dict(_read(events))


def _read(events: Iterable[dict[str, Any]]) -> Iterable[tuple[str, Understood]]:
    for event in events:
        if event.get("event") != "user" or not event.get("message_id"):
            continue
        parsed = event.get("parse_data") or {}
        if str(event.get("text") or "").startswith("/"):
            yield str(event["message_id"]), Understood(pressed=True)
        elif parsed.get("read") is not None:
            yield str(event["message_id"]), _told(read_from_json(parsed["read"]))


def _told(read: Read) -> Understood:
    wishes = tuple(
        (wish.intent, wish.subject, wish.probability)
        for wish in read.wishes
        if wish.intent != _NOT_UNDERSTOOD
    )
    lost = bool(read.wishes) and not wishes and read.safety.decision != "alarm"
    return Understood(
        wishes=wishes,
        given=tuple(_given(read)),
        safety=read.safety,
        perhaps=read.alternatives if lost else (),
    )


def _given(read: Read) -> Iterable[tuple[str, str]]:
    yield from (("name", named.name) for named in read.names)
    yield from (("phone", phone.number) for phone in read.phones)
    if read.time is not None and (read.time.reading or read.time.therapist):
        wish = read.time.reading.wish if read.time.reading else None
        said = wish.description if wish is not None else ""
        yield "time", said or read.time.therapist or "a time"
    if read.reference:
        yield "reference", read.reference
    if read.stance:
        yield "answer", read.stance
    if read.call_when:
        yield "call", read.call_when
    if read.feeling:
        yield "feeling", read.feeling
