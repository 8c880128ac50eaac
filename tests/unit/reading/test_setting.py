"""What a message was said in, by name, as a setting, and in words."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import get_args

import pytest

from clinic.reading.context import Asked, Context
from clinic.reading.learned.setting import (
    NOTHING,
    SETTINGS,
    name_of,
    said_before,
    setting_named,
    setting_of,
)

NOW = datetime(2026, 12, 1, 15, tzinfo=timezone.utc)


@pytest.mark.parametrize("asked", get_args(Asked))
def test_every_question_is_a_setting_with_words(asked: Asked) -> None:
    context = Context(NOW, asked=asked, topic="causes")
    assert setting_of(context) in SETTINGS
    assert said_before(name_of(context)).endswith("?")


@pytest.mark.parametrize(
    ("context", "name", "words"),
    [
        (Context(NOW, topic="causes"), "topic=causes", "we told about causes"),
        (
            Context(NOW, topic="treatment:dry_needling"),
            "topic=dry_needling",
            "we told about dry needling",
        ),
        (Context(NOW, fact="parking", topic="causes"), "fact=parking", "we told about our parking"),
        (Context(NOW, alarm="E", topic="causes"), "alarm", "please call 911 now"),
        (Context(NOW), NOTHING, ""),
        (None, NOTHING, ""),
    ],
)
def test_what_was_said_last_has_a_name_and_words(
    context: Context | None, name: str, words: str
) -> None:
    assert name_of(context) == name
    assert said_before(name) == words


def test_an_unknown_context_is_named() -> None:
    with pytest.raises(ValueError, match="asked=shoe size"):
        setting_named("asked=shoe size")
