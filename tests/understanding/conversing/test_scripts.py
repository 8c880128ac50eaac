"""Scripted conversations that are held without a server."""

from __future__ import annotations

from clinic.reading.learned.model import IntentModel
from evaluation.conversations.holding import hold_all
from evaluation.conversations.lines import WithoutServer
from evaluation.conversations.scripts import Script, Scripted
from tests.understanding.conversing.talks import EMERGENCY


def _script(name: str, *turns: Scripted) -> Script:
    return Script(name, "writer", "booking", "414-555-0133", turns)


_BOOKS = (
    Scripted("I want to book a screening", ({"asks": ["time"]},)),
    Scripted({"pick": "a.?m|p.?m", "else": "the first one"}, ({"asks": ["name"]},)),
    Scripted({"fill": {"name": "Ana Flores"}, "until": "settled"}, ({"asks": ["done"]},)),
)


def test_a_button_is_pressed_and_a_visit_is_booked(model: IntentModel) -> None:
    # The second meets the same clinic as the first, and neither is in the other's way.
    scripts = [_script("one", *_BOOKS), _script("two", *_BOOKS)]
    figures = hold_all(scripts, lambda: WithoutServer(model), at_once=1)
    assert figures.wrong == []
    assert figures.whole.right == 2


def test_an_alarm_and_what_is_wrong_are_told(model: IntentModel) -> None:
    script = _script(
        "alarm",
        Scripted(EMERGENCY, ({"alarm": True}, {"form": False})),
        Scripted("is parking free", ({"alarm": False},)),
    )
    figures = hold_all([script], lambda: WithoutServer(model), at_once=1)
    assert [turn for held in figures.held for turn in held.turns] == [True, False]
    assert "alarm turn 2: 'is parking free'" in figures.wrong[0]
