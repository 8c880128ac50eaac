"""Why an alarm was raised is shown on the first page, whatever was heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from jinja2 import Environment

from clinic.reading.safety import Sign
from clinic.reading.safety.signs import STATUSES
from frontdesk import rendering


@dataclass(frozen=True)
class Heard:
    """What the page is given of an alarm."""

    signs: Sequence[Sign]


def shown(*signs: Sign) -> str:
    desk: Environment = rendering._environment
    page = desk.from_string('{% from "layout/heard.html" import why %}{{ why(heard) }}')
    return page.render(heard=Heard(signs))


@pytest.mark.parametrize("status", STATUSES)
def test_a_sign_is_shown_however_it_is_meant(status: str) -> None:
    sign = Sign("bladder", status, "the tap is shut", "learned", 0.4)  # type: ignore[arg-type]
    assert "the tap is shut" in shown(sign)


def test_what_is_there_stands_for_what_is_denied_beside_it() -> None:
    denied = Sign("bowel", "denied", "my bowels are fine", "gate", 0.1)
    there = Sign("bladder", "present", "the tap is shut", "both", 0.9)
    assert "bowels" not in shown(denied, there)
    assert "the tap is shut" in shown(denied, there)


def test_nothing_heard_breaks_nothing() -> None:
    assert "<li>" not in shown()
