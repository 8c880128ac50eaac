"""What the assistant offered last, and which of it the patient's words choose."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

ORDINALS = {
    "first": 1, "1st": 1, "one": 1, "second": 2, "2nd": 2, "two": 2, "third": 3, "3rd": 3,
    "three": 3, "fourth": 4, "4th": 4, "four": 4, "fifth": 5, "5th": 5, "five": 5, "last": -1,
}  # fmt: skip
NO_SIGN = "/none_of_these"
_POSITION = re.compile(
    r"^(?:i(?:'ll| will)? (?:take|want|choose|pick) |let's (?:do|take) |yes |ok |the |number "
    r"|no\. ?|option |choice |#)*"
    r"(?P<position>\d|first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th|one|two|three|four"
    r"|five)(?: one| option| time| choice)?(?: please| works| is (?:good|fine|best))?[.!]?$"
)


@dataclass(frozen=True)
class Choice:
    """Something on offer that was chosen.

    Attributes:
        payload: the button's payload.
        intent: the intent in it.
        entities: the entities in it.
    """

    payload: str
    intent: str
    entities: list[dict[str, Any]]


def last_buttons(tracker: DialogueStateTracker | None) -> list[dict[str, str]]:
    """The buttons of the assistant's replies since the patient's last message, in order."""
    buttons: list[dict[str, str]] = []
    for event in reversed(tracker.events if tracker else []):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            buttons = [*(event.data.get("buttons") or []), *buttons]
    return buttons


def choose(text: str, buttons: list[dict[str, str]]) -> Choice | None:
    """The button that the words choose: its label, or its place ("the second one")."""
    said = _folded(text)
    if not said or not buttons:
        return None
    for button in buttons:
        if _folded(button["title"]) == said:
            return _choice(button["payload"])
    if any(button["payload"] == NO_SIGN for button in buttons):
        return None  # "yes, one" has a sign; by its place it would have none
    match = _POSITION.match(said)
    if not match:
        return None
    word = match.group("position")
    position = int(word) if word.isdigit() else ORDINALS[word]
    if position == -1:
        return _choice(buttons[-1]["payload"])
    return _choice(buttons[position - 1]["payload"]) if 0 < position <= len(buttons) else None


def _choice(payload: str) -> Choice:
    intent, brace, values = payload.lstrip("/").partition("{")
    entities = json.loads(brace + values) if brace else {}
    return Choice(
        payload,
        intent,
        [
            {"entity": name, "value": value, "start": 0, "end": 0}
            for name, value in entities.items()
        ],
    )


def _folded(text: str) -> str:
    text = text.replace("’", "'").lower()
    return " ".join(re.sub(r"[^\w\s':#./-]", " ", text).split()).strip(" .!-")
