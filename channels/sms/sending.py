"""Brings an outbox message into the texts that are sent, right before it is."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from channels.sms import lateness, numbers
from channels.sms.gsm7 import fold, segments
from channels.sms.rendering import render
from channels.sms.splitting import MOST_SEGMENTS
from channels.sms.texts import say
from clinic.clock import now
from clinic.messages import choices, open_thread
from clinic.messages.models import Outgoing

# What `channels.sms.answering` has queued is rendered and introduced already; what a person at the
# clinic writes, and what calls the staff themselves, goes out as it is.
_ANSWERS = frozenset({"reply", "consent", "person", "page"})


def is_notice(item: Outgoing) -> bool:
    """Whether a message was written on our own, and is no direct reply to a text."""
    return _kind(item) == "notice"


def texts_of(connection: Connection, item: Outgoing) -> tuple[str, ...]:
    """The texts of a message, each of at most two segments.

    A notice is the first thing a patient hears from us by text when they booked on the website:
    then it says how to end the texts. The choices it offers stand open from now on, so that the
    number of one is understood in the number's own conversation.
    """
    if _kind(item) in _ANSWERS:
        return _with_apology(item, render([item.reply]).texts)
    number = numbers.number_of(connection, item.to)
    reply = dict(item.reply)
    if not number.introduced:
        reply["text"] = f"{reply.get('text') or ''}\n{say('first_notice')}".strip()
    rendered = render([reply])
    if rendered.buttons:
        open_thread(connection, number.conversation, "sms", item.to)
        choices.offer(connection, number.conversation, rendered.buttons)
    return rendered.texts


def _with_apology(item: Outgoing, texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts of an answer; one that is late says so, in front."""
    words = lateness.apology(item, now())
    if words is None or not texts:
        return texts
    first = f"{fold(words)}\n\n{texts[0]}"
    return (first, *texts[1:]) if segments(first) <= MOST_SEGMENTS else (fold(words), *texts)


def _kind(item: Outgoing) -> str | None:
    kind = (item.reply.get("custom") or {}).get("kind")
    return None if kind is None else str(kind)
