"""Whose card is asked for, and what stands on it."""

from __future__ import annotations

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


def patient_of(connection: Connection, of: str, which: str) -> Patient | None:
    """Whose card it is. No number stands in an address: a card is reached from something on it.

    Args:
        of: "visit", "conversation" or "task".
        which: its reference, id or number.
    """
    if of == "visit":
        return patient_of_visit(connection, which)
    if of == "conversation":
        return patient_of_conversation(connection, which)
    if of == "task" and which.isascii() and which.isdecimal():
        return patient_of_task(connection, int(which[:12]))
    return None


def the_card(connection: Connection, patient: Patient) -> dict[str, Any]:
    """What the page shows."""
    return {
        "private": attention.private(connection, patient.person.conversations),
        "patient": patient,
        "card": card_of(connection, patient),
        "names": {one.id: one.name for one in get_content().clinic.therapists},
        "now": clock.now(),
    }
