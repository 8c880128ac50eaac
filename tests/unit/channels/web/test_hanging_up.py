"""Who hangs up in the middle of a request is no fault of ours."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import AsyncMock

import pytest

from channels.web.receive import WebApi
from clinic.settings import get_settings


async def test_a_request_that_ends_in_the_middle_leaves_no_fault_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent: list[dict[str, Any]] = []
    came = iter([{"type": "http.request", "body": b'{"text": "', "more_body": True}])

    async def receive() -> dict[str, Any]:
        return next(came, {"type": "http.disconnect"})

    async def send(message: Any) -> None:
        sent.append(message)

    api = WebApi(get_settings(), *cast(Any, (None, None, None)))
    vars(api)["_limits"] = SimpleNamespace(opening=AsyncMock(return_value=0))
    scope = {
        "type": "http", "method": "POST", "path": "/conversations", "headers": [],
        "query_string": b"", "scheme": "http",
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    with caplog.at_level(logging.WARNING):
        await api(scope, receive, cast(Any, send))
    assert sent[0]["status"] < 500
    assert not caplog.records
