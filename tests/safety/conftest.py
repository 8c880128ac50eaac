"""What was learned, and what is made of the messages of the kinds: trained and judged once."""

from __future__ import annotations

import pytest

from clinic.reading.learned.model import IntentModel
from evaluation.hearing import Judged, judged, kinds
from evaluation.talking import learned as learned_of
from scripts.train import train


@pytest.fixture(scope="session")
def learned() -> IntentModel:
    return learned_of(train())


@pytest.fixture(scope="session")
def of_kinds(learned: IntentModel) -> dict[str, list[Judged]]:
    """What is made of the messages of tests/safety/kinds.yml, by group."""
    found: dict[str, list[Judged]] = {}
    for item in judged(kinds(), learned):
        found.setdefault(item.example.writer, []).append(item)
    return found
