"""Where somebody may read along: nothing stays in sight or hints at it, and one tap leaves."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import LAUNCH, has_a_person_typing, open_chat, said, say, write
from tests.conftest import Product

# What is told, and the number that the answer names.
TOLD = {
    "my husband hits me and I can't go home tonight": "1-800-799-7233",
    "my stepdad hits me, I'm 13": "1-800-422-4453",
    "mi esposo me pega y no puedo ir a casa": "1-800-799-7233",
    "mi padrastro le pega a mi hijo": "1-800-422-4453",
}
# In the language that is spoken.
LEAVE = re.compile("Leave now|Salir")
ELSEWHERE = "https://www.weather.gov/"
STORED = "() => Object.keys(localStorage).length + Object.keys(sessionStorage).length"


@pytest.mark.parametrize(("told", "number"), TOLD.items())
def test_who_is_read_over_the_shoulder_leaves_by_one_tap_and_nothing_is_left(
    product: Product, browser: Browser, told: str, number: str
) -> None:
    # In a context of its own, as this page is left for another site.
    context = browser.new_context()
    page = context.new_page()
    page.goto(product.front)
    page.route(f"{ELSEWHERE}**", lambda route: route.fulfill(body="<h1>Forecast</h1>"))
    open_chat(page)
    leave = page.get_by_role("button", name=LEAVE)
    expect(leave).to_be_hidden()
    say(page, told)
    expect(page.locator(".said.assistant").last).to_contain_text(number)
    expect(page.locator(".banner")).to_be_hidden()
    leave.click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    expect(page.get_by_text(told)).to_have_count(0)
    page.goto(product.front)
    assert page.evaluate(STORED) == 0
    open_chat(page)
    expect(page.locator(".said")).to_have_count(1)
    context.close()


@pytest.mark.parametrize("told", TOLD)
def test_nothing_outside_the_chat_hints_at_it(
    product: Product, open_page: Callable[..., Page], told: str
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, told)
    page.reload()
    launcher = page.get_by_role("button", name=LAUNCH, exact=True)
    expect(launcher).to_be_visible()
    expect(launcher.locator("i")).to_be_hidden()
    expect(page.get_by_role("dialog")).to_be_hidden()
    open_chat(page)
    expect(page.get_by_role("button", name=LEAVE)).to_be_visible()


def test_that_a_person_of_the_clinic_is_typing_is_not_said_where_somebody_reads_along(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, next(iter(TOLD)))
    has_a_person_typing(page)
    write(page, "are you there")
    expect(page.locator(".dots")).to_have_text("Typing")
    expect(page.locator(".dots .who")).to_have_count(0)
    expect(said(page, "are you there")).to_have_count(1)
