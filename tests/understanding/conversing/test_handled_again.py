"""A message whose handling was cut short is handled again: what it did stands, and is said."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from clinic.reading.learned.model import IntentModel
from clinic.screenings.tables import screenings
from clinic.storage import get_database
from evaluation.talking import Talk

BOOK = ("can I come thursday at 3 pm", "Rosa Field", "414-555-0175", "none of these", "yes")
CHANGES = {
    "moved": ("can you move it", "friday at 10 am", "yes"),
    "called off": ("I want to cancel it", "yes"),
    "nothing": ("what do I bring",),
}


def said_twice(talk: Talk, text: str) -> tuple[str, str]:
    """What is said to a message, and to the same one when the process died before it was kept."""
    state, before, number = talk.state, talk.before, talk.said
    first = talk.say(text)
    talk.state, talk.before, talk.said = state, before, number
    return first, talk.say(text)


@pytest.mark.parametrize("change", CHANGES)
def test_every_message_is_answered_as_before_and_does_what_it_does_once(
    model: IntentModel, change: str
) -> None:
    talk = Talk(model, f"handled-again-{change.replace(' ', '-')}")
    for text in (*BOOK, *CHANGES[change]):
        first, again = said_twice(talk, text)
        assert again == first, text
    with get_database().read() as connection:
        booked = connection.execute(select(func.count()).select_from(screenings)).scalar()
    assert booked == 1
