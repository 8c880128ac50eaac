"""What is said too often, or without a reason: reported faults, each line is what was said."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from tests.understanding.conversing.talks import held, passages, replies


def test_a_line_of_a_list_that_was_just_told_is_not_told_again(model: IntentModel) -> None:
    talk = held(model, "how is it treated, do i have to exercise and does the needling hurt")
    assert passages(talk) == ["treatment_overview"]
    assert passages(held(model, "do you do dry needling")) == ["treatment:dry_needling"]


@pytest.mark.parametrize(
    ("words", "feeling"),
    [
        ("thursday please, im at work all day unlike some", None),
        ("i called them and they were nice", None),
        ("none besides the thing i already told you about", None),
        ("my back is killing me, it hurts so much", "pain"),
        ("i already told you this twice", "complaint"),
        ("this bot is useless", "complaint"),
    ],
)
def test_sorry_is_said_where_there_is_a_reason(
    model: IntentModel, words: str, feeling: str | None
) -> None:
    assert held(model, words).read.feeling == feeling


def test_whoever_is_called_is_not_asked_for_the_code_again(model: IntentModel) -> None:
    talk = held(model, "I need to move my visit", "can a person call me", "414-555-0182")
    assert "callback_noted" in replies(talk)
    assert "back_reference" not in replies(talk)
