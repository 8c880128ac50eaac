"""A visit for a second person, wished for beside the last yes or after it."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import BOOKED, held, replies


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Yes. And now one for me, I'm her daughter Imogen", "Imogen"),
        ("yes and then one for my husband Joe Miller", "Joe Miller"),
    ],
)
def test_a_visit_for_another_begins_once_the_first_is_booked(
    model: IntentModel, words: str, name: str
) -> None:
    mother = (
        "book a screening for my mother",
        "the first one",
        "Rosa Diaz",
        "414-555-0191",
        "none",
    )
    talk = held(model, *mother, words)
    assert replies(talk) == ["booked", "ask_time_all"]
    assert (talk.state.name, talk.state.flow) == (name, "book")
    talk.say("the first one")
    assert talk.state.asked == "signs"


def test_a_visit_for_another_is_heard_in_spanish(model: IntentModel) -> None:
    mine = ("quiero una cita", "la primera", "Ana Diaz", "414-555-0193", "ninguna")
    talk = held(model, *mine, "hágala. Y después una para mi esposo Anselmo")
    assert replies(talk) == ["booked", "ask_time_all"]
    assert (talk.state.name, talk.state.relation) == ("Anselmo", "husband")


def test_a_visit_for_another_changes_no_name_of_the_first(model: IntentModel) -> None:
    talk = held(model, *BOOKED, "and one for my husband Joe")
    assert "changed_name" not in replies(talk)
    assert (talk.state.name, talk.state.flow) == ("Joe", "book")
