from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from clinic.reading.learned.model import IntentModel
from clinic.screenings.tables import cells, holds, screenings
from clinic.storage import get_database
from evaluation.talking import learned, own_clinic
from scripts.train import train


@pytest.fixture(scope="module")
def clinic() -> Iterator[None]:
    """A clinic of these tests' own."""
    with own_clinic():
        yield


@pytest.fixture()
def model(clinic: None) -> Iterator[IntentModel]:
    """What was learned; nothing is booked, whatever the tests before took."""
    yield learned(train())
    with get_database().begin() as connection:
        for taken in (cells, holds, screenings):
            connection.execute(delete(taken))
