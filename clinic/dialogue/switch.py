"""Conversations that stand in a form of an earlier release go on in the flow in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clinic.dialogue.state import Frame, State
from clinic.reading.context import Flow

FLOW_OF_FORM: dict[str, Flow] = {
    "screening_form": "book",
    "find_visit_form": "look_up",
    "move_visit_form": "move",
    "cancel_visit_form": "call_off",
    "callback_form": "call_back",
}
FLOW_OF_PURPOSE: dict[str, Flow] = {"check": "look_up", "move": "move", "cancel": "call_off"}
ASKED_OF_SLOT = {
    "patient_name": "name",
    "patient_phone": "phone",
    "screening_time": "time",
    "red_flags_checked": "signs",
    "screening_confirmed": "confirm",
    "visit_reference": "reference",
    "visit_phone": "visit_phone",
    "callback_phone": "callback_phone",
}


def carried_over(slots: Mapping[str, Any], form: str | None) -> State:
    """The state of a conversation that has none yet.

    Args:
        slots: what the tracker holds, those of an earlier release too.
        form: the form that was asking, None when none was.
    """
    flow = FLOW_OF_FORM.get(form or "")
    if flow == "look_up":
        flow = FLOW_OF_PURPOSE.get(str(slots.get("visit_purpose")), flow)
    offered = slots.get("times_offered") or {}
    reference, phone = slots.get("visit_reference"), slots.get("visit_phone")
    found = form in ("move_visit_form", "cancel_visit_form")
    frame = flow and Frame(
        flow,
        slot=slots.get("screening_time"),
        offered=tuple(offered.get("codes") or ()),
        kind=str(offered.get("kind") or ""),
        free_of_signs=bool(slots.get("red_flags_checked")),
        reference=reference,
        visit_phone=phone,
        visit=reference if found else None,
    )
    asked: Any = ASKED_OF_SLOT.get(str(slots.get("requested_slot")))
    if slots.get("requested_slot") == "visit_confirmed":
        asked = "confirm_move" if flow == "move" else "confirm_call_off"
    elif slots.get("sign_asked") == "open":
        asked = "sign"
    elif flow is None:
        asked = {"book": "book_offer", "person": "call_offer"}.get(str(slots.get("open_offer")))
    return State(
        asked=asked,
        topic=slots.get("last_topic"),
        stack=(frame,) if frame else (),
        name=slots.get("patient_name"),
        phone=slots.get("patient_phone"),
        reference=reference,
        visit_phone=phone,
        told=tuple(slots.get("topics_told") or ()),
        answers_since_offer=slots.get("answers_since_offer"),
        offer_declined=bool(slots.get("offer_declined")),
        alarm=slots.get("alarm_tier"),
        reminded=bool(slots.get("alarm_repeated")),
        sign="E:" if slots.get("sign_asked") == "open" else None,
    )
