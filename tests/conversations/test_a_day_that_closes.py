"""The clinic closes a day while somebody books a time on it, in the running product."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.drill_house import until
from clinic.content import get_content
from clinic.screenings.models import read_code
from clinic.settings import ROOT
from tests.conftest import Product
from tests.phones import own_number

CODE = re.compile(r'slot:([^"]+@[^"]+)"')


def days(chat: Any) -> list[date]:
    """The day of each time on offer, by the clinic's calendar."""
    codes = [CODE.search(payload) for payload in chat.buttons.values()]
    zone = get_content().clinic.tz
    return [read_code(found[1])[1].astimezone(zone).date() for found in codes if found]


def test_a_day_that_closes_in_the_middle_is_not_booked_and_others_are_offered(
    start_product: Callable[..., Product], tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    product = start_product(CONTENT_DIR=str(folder))
    choosing, confirming = product.chat(), product.chat()
    choosing.book_up_to("time", own_number())
    shown, day = choosing.times[0], days(choosing)[0]
    confirming.say("book a screening")
    assert days(confirming)[0] == day
    confirming.press(confirming.times[0])
    for answer in ("Dana Whitfield", own_number(), "none of these"):
        confirming.say(answer)
    assert confirming.asked == "confirm"

    facts = folder / "clinic.yml"
    closed = facts.read_text().replace("closures: []", f'closures: ["{day}"]', 1)
    assert closed != facts.read_text()
    facts.write_text(closed)

    def is_known() -> bool:
        newcomer = product.chat()
        newcomer.say("book a screening")
        return day not in days(newcomer)

    until(is_known, 60)
    choosing.press(shown)
    confirming.say("yes, book it")
    for chat in (choosing, confirming):
        assert chat.asked == "time"
        assert days(chat)
        assert day not in days(chat)
