"""The held-out messages are apart from the training data, and many enough to say something."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from clinic.learning.nearness import alike, plain
from evaluation.messages import (
    DEVELOPMENT,
    HELD_OUT,
    WISH_LABELS,
    Labelled,
    held_out,
    training_examples,
)
from tests.understanding.nearness import near_pairs


@pytest.mark.parametrize("path", [HELD_OUT, DEVELOPMENT], ids=lambda path: path.stem)
def test_no_message_that_is_measured_is_nearly_a_training_example(path: Path) -> None:
    examples = {plain(text) for text, _ in training_examples()}
    assert near_pairs([message.text for message in held_out(path)], examples) == []


def test_no_held_out_message_is_nearly_one_that_choices_were_made_on() -> None:
    chosen_on = {plain(message.text) for message in held_out(DEVELOPMENT)}
    assert near_pairs([message.text for message in held_out()], chosen_on) == []


def test_nearness_of_texts_is_noticed() -> None:
    assert alike("can i move my appointment", "can i move my apointment")
    assert not alike("can i move my appointment", "what is dry needling")


def test_there_are_at_least_400_held_out_messages_and_none_twice() -> None:
    texts = Counter(plain(message.text) for message in held_out())
    assert len(texts) >= 400
    assert [text for text, count in texts.items() if count > 1] == []


def test_every_intent_that_is_measured_is_one_that_is_trained() -> None:
    trained = {intent for _, intent in training_examples()}
    measured = {message.intent for message in held_out() + held_out(DEVELOPMENT)}
    assert measured - {""} <= trained


def test_a_wish_beside_a_question_counts_as_understood() -> None:
    message = Labelled("book me and what is sciatica", "book", (), intent=WISH_LABELS["book"])
    assert message.is_right(frozenset({"ask_definition", "book_screening"}), "ask_definition")


def test_answering_what_is_not_covered_counts_as_wrong() -> None:
    message = Labelled("can i take ibuprofen", "not_covered", ("medication",))
    assert not message.is_right(frozenset({"ask_causes"}), "ask_causes")
    assert message.is_right(frozenset({"nlu_fallback"}), "nlu_fallback")
