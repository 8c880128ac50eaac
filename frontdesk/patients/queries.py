"""Whose card is asked for, and what stands on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from clinic import attention, clock
from clinic.content import get_content
from clinic.patients.card import (
    Patient,
    card_of,
    patient_of_conversation,
    patient_of_task,
    patient_of_visit,
)

# What a card is reached from: no number stands in an address, nor a hash of one.
KINDS = {"visit": "{reference}", "conversation": "{conversation}", "task": "{task:int}"}


def card_at(path: Mapping[str, Any]) -> tuple[str, Any]:
    """What an address asks for the card of: its kind, and its reference, id or number."""
    names = {"visit": "reference", "conversation": "conversation", "task": "task"}
    return next((kind, path[name]) for kind, name in names.items() if name in path)


def address(path: Mapping[str, Any]) -> str:
    """Where a card is."""
    kind, which = card_at(path)
    return f"/desk/patients/{kind}/{which}"


def patient_at(connection: Connection, path: Mapping[str, Any]) -> Patient | None:
    """Whose card an address asks for; None: nothing is kept of them."""
    kind, which = card_at(path)
    find: dict[str, Callable[[Connection, Any], Patient | None]] = {
        "visit": patient_of_visit,
        "conversation": patient_of_conversation,
        "task": patient_of_task,
    }
    return find[kind](connection, which)


def the_card(connection: Connection, patient: Patient) -> dict[str, Any]:
    """What the page shows."""
    return {
        "private": attention.private(connection, patient.person.conversations),
        "patient": patient,
        "card": card_of(connection, patient),
        "names": {one.id: one.name for one in get_content().clinic.therapists},
        "now": clock.now(),
    }
