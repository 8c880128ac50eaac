"""A conversation as people read it: what the patient wrote and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.engine import Connection

from clinic.messages.models import Sender
from clinic.messages.tables import inbound, outbox, web_messages


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        sender: who wrote it.
        text: its words.
        at: when it came or was put in line to be sent.
    """

    sender: Sender
    text: str
    at: datetime


def said(connection: Connection, conversation: str, limit: int = 200) -> list[Said]:
    """The newest messages of a conversation, the oldest first; none when it is not kept."""
    newest = inbound.c.id.desc()
    found = [
        Said("patient", row.text, row.received_at)
        for row in connection.execute(
            select(inbound.c.text, inbound.c.received_at)
            .where(inbound.c.conversation == conversation)
            .order_by(newest)
            .limit(limit)
        )
    ]
    found += [
        Said(row.sender, row.text, row.at)
        for row in connection.execute(
            select(web_messages.c.sender, web_messages.c.text, web_messages.c.at)
            .where(web_messages.c.conversation == conversation, web_messages.c.sender != "patient")
            .order_by(web_messages.c.seq.desc())
            .limit(limit)
        )
    ]
    found += [
        Said("assistant", str(row.reply.get("text") or ""), row.created_at)
        for row in connection.execute(
            select(outbox.c.reply, outbox.c.created_at)
            .where(outbox.c.conversation == conversation, outbox.c.channel == "sms")
            .order_by(outbox.c.id.desc())
            .limit(limit)
        )
    ]
    return sorted(found, key=lambda message: message.at)[-limit:]
