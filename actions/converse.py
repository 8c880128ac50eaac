"""The one action: a Rasa turn in, what is said and the new state out."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import STATE, is_with_person, read_of, services_of, state_of
from clinic.dialogue import Act, State, respond, watch
from clinic.languages import speaking, spoken
from clinic.messages.payloads import payload_of
from clinic.reading.context import Option

Events = list[dict[str, Any]]


class ActionConverse(Action):
    """Answers every message."""

    def name(self) -> str:
        return "action_converse"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        read = read_of(tracker)
        answer = watch if is_with_person(tracker) else respond
        before = state_of(tracker)
        with speaking(read.language):
            services = services_of(tracker, read.quote)
            if spoken() != before.language:
                services.keep_language(spoken())
            state, acts = answer(before, read, services)
        for act in acts:
            _say(dispatcher, act)
        shown = _shown(state)
        changed = {name: value for name, value in shown.items() if tracker.get_slot(name) != value}
        return [SlotSet(STATE, state.as_json()), *(SlotSet(*item) for item in changed.items())]


def _say(dispatcher: CollectingDispatcher, act: Act) -> None:
    """Says one thing; the channels render text, choices and what stands beside them."""
    dispatcher.utter_message(
        text=act.text,
        buttons=[_button(option) for option in act.options],
        json_message=dict(act.custom) or None,
    )


def _button(option: Option) -> dict[str, str]:
    return {"title": option.label, "payload": payload_of(option.key)}


def _shown(state: State) -> dict[str, Any]:
    """The slots that others read: which flow is under way, what is asked, which alarm is in
    force, and whether a question about a sign is open."""
    sign = "open" if state.asked == "sign" else "answered" if state.signs_asked else None
    in_flow = state.flow is not None or state.asked == "sign"
    return {
        "flow": state.flow,
        "requested_slot": state.asked if in_flow else None,
        "alarm_tier": state.alarm,
        "sign_asked": sign,
    }
