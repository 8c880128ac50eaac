"""What every answer of the two web apps carries, also one that refuses or is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from clinic.settings import get_settings
from clinic.storage import get_database
from door.app import create_app as create_door
from frontdesk.app import create_app as create_desk

DOOR = ("/", "/privacy", "/widget.js", "/healthz", "/webhooks/webchat/config", "/nothing")
DESK = ("/desk/login", "/static/desk/desk.css", "/healthz", "/desk/nothing", "/calendar/x.ics")


@pytest.fixture(params=[(create_door, DOOR), (create_desk, DESK)], ids=["door", "desk"])
def app(
    request: pytest.FixtureRequest, migrated_sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[TestClient, Any]]:
    create, paths = request.param
    monkeypatch.setenv("DATABASE_URL", migrated_sqlite_url)
    for name in ("PUBLIC_URL", "DESK_URL"):
        monkeypatch.setenv(name, "https://clinic.example.org")
    for cached in (get_settings, get_database):
        cached.cache_clear()
    with TestClient(create()) as client:
        yield client, paths
    for cached in (get_settings, get_database):
        cached.cache_clear()


def test_every_answer_has_the_headers(app: tuple[TestClient, Any]) -> None:
    client, paths = app
    for path in paths:
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["strict-transport-security"] == "max-age=31536000", path
        kind = headers["content-type"]
        as_file = 'attachment; filename="api.json"'
        json = kind.startswith("application/json")
        assert (headers.get("content-disposition") == as_file) == json, path
        assert kind.startswith("application/json") or "charset=utf-8" in kind.lower(), path
