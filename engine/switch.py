"""Takes conversations over that began with an earlier release, in whatever form they stand.

Until November 2026 Rasa's forms held the dialogue, and some twenty slots what was said in them. A
conversation that has no state of the present dialogue yet is given the one that is in them; it
can be removed when the last such conversation was deleted (`retention_days` in clinic.yml).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import (
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    LoopInterrupted,
    SlotSet,
)

from clinic.dialogue.switch import carried_over

DIALOGUE = "dialogue"
_OF_FORMS = (ActiveLoop, ActionExecutionRejected, LoopInterrupted)


def taken_over(
    events: Iterable[Event], known: set[str], before: dict[str, Any] | None
) -> list[Event]:
    """The events without forms and slots that are no more, and with the state they amount to.

    Args:
        events: of the window.
        known: names of the slots there are.
        before: the state before the window, from `window.state_of`.
    """
    slots = dict((before or {}).get("slots", {}))
    form = (before or {}).get("form")
    kept: list[Event] = []
    for event in events:
        if isinstance(event, SlotSet):
            slots[event.key] = event.value
            if event.key in known:
                kept.append(event)
        elif isinstance(event, ActiveLoop):
            form = event.name
        elif not isinstance(event, _OF_FORMS):
            kept.append(event)
    is_old = form or any(slots[name] is not None for name in slots.keys() - known)
    if is_old and slots.get(DIALOGUE) is None:
        kept.append(SlotSet(DIALOGUE, carried_over(slots, form).as_json()))
    return kept
