"""What the widget is told of the clinic before a conversation begins."""

import pytest

from channels.web import wire
from clinic.settings import get_settings


@pytest.mark.parametrize(
    ("sender", "href"),
    [("+14145550142", "sms:+14145550142"), ("MG0123456789abcdef", None), ("", None)],
)
def test_a_number_that_can_be_texted_is_named_and_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, sender: str, href: str | None
) -> None:
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC1")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "secret")
    monkeypatch.setenv("TWILIO_FROM", sender)
    get_settings.cache_clear()
    assert wire.config()["clinic"].get("text_href") == href
    monkeypatch.delenv("TWILIO_AUTH_TOKEN")
    get_settings.cache_clear()
    assert "text_href" not in wire.config()["clinic"]
    get_settings.cache_clear()
