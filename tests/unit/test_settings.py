"""Settings that would mislead are refused, and links lead where somebody can go."""

from __future__ import annotations

import re

import pytest
from pydantic import SecretStr

from clinic.settings import Settings

# Addresses that may hold a password, and keys that are kept in a list.
HELD_IN_OTHERS = {"database_url", "redis_url", "old_secret_keys"}
SECRET = re.compile(r"(?:^|_)(?:secret|token|password|keys?)(?:_|$)")


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


@pytest.mark.parametrize("name", ["port", "smtp_port", "stand_in_seconds", "alert_again_minutes"])
@pytest.mark.parametrize("written", ["1_0", "nan", "inf", "-1", "0x10", "١٠", "²", ""])
def test_a_number_that_nobody_writes_so_is_refused(name: str, written: str) -> None:
    with pytest.raises(ValueError, match="plain digits"):
        Settings(**{name: written})


def test_a_number_is_read_as_it_is_written() -> None:
    assert Settings(port=" 8080 ", stand_in_seconds="2.5").stand_in_seconds == 2.5
    assert Settings(port=" 8080 ").port == 8080


def test_every_setting_that_is_called_a_secret_is_one_by_its_type() -> None:
    called = {name for name in Settings.__fields__ if SECRET.search(name)}
    typed = {name for name, field in Settings.__fields__.items() if field.type_ is SecretStr}
    assert called - HELD_IN_OTHERS == typed
    assert typed
    assert set(Settings.__fields__) > HELD_IN_OTHERS


@pytest.mark.parametrize("name", [name for name in Settings.__fields__ if SECRET.search(name)])
def test_no_way_of_showing_the_settings_shows_a_secret(name: str) -> None:
    hidden = "never-to-be-shown-" + "x" * 32
    settings = Settings(**{name: hidden})
    assert hidden not in f"{settings!r} {settings}"


@pytest.mark.parametrize("name", ["database_url", "redis_url"])
def test_no_password_of_an_address_is_shown(name: str) -> None:
    address = "postgresql://assistant:never-to-be-shown@database/assistant"
    settings = Settings(**{name: address})
    assert "never-to-be-shown" not in f"{settings!r} {settings}"
