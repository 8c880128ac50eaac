"""A conversation as people read it: what the patient wrote and what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.messages.inbound import JOINED
from clinic.messages.models import OutboxState, Sender
from clinic.messages.tables import inbound, outbox, web_messages
from clinic.ways import shown_ways


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        sender: who wrote it.
        text: its words.
        at: when it came or was put in line to be sent.
        message_id: of a patient's message, the engine's id of it.
        choices: the labels of the buttons under it.
        banner: the safety tier of an alarm's answer.
        state: of a message that leaves the house: what has become of it; None where it is shown.
        delivery, error: what the carrier says of it, where it says something.
        due_at: when a message that waits may be sent.
    """

    sender: Sender
    text: str
    at: datetime
    message_id: str | None = None
    choices: tuple[str, ...] = ()
    banner: str | None = None
    state: OutboxState | None = None
    delivery: str | None = None
    error: str | None = None
    due_at: datetime | None = None


def said(connection: Connection, conversation: str, limit: int = 200) -> list[Said]:
    """The newest messages of a conversation, the oldest first; none when it is not kept."""
    found = [
        *_by_patient(connection, conversation, limit),
        *_shown(connection, conversation, limit),
        *_sent(connection, conversation, limit),
    ]
    return sorted(found, key=lambda message: message.at)[-limit:]


def _by_patient(connection: Connection, conversation: str, limit: int) -> list[Said]:
    rows = connection.execute(
        select(inbound.c.id, inbound.c.channel, inbound.c.text, inbound.c.received_at)
        .where(inbound.c.conversation == conversation, inbound.c.outcome.is_distinct_from(JOINED))
        .order_by(inbound.c.id.desc())
        .limit(limit)
    )
    return [
        Said("patient", row.text, row.received_at, message_id=f"{row.channel}-{row.id}")
        for row in rows
    ]


def _shown(connection: Connection, conversation: str, limit: int) -> list[Said]:
    """What stands in the transcript of a channel that has one."""
    columns = (
        web_messages.c.sender,
        web_messages.c.text,
        web_messages.c.details,
        web_messages.c.at,
    )
    rows = connection.execute(
        select(*columns)
        .where(web_messages.c.conversation == conversation, web_messages.c.sender != "patient")
        .order_by(web_messages.c.seq.desc())
        .limit(limit)
    )
    return [
        Said(
            row.sender,
            row.text,
            row.at,
            choices=tuple(str(item["label"]) for item in row.details.get("choices", ())),
            banner=row.details.get("banner"),
        )
        for row in rows
    ]


def _sent(connection: Connection, conversation: str, limit: int) -> list[Said]:
    """What goes out by the worker."""
    rows = connection.execute(
        select(outbox)
        .where(outbox.c.conversation == conversation, outbox.c.channel.not_in(shown_ways()))
        .order_by(outbox.c.id.desc())
        .limit(limit)
    )
    found = []
    for row in rows:
        custom: Mapping[str, Any] = row.reply.get("custom") or {}
        found.append(
            Said(
                custom.get("sender", "assistant"),
                str(row.reply.get("text") or ""),
                row.created_at,
                banner=custom.get("banner"),
                state=row.state,
                delivery=row.delivery,
                error=row.error,
                due_at=row.due_at if row.state == "queued" else None,
            )
        )
    return found
