"""Stores the answer to a text message, in the unit of work that marks it as answered."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy.engine import Connection

from channels.sms import numbers
from channels.sms.effects import Reply, apply, effect_of
from channels.sms.rendering import Rendered, is_alarm, render
from channels.sms.texts import say
from clinic.languages import speaking
from clinic.messages import Inbound, choices, enqueue, threads
from clinic.messages.models import ANSWER

logger = logging.getLogger(__name__)

# These are whole without an introduction: they say who writes, or are about nothing else.
_INTRODUCE_THEMSELVES = {"opt_out", "opt_in", "help", "who", "no_reminders"}
# Of these only the confirmation of a wish goes to somebody who has opted out.
_CONSENT = {"opt_out", "opt_in", "help"}
# After these an offer stands as it stood, and after what only tells of us: it answers nothing.
_LEAVE_CHOICES_OPEN = {"silence", "not_a_choice", "help", "who", "no_reminders", "unheard", "alert"}


def store_answer(connection: Connection, message: Inbound, replies: Sequence[Reply]) -> None:
    """Applies the effects, renders what is said, and queues it.

    The last gate before the outbox: whatever the replies are, a number that has opted out gets
    none of them, but for the one confirmation and what it asks for with HELP.

    Args:
        message: what is answered; `reach` is the sender's number.
        replies: of the channel and of the engine, effects among them.
    """
    assert message.reach is not None
    number = numbers.number_of(connection, message.reach)
    offered = choices.latest(connection, message.conversation, before=message.received_at)
    effects = {name for reply in replies if (name := effect_of(reply))}
    for reply in replies:
        if effect_of(reply):
            apply(connection, message, number, reply, offered)
    if number.opted_out and not effects & {"opt_in", "help"}:
        return
    said = [reply for reply in replies if not effect_of(reply)]
    if not said:
        return
    introduces = bool(effects & _INTRODUCE_THEMSELVES)
    wanted = not number.introduced and not introduces
    with speaking(threads.language_of(connection, message.conversation)):
        rendered = _rendered(said, wanted)
    # A confirmation goes out although the number is opted out by then (47 CFR 64.1200(a)(12)).
    kind = "consent" if effects & _CONSENT else "reply"
    asked = message.received_at.isoformat()
    tiers = [str(reply["custom"]["banner"]) for reply in said if is_alarm(reply)]
    for place, text in enumerate(rendered.texts, 1):
        alarm = {"banner": tiers[0]} if place <= rendered.alarms else {}
        enqueue(
            connection,
            channel="sms",
            to=message.reach,
            conversation=message.conversation,
            reply={"text": text, "custom": {"kind": kind, "asked_at": asked, **alarm}},
            key=f"{ANSWER}{message.message_id}:{place}",
        )
    if introduces or (wanted and not any(is_alarm(reply) for reply in said)):
        numbers.introduced(connection, number)
    if rendered.buttons:
        choices.offer(connection, message.conversation, rendered.buttons)
    elif not effects & _LEAVE_CHOICES_OPEN and not all(map(_is_notice, said)):
        numbers.choices_ended(connection, number)


def beside_a_person(replies: Sequence[Reply]) -> list[Reply]:
    """What is said by text while a person at the clinic answers: alarms; all of it where the text
    was a wish to get no more of them, or some again, or for help; and what happens in silence."""
    if {effect_of(reply) for reply in replies} & _INTRODUCE_THEMSELVES:
        return list(replies)
    quiet = [
        reply
        for reply in replies
        if effect_of(reply) in ("alert", "texted_cancel", "unheard", "disown")
    ]
    return [*quiet, *(reply for reply in replies if is_alarm(reply))]


def _is_notice(reply: Reply) -> bool:
    """Whether a reply only says something of us: we can't answer now, we can't open pictures."""
    return (reply.get("custom") or {}).get("kind") == "notice"


def _rendered(said: Sequence[Reply], wanted: bool) -> Rendered:
    """What is sent. Should the rendering fail, the bare words go out: an alarm's answer above
    all, and the messages behind this one wait for it to be answered."""
    try:
        return render(said, say("introduction") if wanted else None)
    except Exception:
        logger.exception("An answer could not be rendered")
        words = (str(reply.get("text") or "").strip() for reply in said)
        return Rendered(tuple(text for text in words if text), (), 0)
