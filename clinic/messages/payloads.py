"""What a button stands for, as Rasa is told it: `/inform{"key": "slot:alex@20261201T2030Z"}`."""

from __future__ import annotations

import json
from typing import Any

# Rasa reads a payload as an intent with values.
INTENT, KEY = "inform", "key"
# Buttons of an earlier release carry a chosen time under this name, and the rest an intent alone.
_SLOT = "slot"
_OLD = {
    "affirm": "yes",
    "deny": "no",
    "change_time": "other_time",
    "stop": "stop",
    "none_of_these": "none_of_these",
    "one_or_more": "one_or_more",
    "book_screening": "book",
    "talk_to_person": "person",
    "reschedule_screening": "move",
    "cancel_screening": "call_off",
}


def payload_of(key: str) -> str:
    """The payload that chooses an option."""
    return f"/{INTENT}{json.dumps({KEY: key})}"


def key_of(payload: str) -> str | None:
    """The option that a payload chooses; None when it is none that is known."""
    intent, brace, rest = payload.removeprefix("/").partition("{")
    values = _values(brace + rest)
    if values.get(KEY):
        return str(values[KEY])
    if values.get(_SLOT):
        return f"slot:{values[_SLOT]}"
    return _OLD.get(intent)


def _values(written: str) -> dict[str, Any]:
    try:
        values = json.loads(written) if written else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
