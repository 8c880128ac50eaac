"""What a short message leaves out."""

from datetime import datetime, timezone

import pytest

from clinic.content import get_content
from clinic.reading.context import Context
from clinic.reading.ellipsis import elliptic
from clinic.reading.read import Wish

AFTER_AN_ALARM = Context(now=datetime(2026, 12, 1, 15, tzinfo=timezone.utc), alarm="E")


@pytest.mark.parametrize("words", ["911", "911!", "988", "9-1-1"])
def test_the_number_by_itself_does_not_tell_that_it_was_called(words: str) -> None:
    wish = elliptic(Wish("already_called", words=words), AFTER_AN_ALARM, get_content().clinic)
    assert wish.intent == "nlu_fallback"


@pytest.mark.parametrize("words", ["called 911", "911 is on the way"])
def test_that_it_was_called_is_heard(words: str) -> None:
    wish = elliptic(Wish("already_called", words=words), AFTER_AN_ALARM, get_content().clinic)
    assert wish.intent == "already_called"
