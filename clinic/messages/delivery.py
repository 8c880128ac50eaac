"""Puts replies into a web conversation: from a turn, from staff, from the system."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from clinic.messages import choices, outbox, threads, transcript
from clinic.messages.models import Inbound, Sender

_SHOWN = ("kind", "topic", "source", "card", "banner", "discreet", "language")
_ANSWERS = "answers"
# What a channel may know of a button, beside its words: the day it is on, and the time of day.
_OF_A_BUTTON = ("day", "time")
# After the patient's message; others may have written meanwhile.
_LOOKED_THROUGH = 100


def post_to_conversation(
    connection: Connection,
    conversation: str,
    reply: Mapping[str, Any],
    sender: Sender = "assistant",
    answers: int | None = None,
) -> int | None:
    """Adds a reply to a web conversation; an open widget shows it at once.

    Args:
        conversation: id of a web conversation.
        reply: `text`, and where there are any `buttons` ([{title, payload}]) and `custom` (kind,
            topic, source, card, banner, discreet, language).
        sender: "assistant", "staff" for a person at the clinic, "system" for a notice.
        answers: number of the patient's message in the inbound log that this replies to.

    Returns:
        Its place in the transcript; None when the conversation is gone.
    """
    if not threads.touch(connection, conversation):
        return None
    custom = reply.get("custom") or {}
    details = {name: custom[name] for name in _SHOWN if custom.get(name)}
    if answers is not None:
        details[_ANSWERS] = answers
    buttons = reply.get("buttons") or ()
    offered = choices.offer(connection, conversation, buttons)
    if offered:
        details["choices"] = [
            {
                "label": choice.label,
                "token": choice.token,
                **{name: button[name] for name in _OF_A_BUTTON if name in button},
            }
            for choice, button in zip(offered, buttons, strict=True)
        ]
    return transcript.append(
        connection, conversation, sender=sender, text=reply.get("text") or "", details=details
    )


def say_at_once(
    connection: Connection, conversation: str, text: str, sender: Sender, key: str
) -> bool:
    """Says something in a web conversation, in this very unit of work, once for each key; it
    stands in the outbox as sent, as everything does that is said on our own."""
    reply = {"text": text, "custom": {"sender": sender}}
    queued = outbox.enqueue(
        connection,
        channel=threads.channel_of(connection, conversation) or "",
        to=conversation,
        conversation=conversation,
        reply=reply,
        key=key,
    )
    if queued:
        post_to_conversation(connection, conversation, {"text": text}, sender=sender)
        outbox.settle(connection, key)
    return queued


def post_answer(
    connection: Connection, message: Inbound, replies: Iterable[Mapping[str, Any]]
) -> None:
    """Adds the replies to a patient's message that are not in the conversation yet.

    May be called again with the same replies and more: while the turn goes on, at its end, and
    when it is run once more after a crash. A reply is known by its words; one that the second
    run words differently is added.
    """
    # Locks the thread: what is read next stays so until this unit of work ends.
    if not threads.touch(connection, message.conversation):
        return
    since = transcript.since(connection, message.conversation, message.seq or 0, _LOOKED_THROUGH)
    said = [one.text for one in since if one.details.get(_ANSWERS) == message.id]
    for reply in replies:
        text = reply.get("text") or ""
        if text in said:
            said.remove(text)
        else:
            post_to_conversation(connection, message.conversation, reply, answers=message.id)
