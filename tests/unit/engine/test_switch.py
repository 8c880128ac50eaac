"""Conversations that stand in a form of an earlier release go on when the new one starts."""

from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from clinic.dialogue import State
from engine import switch, window
from tests.unit.dialogue.world import Talk, World, read

KNOWN = {"dialogue", "flow", "requested_slot", "alarm_tier", "sign_asked"}
DOMAIN = Domain.from_yaml(
    'version: "3.1"\nslots:\n'
    + "\n".join(f"  {name}: {{type: any, mappings: [{{type: custom}}]}}" for name in sorted(KNOWN))
)
TIME = "alex@20261202T1500Z"
SAID = {
    "patient_name": "Dana Whitfield",
    "patient_phone": "+14145550130",
    "screening_time": TIME,
    "red_flags_checked": True,
}


def stood(form: str, **slots: Any) -> list[Event]:
    """The events of a conversation that stands in a form."""
    return [
        ActionExecuted("action_listen"),
        UserUttered("book a screening", {"name": "book_screening"}),
        ActionExecuted(form),
        ActiveLoop(form),
        *(SlotSet(name, value) for name, value in slots.items()),
        BotUttered("What is your name?"),
        ActionExecuted("action_listen"),
    ]


def taken_over(events: list[Event], before: dict[str, Any] | None = None) -> State:
    """The state that a tracker of the new release finds."""
    kept = switch.taken_over(events, KNOWN, before)
    tracker = DialogueStateTracker.from_events("anna", kept, DOMAIN.slots)
    assert tracker.active_loop_name is None
    return State.from_json(tracker.get_slot("dialogue"))


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ("patient_name", []),
        ("patient_phone", ["patient_name"]),
        ("screening_time", ["patient_name", "patient_phone"]),
        ("red_flags_checked", ["patient_name", "patient_phone", "screening_time"]),
        ("screening_confirmed", list(SAID)),
    ],
)
def test_a_booking_in_the_form_is_booked(asked: str, known: list[str]) -> None:
    slots = {name: SAID[name] for name in known}
    state = taken_over(stood("screening_form", requested_slot=asked, **slots))
    talk = Talk(World(), state)
    for _ in range(8):
        if talk.world.booked:
            break
        asks = talk.state.asked
        answers = {
            "name": read(name="Dana Whitfield"),
            "phone": read(phone="+14145550130"),
            "signs": read(stance="no"),
            "confirm": read(stance="yes"),
        }
        if asks == "time" and talk.options:
            talk.press("slot:")
        else:
            talk.say(answers.get(asks or "", read("book_screening")))
    assert talk.world.booked


@pytest.mark.parametrize(
    ("form", "flow", "slots"),
    [
        ("find_visit_form", "call_off", {"visit_purpose": "cancel"}),
        ("find_visit_form", "look_up", {"visit_purpose": "check"}),
        ("callback_form", "call_back", {}),
    ],
)
def test_every_form_has_a_flow_in_its_place(form: str, flow: str, slots: dict[str, str]) -> None:
    assert taken_over(stood(form, **slots)).flow == flow


def test_an_alarm_stays_in_force() -> None:
    state = taken_over([SlotSet("alarm_tier", "E"), SlotSet("last_topic", "causes")])
    assert (state.alarm, state.topic) == ("E", "causes")


def test_what_was_said_before_the_window_is_taken_over_too() -> None:
    before = {"slots": SAID, "form": "screening_form"}
    head = window.head(before, DOMAIN.slots, 0.0)
    state = taken_over(head, before)
    assert (state.flow, state.name) == ("book", "Dana Whitfield")


def test_a_conversation_of_this_release_is_left_alone() -> None:
    now = State(name="Ana Diaz")
    events = [
        *stood("screening_form", **SAID),
        UserUttered("hi"),
        SlotSet("dialogue", now.as_json()),
    ]
    assert taken_over(events) == now
