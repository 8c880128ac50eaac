"""What is said without the engine: the safety wording, or our number.

By the brain when a turn fails, by the door when the brain is away or the message can't be stored.
An alarm must get its answer in all of these, so this needs nothing but the domain, and of that
the reading of safety only when something is to be answered: the door stays small until then.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import Connection

from clinic import attention
from clinic.languages import speaking, spoken
from clinic.messages import Inbound

if TYPE_CHECKING:
    from clinic.reading.safety.verdict import Verdict

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fallback:
    """An answer without the engine.

    Attributes:
        reply: as the engine's replies are.
        tier: the safety tier that was found, None without an alarm.
        verdict: what the gate heard, for the staff; None without an alarm.
    """

    reply: dict[str, Any]
    tier: str | None
    verdict: Verdict | None = None


def prepare() -> None:
    """Loads the reading of safety, which takes a moment the first time."""
    answer("hello")


def answer(text: str) -> Fallback:
    """An answer to a patient's words that needs no engine and no database; in the language that is
    spoken where the words do not tell another one. Which it is stands with it: the conversation's
    own is known only once the engine has read something. Never raises."""
    from clinic.reading.spanish import is_spanish

    language = "es" if is_spanish(text) else spoken()
    try:
        from clinic.reading import safety

        verdict = safety.judge_by_gate(text)
        if verdict.tier:
            words = safety.reply(verdict.tier, verdict.group, language)
            custom: dict[str, Any] = {"kind": "safety", "banner": verdict.tier}
            custom["language"] = language
            if safety.discreet(verdict.group):
                custom["discreet"] = True
            return Fallback({"text": words, "custom": custom}, verdict.tier, verdict)
    except Exception:
        logger.exception("The safety check failed")
    from clinic.messages.wording import could_not_answer

    with speaking(language):
        custom = {"kind": "notice", "language": language}
        return Fallback({"text": could_not_answer(), "custom": custom}, None)


def tell_staff(connection: Connection, message: Inbound, fallback: Fallback) -> None:
    """Makes the staff task that goes with it: an alarm always; else a call back once a
    conversation, where there is a number to call. When that fails the patient still gets the
    answer."""
    if not fallback.tier and not message.reach:
        return
    begins = "safety" if fallback.tier else "unanswered"
    try:
        with connection.begin_nested():
            attention.raise_task(
                connection,
                attention.Occasion(
                    kind="safety_alert" if fallback.tier else "call_back",
                    key=f"{begins}:{_occasion(message, fallback)}",
                    channel=message.channel,
                    conversation=message.conversation,
                    reach=message.reach,
                    detail=message.text,
                    tier=fallback.tier,
                    at=message.received_at,
                ),
            )
            if fallback.verdict:
                attention.note_heard(
                    connection,
                    conversation=message.conversation,
                    message_id=message.message_id,
                    verdict=fallback.verdict,
                    at=message.received_at,
                )
    except Exception:
        logger.exception("Staff could not be told about %s", message.message_id)


def _occasion(message: Inbound, fallback: Fallback) -> str:
    return message.message_id if fallback.tier else message.conversation
