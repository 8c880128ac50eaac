"""What staff marked as judged wrongly at the desk, in other words (`make missed`)."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from clinic.reading.safety.examples import Example, load_examples
from evaluation.hearing import judged
from scripts.missed import FOLDER

LINES = load_examples(FOLDER)


def test_there_are_lines_of_both_languages_and_marks() -> None:
    assert {(one.language, bool(one.present)) for one in LINES} == {
        (language, present) for language in ("en", "es") for present in (True, False)
    }


@pytest.mark.parametrize("example", LINES, ids=lambda one: one.text)
def test_what_was_judged_wrongly_is_judged_rightly(example: Example, learned: IntentModel) -> None:
    (item,) = judged([example], learned)
    assert item.alarm == bool(example.present), item.verdict.why
