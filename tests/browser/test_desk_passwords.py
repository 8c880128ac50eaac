"""A password can be seen while it is typed, and a new one says how hard it is to guess."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_world import World, a_desk
from tests.browser.test_desk_axe import log_in


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[World]:
    with a_desk(tmp_path_factory.mktemp("desk")) as world:
        yield world


@pytest.fixture
def page(browser: Browser, world: World) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{world.url}/desk")
    yield page
    context.close()


def test_what_is_typed_is_seen_on_demand_and_sent_as_a_password(page: Page) -> None:
    field = page.get_by_label("Password")
    field.fill("a long")
    expect(field).to_have_attribute("type", "password")
    page.get_by_role("button", name="Show what I type").click()
    expect(field).to_have_attribute("type", "text")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Hide what I type").click()
    expect(field).to_have_attribute("type", "password")


def test_a_new_password_says_how_hard_it_is_to_guess(page: Page, world: World) -> None:
    log_in(page)
    page.goto(f"{world.url}/desk/account")
    field, told = page.get_by_label("A new one"), page.locator("meter + span")
    for typed, words in (
        ("ten letters", "4 more characters"),
        ("aaaaaaaaaaaaaaaaaaa", "Easy to guess"),
        ("a long and quiet river", "Hard to guess"),
        ("", ""),
    ):
        field.fill(typed)
        expect(told).to_contain_text(words)
    assert page.locator("meter").get_attribute("aria-label") == "How hard it is to guess"
