"""What a message means in its setting, and what it means anywhere."""

from __future__ import annotations

import pytest

from clinic.reading.in_setting import in_setting
from clinic.reading.learned.ranking import Ranking
from clinic.reading.wishes import NOTHING, one_meaning


def ranking(likely: dict[str, float], near: float = 0.9, text: str = "words") -> Ranking:
    ranked = sorted(likely.items(), key=lambda pair: -pair[1])
    return Ranking(text, text, ranked, {intent: near for intent, _ in ranked})


def test_a_question_is_the_same_one_wherever_it_is_asked() -> None:
    within = ranking({"ask_definition": 0.9, "ask_causes": 0.05, "inform": 0.05})
    alone = ranking({"ask_causes": 0.95, "ask_definition": 0.05})
    assert in_setting(within, alone).intent == "ask_causes"


def test_an_answer_is_one_by_its_setting() -> None:
    within = ranking({"inform": 0.9, "ask_definition": 0.1})
    alone = ranking({"out_of_scope": 0.9, "inform": 0.1})
    together = in_setting(within, alone)
    assert together.intent == "inform"
    assert sum(p for _, p in together.likely) == pytest.approx(1.0)


def test_what_nothing_is_known_of_alone_is_left_to_its_setting() -> None:
    within = ranking({"affirm": 1.0})
    assert in_setting(within, ranking({"affirm": 1.0})) is within


# --- what acts has to be sure


@pytest.mark.parametrize("intent", ["book_screening", "stop", "affirm", "not_me"])
def test_what_changes_what_goes_on_has_to_be_near_or_said_outright(intent: str) -> None:
    far = ranking({intent: 0.8, "greet": 0.2}, near=0.5, text="hm hm hm")
    assert one_meaning(far).intent == NOTHING
    assert one_meaning(ranking({intent: 0.8, "greet": 0.2}, near=0.8)).intent == intent


def test_a_word_that_says_an_act_outright_counts_for_it() -> None:
    far = ranking(
        {"ask_capabilities": 0.8, "book_screening": 0.15}, near=0.5, text="lets book one after all"
    )
    assert one_meaning(far).intent == "book_screening"
