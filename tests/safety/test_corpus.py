"""The safety corpus is many enough, of every manner, and apart from what is learned from."""

import pytest

from clinic.learning.nearness import plain
from evaluation.corpus import PARTS, corpus
from evaluation.messages import training_examples
from tests.understanding.nearness import near_pairs

MANNERS = {
    "explicit", "plain", "slang", "typo", "third_person", "minimised", "mid_booking",
    "second_sentence", "after_ok", "capitals", "emoji", "split", "told", "asked",
}  # fmt: skip
KINDS = {"negated", "asked_about", "past", "figure_of_speech", "ordinary"}


def test_there_are_at_least_400_alarms_and_as_many_quiet_messages() -> None:
    assert sum(len(corpus(part).alarms) for part in PARTS) >= 400
    assert sum(len(corpus(part).quiet) for part in PARTS) >= 400


@pytest.mark.parametrize("part", PARTS)
def test_every_manner_and_kind_is_there(part: str) -> None:
    assert {alarm.manner for alarm in corpus(part).alarms} == MANNERS
    assert {item.kind for item in corpus(part).quiet} == KINDS


def test_a_third_is_kept_aside() -> None:
    kept, opened = (len(corpus(part).texts()) for part in ("kept", "open"))
    assert kept / (kept + opened) >= 1 / 3


def test_no_message_is_in_both_parts() -> None:
    kept, opened = ({plain(text) for text in corpus(part).texts()} for part in ("kept", "open"))
    assert not kept & opened


@pytest.mark.parametrize("part", PARTS)
def test_no_message_that_is_measured_is_nearly_a_training_example(part: str) -> None:
    examples = {plain(text) for text, _ in training_examples()}
    assert near_pairs(corpus(part).texts(), examples) == []
