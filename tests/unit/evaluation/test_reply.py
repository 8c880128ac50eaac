"""What a scripted patient gets back, out of the shape in which Rasa's REST channel sends it."""

from __future__ import annotations

import pytest

from evaluation.conversations.reply import reply_of


@pytest.mark.parametrize(
    ("said", "custom", "alarm"),
    [
        ("Call 911 now.", {"banner": "E", "kind": "safety"}, True),
        ("First: call 911 or go to the emergency room.", {"kind": "safety"}, True),
        ("If you have a fever, call 911. Is that so?", {"kind": "safety"}, False),
        ("We are open until 5.", {"fact": "hours"}, False),
    ],
)
def test_what_to_do_is_an_alarm_in_full_and_as_a_line(
    said: str, custom: dict[str, str], alarm: bool
) -> None:
    # What a channel is told of a text comes in a message of its own after it.
    messages: list[dict[str, object]] = [{"text": said}, {"custom": custom}]
    messages.append({"text": "And which day?"})
    assert reply_of(messages, {}).alarm is alarm
    assert reply_of([{"text": said, "custom": custom}], {}).alarm is alarm
