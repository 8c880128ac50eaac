"""Keeps patients' words out of the log, whatever its level.

Rasa's debug lines carry the message, its entities, slots and events, and where nobody configured
structlog (`Agent.load` in a program of one's own) they are printed. Here only what is known to
hold no words is printed of such a line; debug lines are printed only when asked for (LOG_LEVEL).
"""

from __future__ import annotations

import logging
import os
from typing import Any

import structlog
from rasa.shared.constants import DEFAULT_LOG_LEVEL, ENV_LOG_LEVEL

LEFT_OUT = "(left out)"
# What a line may say: names of ours and of Rasa's, places, numbers, errors.
KEPT = frozenset({
    "event", "event_info", "event_key", "level", "logger", "timestamp", "filename", "host", "url",
    "exc_info", "stack_info", "exception", "action_name", "action_extract_slot", "topic",
    "len_extraction_events", "placeholder_key", "arg", "key", "token_start", "token_end",
})  # fmt: skip


def without_words(_: Any, __: str, line: dict[str, Any]) -> dict[str, Any]:
    """A step of structlog's: whatever may hold a patient's words is left out of the line."""
    return {name: value if name in KEPT else LEFT_OUT for name, value in line.items()}


def apply() -> None:
    """Makes this the first step of every line from now on; a second call changes nothing."""
    if not structlog.is_configured():
        level = logging.getLevelName(os.environ.get(ENV_LOG_LEVEL, DEFAULT_LOG_LEVEL))
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level))
    # Changed in place: loggers that wrote a line already hold this very list.
    steps = structlog.get_config()["processors"]
    if without_words not in steps:
        steps.insert(0, without_words)
