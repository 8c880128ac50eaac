"""What is read from and given to the message tables: values that never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

Sender = Literal["patient", "assistant", "staff", "system"]
Outcome = Literal["turn", "recovered", "fallback", "channel", "joined", "person"]
OutboxState = Literal["queued", "sent", "failed", "expired", "withdrawn"]


# Begins the key of an answer in the outbox; the id of the message it answers follows.
ANSWER = "answer:"


def message_id(channel: str, number: int) -> str:
    """The one name of a patient's message: for the engine, in the outbox, in the log."""
    return f"{channel}-{number}"


@dataclass(frozen=True)
class Arrival:
    """A message of a patient as a channel hands it in.

    Attributes:
        channel: the name of the channel it came by.
        conversation: a thread that is open.
        external_id: the sender's id of the message (client id, MessageSid), at most 80 characters.
        text: what the patient wrote, cleaned; or the words of the chosen button.
        payload: what the button stands for; None for free text.
        metadata: JSON, handed to Rasa with the message.
        same_within: the same words again within this time are the same message (a double click,
            a gateway that sends again under a new id).
        same_as: what tells it from others then, where words do not: the very button pressed.
        same_after: what came before that is not the same: its sender has read something since.
        shown: it also enters the transcript, for a channel that shows one.
        told_by: so long whoever stores it keeps its sender waiting. A message that becomes visible
            later may have been answered over the open request; it is then settled at once.
    """

    channel: str
    conversation: str
    external_id: str
    text: str
    payload: str | None = None
    metadata: Mapping[str, Any] | None = None
    same_within: timedelta | None = None
    same_as: str | None = None
    same_after: datetime | None = None
    shown: bool = False
    told_by: datetime | None = None


@dataclass(frozen=True)
class Receipt:
    """A stored message of a patient.

    Attributes:
        inbound_id: its number in the inbound log.
        conversation: whose it is.
        seq: its place in the web transcript; None on SMS.
        at: when it was first received.
        duplicate: it had been stored before; nothing was stored or changed now.
    """

    inbound_id: int
    conversation: str
    seq: int | None
    at: datetime
    duplicate: bool


@dataclass(frozen=True)
class Inbound:
    """A patient's message on its way to an answer.

    Attributes:
        id: its number; answers are given in the order of these.
        channel: where it came from.
        conversation: whose it is; also Rasa's sender id.
        external_id: the sender's own id of it (client id, MessageSid).
        text: what the patient wrote, or the words of the button.
        payload: what the button stands for; None for free text.
        metadata: handed to Rasa with the message.
        received_at: when it was stored.
        attempts: how often it has been begun, this time included.
        reach: where the patient can be reached (a phone number), when the channel knows.
        seq: its place in the web transcript; None on SMS.
        with_person: somebody at the clinic has taken the conversation over: only an alarm is
            answered by itself.
        person_spoke: that person has written to the patient before this came.
    """

    id: int
    channel: str
    conversation: str
    external_id: str
    text: str
    payload: str | None
    metadata: Mapping[str, Any]
    received_at: datetime
    attempts: int
    reach: str | None
    seq: int | None = None
    with_person: bool = False
    person_spoke: bool = False

    @property
    def message_id(self) -> str:
        """Rasa's id of this message: the same however often the turn is begun."""
        return message_id(self.channel, self.id)


@dataclass(frozen=True)
class WebMessage:
    """One message of a web conversation, as the widget shows it.

    Attributes:
        seq: its place, from 1, without gaps.
        id: its id, for links and announcements.
        sender: who wrote it.
        text: plain text.
        details: `choices`, `source`, `card`, `banner`, `discreet`, `kind`, where there are any.
        client_id: the widget's own id of a patient's message.
        at: when it was stored.
    """

    seq: int
    id: str
    sender: Sender
    text: str
    details: Mapping[str, Any]
    client_id: str | None
    at: datetime


@dataclass(frozen=True)
class Choice:
    """A button that was offered. The token leaves the server, the payload never does.

    Attributes:
        token: opaque; good in its own conversation only.
        position: its number among the buttons of one reply, from 1.
        label: the words on it.
        payload: what Rasa is told when it is chosen.
        offered_at: when it was.
    """

    token: str
    position: int
    label: str
    payload: str
    offered_at: datetime = field(compare=False)


@dataclass(frozen=True)
class Outgoing:
    """A queued message that has been claimed for sending.

    Attributes:
        id: its number in the outbox.
        channel: the one it goes out by.
        to: phone number (E.164) or conversation id.
        conversation: the conversation it belongs to, when there is one.
        reply: `text` and, where there are any, `buttons` and `custom`.
        key: the name under which it is queued once.
        attempts: how often it has been tried, this time included.
        created_at: when it was queued.
        due_at: since when it may be sent.
    """

    id: int
    channel: str
    to: str
    conversation: str | None
    reply: Mapping[str, Any]
    key: str
    attempts: int
    created_at: datetime = field(compare=False)
    due_at: datetime = field(compare=False)

    @property
    def message_id(self) -> str:
        """The message it answers; of what answers none, a name of its own."""
        if self.key.startswith(ANSWER):
            return self.key.split(":")[1]
        return f"outbox-{self.id}"
