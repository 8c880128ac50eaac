"""Where somebody may read along, the page is told so, and is given nothing to keep in sight."""

from __future__ import annotations

from channels import fallback
from channels.web.wire import as_json
from clinic import clock
from clinic.messages.models import WebMessage
from clinic.reading.safety import judge_by_gate


def shown(**details: object) -> dict[str, object]:
    return as_json(WebMessage(1, "m1", "assistant", "words", details, None, clock.now()))


def test_what_nobody_else_should_read_has_no_banner_and_says_so() -> None:
    message = shown(kind="safety", banner="E", discreet=True)
    assert message["discreet"] is True
    assert "banner" not in message
    assert shown(kind="safety", banner="E")["banner"] == "E"


def test_with_the_brain_down_it_is_marked_too() -> None:
    words = "my husband hits me"
    assert judge_by_gate(words).group == "abuse"
    assert fallback.answer(words).reply["custom"]["discreet"] is True
