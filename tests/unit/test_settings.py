"""Settings that would mislead are refused, and links lead where somebody can go."""

from __future__ import annotations

import pytest

from clinic.settings import Settings


@pytest.mark.parametrize(
    ("host", "link"),
    [
        ("0.0.0.0", "http://localhost:8000"),
        ("::", "http://localhost:8000"),
        ("::1", "http://[::1]:8000"),
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("clinic.example", "http://clinic.example:8000"),
    ],
)
def test_no_link_leads_to_every_address_there_is(host: str, link: str) -> None:
    settings = Settings(host=host, public_url="", desk_url="")
    assert settings.base_url == link
    assert settings.desk_base_url == link.replace("8000", "8001")


def test_locks_in_a_redis_that_is_not_named_are_refused() -> None:
    with pytest.raises(ValueError, match="REDIS_URL"):
        Settings(lock_store="redis", redis_url="")
    assert Settings(lock_store="redis", redis_url="redis://127.0.0.1").lock_store == "redis"
