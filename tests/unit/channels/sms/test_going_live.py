"""The guide to going live quotes the texts as they are."""

import pytest

from channels.sms.rendering import render
from channels.sms.texts import say
from clinic.settings import ROOT

GUIDE = " ".join((ROOT / "docs" / "going-live.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize("name", ["opted_out_cancel", "opted_in", "help", "introduction"])
def test_what_is_entered_at_twilio_is_what_we_would_say(name: str) -> None:
    assert say(name) in GUIDE


def test_each_of_them_fits_one_text_message() -> None:
    for name in ("opted_out_cancel", "opted_in", "help"):
        assert len(render([{"text": say(name)}]).texts) == 1
