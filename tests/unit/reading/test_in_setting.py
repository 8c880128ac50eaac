"""What a message means in its setting, and what it means anywhere."""

from __future__ import annotations

import pytest

from clinic.dialogue.meeting import SURE_OF_A_VISIT
from clinic.reading.attending import about_a_visit
from clinic.reading.context import Context
from clinic.reading.in_setting import in_setting
from clinic.reading.learned.ranking import Ranking
from clinic.reading.wishes import NOTHING, Meant, meant, one_meaning
from tests.unit.reading.conftest import NOW


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


def test_what_is_known_by_itself_is_asked_of_by_itself() -> None:
    within = ranking({"follow_about": 0.9, "ask_activity": 0.1})
    sure = ranking({"ask_activity": 0.85, "follow_about": 0.15})
    unsure = ranking({"ask_activity": 0.5, "follow_about": 0.4, "inform": 0.1})
    assert in_setting(within, sure).intent == "ask_activity"
    assert in_setting(within, unsure).intent == "follow_about"


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


def test_an_act_said_outright_is_meant_rather_than_another_that_is_not() -> None:
    far = ranking(
        {"talk_to_person": 0.45, "cancel_screening": 0.3}, near=0.4, text="well, call it off then"
    )
    assert one_meaning(far).intent == "cancel_screening"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("no, call it off after all", "cancel_screening"), ("do not call it off", "keep_visit")],
)
def test_what_calls_a_visit_off_keeps_none(text: str, intent: str) -> None:
    assert one_meaning(ranking({"keep_visit": 0.99}, text=text)).intent == intent


# --- one visit, one wish


@pytest.mark.parametrize(
    ("whole", "parts", "wanted"),
    [
        ("reschedule_screening", ["cancel_screening", "book_screening"], ["reschedule_screening"]),
        ("cancel_screening", ["cancel_screening", "book_screening"], ["reschedule_screening"]),
        ("cancel_screening", ["cancel_screening"], ["cancel_screening"]),
        ("cancel_screening", ["fact_hours"], ["cancel_screening", "fact_hours"]),
    ],
)
def test_what_is_said_of_a_visit_in_one_message_is_one_wish(
    whole: str, parts: list[str], wanted: list[str]
) -> None:
    rankings = [ranking({whole: 0.8}), *(ranking({part: 0.95}) for part in parts)]
    said = meant(rankings, "words", Context(NOW))
    assert [item.intent for item in said] == wanted


@pytest.mark.parametrize(
    ("text", "heard", "wanted"),
    [
        ("my ride is cancelled, it has to be later", "cancel_screening", "reschedule_screening"),
        ("please cancel it", "cancel_screening", "cancel_screening"),
    ],
)
def test_what_is_called_off_may_be_something_else(text: str, heard: str, wanted: str) -> None:
    heard_so = ranking({heard: 0.7, "reschedule_screening": 0.25}, text=text)
    item = about_a_visit(Meant(heard, 0.7, text), heard_so, Context(NOW), has_time=False)
    assert item.intent == wanted


def test_of_what_cannot_be_come_to_a_visit_is_surely_meant() -> None:
    text = "can't make tomorrow, anything on friday?"
    heard = ranking({"reschedule_screening": 0.7}, text=text)
    item = about_a_visit(Meant("reschedule_screening", 0.7, text), heard, Context(NOW), True)
    assert item.probability > SURE_OF_A_VISIT
