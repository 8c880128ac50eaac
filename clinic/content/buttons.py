"""What stands on the buttons that do not name a topic."""

from __future__ import annotations

from pathlib import Path

from clinic.content.errors import ContentError
from clinic.content.topics import LABEL_CHARACTERS
from clinic.content.yaml_file import line_of, read_yaml

BUTTON_IDS = (
    "book",
    "person",
    "person_spanish",
    "yes",
    "no",
    "yes_book",
    "other_time",
    "stop",
    "none_of_these",
    "one_or_more",
    "move",
    "call_off",
    "waiting_list",
    "book_another",
)


def load_buttons(path: Path) -> dict[str, str]:
    """The labels by button id.

    Raises:
        ContentError: an unknown or missing id, or a label that is empty or too long.
    """
    data = read_yaml(path)
    for name, label in data.items():
        line = line_of(data, (name,))
        if name not in BUTTON_IDS:
            raise ContentError(path, line, f"there is no button {name!r}")
        if not isinstance(label, str) or not 0 < len(label) <= LABEL_CHARACTERS:
            raise ContentError(path, line, f"{name}: write 1 to {LABEL_CHARACTERS} characters")
    missing = [name for name in BUTTON_IDS if name not in data]
    if missing:
        raise ContentError(path, None, f"lacks {', '.join(missing)}")
    return {name: str(data[name]) for name in BUTTON_IDS}
