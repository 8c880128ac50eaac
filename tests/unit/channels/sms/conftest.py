"""A migrated database of a test's own, and messages of a patient who texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from channels.sms.numbers import number_of
from channels.sms.plan import Planner
from clinic import attention, messages, screenings
from clinic.clock import now
from clinic.messages import Inbound
from clinic.settings import get_settings
from clinic.storage import Database, metadata

assert attention
assert messages
assert screenings
from channels.sms import tables  # noqa

PHONE = "+14145550123"


@pytest.fixture(autouse=True)
def _own_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("SECRET_KEY", "a secret for tests only, of no use to anybody")
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


@pytest.fixture()
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'test.db'}")
    metadata.create_all(made.engine)
    return made


@pytest.fixture()
def planner(database: Database) -> Planner:
    return Planner(database, "us")


@pytest.fixture()
def text(database: Database) -> Callable[..., Inbound]:
    """Makes a text message as the channel hands it on."""
    count = iter(range(1, 1000))

    def make(body: str, **sms: Any) -> Inbound:
        with database.begin() as connection:
            conversation = number_of(connection, PHONE).conversation
        number = next(count)
        return Inbound(
            id=number,
            channel="sms",
            conversation=conversation,
            external_id=f"SM{number}",
            text=body,
            payload=None,
            metadata={"sms": sms} if sms else {},
            received_at=now(),
            attempts=1,
            reach=PHONE,
        )

    return make
