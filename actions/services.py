"""The way from the actions to the domain's services: alerts, unanswered questions, screenings.

A service that fails must not cost the patient the reply, so what is kept for the staff is kept
on a best effort: the failure is logged, the reply goes out.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import Any

from actions.turn import Turn
from clinic import attention
from clinic.attention.rephrasing import is_rephrased
from clinic.reading.codec import read_from_json
from clinic.reading.person import read_person
from clinic.screenings import Patient, Screening, Screenings, Waiting
from clinic.storage import get_database

logger = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def screenings() -> Screenings:
    """The booking engine of this process."""
    return Screenings(get_database())


def alert_staff(turn: Turn, tier: str, detail: str) -> None:
    """Puts an emergency on top of the staff's tasks; once for each message."""
    _keep(
        turn,
        kind="safety_alert",
        key=f"safety:{turn.message_id}",
        tier=tier,
        detail=detail,
    )


def remember_who(turn: Turn) -> None:
    """Keeps a name and a number for an alarm to come, and lets them, and what is said after an
    alarm, reach its alert.

    The channels' own messages reach it when they are answered; this adds what a form has asked
    for, and Rasa's own channels.
    """
    said = read_person(turn.text)
    if not said and not turn.slot("alarm_tier"):
        return
    try:
        with get_database().begin() as connection:
            attention.note_said(
                connection,
                conversation=turn.conversation,
                message_id=turn.message_id,
                text=turn.text,
                said=_asked(turn).then(said),
            )
    except Exception:
        logger.exception("What was said of a patient could not be kept for the staff")


def ask_for_call(turn: Turn, phone: str) -> None:
    """Asks the staff to call a number (E.164)."""
    _keep(turn, kind="call_back", key=f"call:{turn.message_id}", detail=turn.text, reach=phone)


def keep_unanswered(turn: Turn, reason: str) -> None:
    """Keeps a question that was not answered, without who asked it."""
    _keep_question(turn.message, reason)


def keep_heard(turn: Turn) -> None:
    """Keeps which signs were heard in a message, for the staff to read beside its alert."""
    read = turn.message.get("read")
    if not read:
        return
    try:
        with get_database().begin() as connection:
            attention.note_heard(
                connection,
                conversation=turn.conversation,
                message_id=turn.message_id,
                verdict=read_from_json(read).safety,
            )
    except Exception:
        logger.exception("What was heard in a message could not be kept")


def keep_disagreement(turn: Turn) -> None:
    """Keeps a message for review on which the safety gate and the learned reading differ, and
    what was heard in it."""
    keep_heard(turn)
    kind = turn.understanding.get("disagreement")
    if kind:
        _keep_question(turn.message, f"sign_{kind}")


def keep_rephrased(turn: Turn) -> None:
    """Keeps the question before this message when this one asks it again in other words: its
    answer was not what the patient wanted."""
    before = turn.message_before
    if not before:
        return
    same = (before.get("intent") or {}).get("name") == turn.intent
    if is_rephrased(before.get("text") or "", turn.text, same):
        _keep_question(before, "rephrased")


def _keep_question(message: dict[str, Any], reason: str) -> None:
    text = message.get("text") or ""
    if not text or text.startswith("/"):
        return
    try:
        with get_database().begin() as connection:
            attention.record_unanswered(
                connection,
                text=text,
                reason=reason,
                intent=(message.get("intent") or {}).get("name") or "",
                key=f"unanswered:{message.get('message_id')}",
            )
    except Exception:
        logger.exception("An unanswered question could not be kept")


def reminder_channel(turn: Turn) -> str:
    """Where a screening was booked, which is where word of it goes: "sms" or "web"."""
    return "sms" if turn.channel == "sms" else "web"


def join_waiting_list(turn: Turn) -> None:
    """Puts the patient of this conversation on the waiting list."""
    screenings().join_waiting_list(
        Patient(turn.slot("patient_name"), turn.slot("patient_phone")),
        wish=(turn.slot("times_offered") or {}).get("wish", ""),
        channel=reminder_channel(turn),
        conversation=turn.conversation,
    )


def standing_screening(turn: Turn) -> Screening | None:
    """The coming screening this patient is known to have: booked or looked up in this very
    conversation, or by the number a text message came from."""
    reference, phone = turn.slot("visit_reference"), turn.slot("visit_phone")
    if turn.senders_phone:
        coming = screenings().upcoming_for_phone(turn.senders_phone)
    elif reference and phone:
        coming = screenings().upcoming_for_phone(phone)
        coming = [screening for screening in coming if screening.reference == reference]
    else:
        coming = []
    return coming[0] if coming else None


def waiting_for(turn: Turn) -> Waiting | None:
    """What is offered from the waiting list to the patient of this conversation now."""
    if turn.senders_phone:
        return screenings().open_offer(phone=turn.senders_phone)
    return screenings().open_offer(conversation=turn.conversation)


def release_hold(turn: Turn) -> None:
    """Frees the time this conversation was holding, if it held one."""
    try:
        screenings().release(turn.conversation)
    except Exception:
        logger.exception("A held time could not be freed; it runs out by itself")


def _keep(turn: Turn, *, reach: str | None = None, **task: Any) -> None:
    try:
        person = _asked(turn)
        with get_database().begin() as connection:
            attention.raise_task(
                connection,
                channel=turn.channel,
                conversation=turn.conversation,
                reach=reach or person.phone,
                name=person.name,
                **task,
            )
    except Exception:
        logger.exception("A task for the staff could not be kept")


def _asked(turn: Turn) -> attention.Person:
    """Who is writing, from what a form asked for and the number a text message came from."""
    phone = turn.slot("patient_phone") or turn.slot("callback_phone")
    return attention.Person(turn.slot("patient_name"), turn.senders_phone or phone)
