"""Messages of a patient who texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from channels.sms.numbers import number_of
from channels.sms.plan import Planner
from clinic.clock import now
from clinic.messages import Inbound
from clinic.storage import Database

PHONE = "+14145550123"


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
