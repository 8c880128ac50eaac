"""What a text message changes beside being answered, applied with the answer in one unit of work.

An effect travels from the plan to the unit of work as a reply that says nothing, so that it
happens once with the mark "answered", however often the planning was begun.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.engine import Connection

from channels.sms import numbers
from channels.sms.numbers import Number
from channels.sms.texts import say
from clinic import attention
from clinic.messages import Choice, Inbound

Effect = Literal[
    "silence", "opt_out", "opt_in", "no_reminders", "help", "who", "texted_cancel", "alert",
    "unheard", "not_a_choice", "disown",
]  # fmt: skip
Reply = dict[str, Any]
_KIND = "sms_effect"


def effect(name: Effect, **details: Any) -> Reply:
    """An effect in the shape of a reply.

    Args:
        name: silence (nothing is said), opt_out, opt_in and no_reminders (`how`), help, who,
            texted_cancel (`when` the visit is), alert (`tier`), unheard (an opted-out number
            wrote), not_a_choice, disown (`reference`: the visit is not theirs).
    """
    return {"custom": {"kind": _KIND, "effect": name, **details}}


def effect_of(reply: Mapping[str, Any]) -> str | None:
    """The name of the effect a reply stands for; None for a real reply."""
    custom = reply.get("custom") or {}
    return str(custom["effect"]) if custom.get("kind") == _KIND else None


def apply(
    connection: Connection,
    message: Inbound,
    number: Number,
    reply: Mapping[str, Any],
    choices: tuple[Choice, ...],
) -> None:
    """Makes an effect happen.

    Args:
        connection: of the unit of work that marks the message as answered.
        message: the message it comes from; `reach` is the sender's number.
        choices: those that were offered last when the message came.
    """
    custom, name = reply["custom"], effect_of(reply)
    phone = message.reach or ""
    if name == "opt_out":
        numbers.opt_out(connection, phone, custom["how"])
    elif name == "opt_in":
        numbers.opt_in(connection, phone, custom["how"])
        numbers.unmute(connection, phone, custom["how"])
    elif name == "no_reminders":
        numbers.mute(connection, phone, custom["how"])
    elif name == "disown":
        numbers.disown(connection, phone, custom["reference"])
    elif name == "not_a_choice" and choices:
        numbers.asked_about(connection, number, choices)
    elif name == "alert":
        _task(
            connection,
            message,
            "safety_alert",
            f"safety:{message.message_id}",
            message.text,
            tier=custom["tier"],
        )
    elif name == "texted_cancel":
        detail = say("staff_texted_cancel", when=custom["when"])
        _task(connection, message, "texted_cancel", f"cancel:{message.message_id}", detail)
    elif name == "unheard":
        key = f"unheard:{message.message_id}"
        detail = f"{say('staff_opted_out_wrote')} {message.text}".strip()
        _task(connection, message, "call_back", key, detail)


def _task(
    connection: Connection,
    message: Inbound,
    kind: Any,
    key: str,
    detail: str,
    tier: str | None = None,
) -> None:
    attention.raise_task(
        connection,
        attention.Occasion(
            kind=kind,
            key=key,
            detail=detail,
            channel=message.channel,
            conversation=message.conversation,
            reach=message.reach,
            tier=tier,
            at=message.received_at,
        ),
    )
