from __future__ import annotations

from collections.abc import Iterator

import pytest

from clinic.reading.learned.model import IntentModel
from evaluation.talking import learned, own_clinic
from scripts.train import train


@pytest.fixture(scope="module")
def model() -> Iterator[IntentModel]:
    """What was learned, in an empty clinic."""
    with own_clinic():
        yield learned(train())
