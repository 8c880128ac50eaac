"""What the clinic sends later reaches a chat that is open, and one that is opened later."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Page, expect

from clinic.settings import ROOT
from tests.browser.chat import book, open_chat
from tests.conftest import Product

# As the staff's page does it, whatever the time of day.
MOVE = """
import sys
from clinic.screenings import Actor, Screenings
from clinic.storage import get_database
engine = Screenings(get_database())
reference, kim = sys.argv[1], Actor("staff", "kim")
engine.move(reference, engine.free_slots()[-1], key=f"moved-{reference}", actor=kim)
"""
CALL_OFF = """
import sys
from clinic.screenings import Actor, Screenings
from clinic.storage import get_database
reference, kim = sys.argv[1], Actor("staff", "kim")
Screenings(get_database()).cancel(reference, key=f"off-{reference}", actor=kim)
"""


def staff(product: Product, script: str, reference: str) -> None:
    subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, reference],
        cwd=ROOT,
        env=product.environment,
        check=True,
        timeout=60,
    )


def reference(page: Page) -> str:
    return page.locator(".card dd").nth(2).inner_text()


def test_a_visit_that_staff_move_is_said_in_the_open_chat_and_in_the_second_tab(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    book(page, "Dana Whitfield", "414-555-0191")
    other = page.context.new_page()
    other.goto(product.front)
    open_chat(other)
    staff(product, MOVE, reference(page))
    for tab in (page, other):
        news = tab.locator(".said.system", has_text="had to move your screening")
        expect(news).to_have_count(1, timeout=15_000)
        expect(news).to_be_in_viewport()
        expect(news.locator(".unseen")).to_have_text("Clinic: ")


def test_a_visit_called_off_while_the_chat_is_closed_is_said_when_it_is_opened(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    book(page, "Rosa Field", "414-555-0192")
    page.get_by_role("button", name="Close the chat").click()
    staff(product, CALL_OFF, reference(page))
    page.reload()
    open_chat(page)
    expect(page.locator(".said.system")).to_have_count(1, timeout=15_000)
