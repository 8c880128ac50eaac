"""The stretch of a conversation that the engine works on.

A turn in Rasa costs as much as the events it is handed: all are deserialised, replayed and
featurised for each message. So it is handed the newest turns only, headed by a few events that
rebuild the state the conversation was in before them (`head`).
Everything Rasa derives by replaying is then the same as with the whole history in hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ConversationPaused,
    Event,
    FollowupAction,
    SessionStarted,
    SlotSet,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

State = dict[str, Any]

# Turns the engine sees besides the present one. Nothing looks further back than the buttons and
# the message of the turn before; the rest is room for rules that span several turns.
TURNS = 4


def state_of(tracker: DialogueStateTracker) -> State:
    """What has to be known of a conversation to go on with it, as JSON.

    Slots that still have their initial value are left out.
    """
    state: State = {
        "slots": {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value != slot.initial_value
        }
    }
    if tracker.is_paused():
        state["paused"] = True
    if tracker.followup_action and tracker.followup_action != ACTION_LISTEN_NAME:
        state["followup"] = tracker.followup_action
    return state


def head(state: State, slots: Iterable[Slot], timestamp: float) -> list[Event]:
    """The events that lead a fresh tracker into `state`.

    Args:
        state: from `state_of`.
        slots: the domain's slots; values of slots it no longer has are dropped.
        timestamp: seconds since the epoch, of the last event before the window.
    """
    known = {slot.name for slot in slots}
    events: list[Event] = [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=timestamp),
        SessionStarted(timestamp=timestamp),
    ]
    events += [
        SlotSet(name, value, timestamp=timestamp)
        for name, value in state.get("slots", {}).items()
        if name in known
    ]
    if state.get("paused"):
        events.append(ConversationPaused(timestamp=timestamp))
    events.append(ActionExecuted(ACTION_LISTEN_NAME, timestamp=timestamp))
    if state.get("followup"):
        events.append(FollowupAction(state["followup"], timestamp=timestamp))
    return events


def latest_session(events: list[Event]) -> list[Event]:
    """The events from the start of the latest session on; all of them if none starts here."""
    for index in range(len(events) - 1, -1, -1):
        if isinstance(events[index], SessionStarted):
            before = events[index - 1] if index else None
            began_by_action = (
                isinstance(before, ActionExecuted)
                and before.action_name == ACTION_SESSION_START_NAME
            )
            return events[index - 1 if began_by_action else index :]
    return events
