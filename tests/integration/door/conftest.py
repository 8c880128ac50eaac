"""Houses of the tests' own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.integration.conftest import migrate
from tests.integration.door.house import House


@pytest.fixture()
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., House]]:
    """Opens a house on a new database; started by the test, stopped after it."""
    opened: list[House] = []

    def open_one(**settings: str) -> House:
        var = tmp_path_factory.mktemp("house")
        migrate(settings.get("DATABASE_URL") or f"sqlite:///{var / 'assistant.db'}")
        opened.append(House(var, **settings))
        return opened[-1]

    yield open_one
    for house in opened:
        house.stop()
