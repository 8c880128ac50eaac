"""Puts replies into a web conversation: from a turn, from staff, from the system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from clinic.messages import choices, outbox, threads, transcript
from clinic.messages.models import Outgoing, Sender

_SHOWN = ("kind", "source", "card", "banner")


def post_to_conversation(
    connection: Connection,
    conversation: str,
    reply: Mapping[str, Any],
    sender: Sender = "assistant",
) -> int | None:
    """Adds a reply to a web conversation; an open widget shows it at once.

    Args:
        conversation: id of a web conversation.
        reply: `text`, and where there are any `buttons` ([{title, payload}]) and `custom` (kind,
            source, card, banner).
        sender: "assistant", "staff" for a person at the clinic, "system" for a notice.

    Returns:
        Its place in the transcript; None when the conversation is gone.
    """
    if not threads.touch(connection, conversation):
        return None
    custom = reply.get("custom") or {}
    details = {name: custom[name] for name in _SHOWN if custom.get(name)}
    offered = choices.offer(connection, conversation, reply.get("buttons") or ())
    if offered:
        details["choices"] = [{"label": choice.label, "token": choice.token} for choice in offered]
    return transcript.append(
        connection, conversation, sender=sender, text=reply.get("text") or "", details=details
    )


def deliver_to_web(connection: Connection, item: Outgoing) -> None:
    """Delivers a claimed outbox message for the web, and marks it, in one unit of work.

    A conversation that was deleted gets nothing: there is nobody to show it to.
    """
    post_to_conversation(connection, item.to, item.reply, sender="system")
    outbox.mark_sent(connection, item)
