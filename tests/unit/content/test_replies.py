"""Names in the braces of a reply are known, and a reply that lacks one is said all the same."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from clinic.content import ContentError, get_content
from clinic.content.replies import FILLED, Reply, load_replies
from clinic.dialogue.state import State
from clinic.dialogue.turn import Turn
from clinic.reading.read import Read

_NAME = re.compile(r"\{(\w+)\}")


def said(*wordings: str) -> str:
    """What the first turn of a conversation says, where a reply has these wordings."""
    content = replace(get_content(), replies={"greet": Reply(wordings, {})})
    services = SimpleNamespace(content=content, channel="web", brief=False)
    turn = Turn(State(), Read(), cast(Any, services))
    turn.say("greet")
    return turn.acts[0].text


def test_every_name_that_may_be_used_is_used() -> None:
    replies = get_content().replies.values()
    texts = [
        text for one in replies for form in (one.texts, *one.by_channel.values()) for text in form
    ]
    assert {name for text in texts for name in _NAME.findall(text)} == FILLED


def test_a_name_that_is_misspelt_is_refused_with_the_line_of_its_wording(tmp_path: Path) -> None:
    path = tmp_path / "replies.yml"
    path.write_text('greet:\n  any:\n    - "Hi!"\n    - "Hi from {clinik}!"\n', encoding="utf-8")
    with pytest.raises(ContentError, match=r"to put in place of \{clinik\}") as found:
        load_replies(path)
    assert found.value.line == 4


def test_a_wording_that_cannot_be_filled_in_is_passed_over_where_there_is_another() -> None:
    assert said("See you {when}.", "See you.") == "See you."
    assert said("See you {when}.") == "See you ."
