"""One Rasa turn as the dialogue takes it: the state, the Read, the services."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker

from actions.services import ClinicServices
from clinic.dialogue import State
from clinic.messages.payloads import key_of
from clinic.reading.codec import read_from_json
from clinic.reading.read import Read, Wish

# The slot that holds the dialogue's state.
STATE = "dialogue"


def state_of(tracker: Tracker) -> State:
    """The dialogue's state, in which no question of ours is open once a person has written."""
    state = State.from_json(tracker.get_slot(STATE))
    return replace(state, asked=None, options=()) if has_person_spoken(tracker) else state


def read_of(tracker: Tracker) -> Read:
    """What the message says: as it was read, or what the pressed button stands for."""
    message: dict[str, Any] = tracker.latest_message or {}
    text = str(message.get("text") or "")
    if message.get("read") is not None and not text.startswith("/"):
        read = read_from_json(message["read"])
        # "1" to a person's question chooses nothing of what we had offered.
        return replace(read, choice=None) if has_person_spoken(tracker) else read
    label = str((message.get("metadata") or {}).get("label") or "")
    intent = str((message.get("intent") or {}).get("name") or "nlu_fallback")
    if not text.startswith("/"):
        return Read(wishes=(Wish(intent),), quote=text)
    key = key_of(text)
    read = Read(choice=key) if key else Read(wishes=(Wish(intent),))
    return replace(read, quote=label, language=state_of(tracker).language)


def is_with_person(tracker: Tracker) -> bool:
    """Whether a person at the clinic answers in this conversation."""
    message: dict[str, Any] = tracker.latest_message or {}
    return bool((message.get("metadata") or {}).get("with_person"))


def has_person_spoken(tracker: Tracker) -> bool:
    """Whether that person has written already: what is said now answers them."""
    message: dict[str, Any] = tracker.latest_message or {}
    return bool((message.get("metadata") or {}).get("person_spoke"))


def services_of(tracker: Tracker, quote: str) -> ClinicServices:
    """The dialogue's services for this message."""
    message: dict[str, Any] = tracker.latest_message or {}
    return ClinicServices(
        conversation=str(tracker.sender_id),
        message_id=str(message.get("message_id") or ""),
        quote=quote,
        channel=tracker.get_latest_input_channel() or "unknown",
        senders_phone=(message.get("metadata") or {}).get("phone"),
    )
