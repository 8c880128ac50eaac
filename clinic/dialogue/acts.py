"""What the dialogue does: things to say, which every channel renders in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from clinic.reading.context import Option


@dataclass(frozen=True)
class Act:
    """One thing that is said.

    Attributes:
        reply: its name in content/replies.yml, "alarm", "sign" or "passage".
        text: the words.
        options: what can be chosen under it.
        custom: what the channels show beside the words: `kind`, `topic`, `source`, `card`,
            `banner`.
        fixed: the words are the same each time: an alarm's, or the article's.
    """

    reply: str
    text: str
    options: tuple[Option, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)
    fixed: bool = False
