"""A password can be seen while it is typed, and of a new one is said whether it will do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_world import PASSWORD, World, a_desk
from tests.browser.test_desk_axe import log_in


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
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


def test_a_new_password_is_judged_by_the_rule_of_the_form(page: Page, world: World) -> None:
    log_in(page)
    page.goto(f"{world.url}/desk/account")
    field = page.get_by_label("A new one")
    told = page.locator("#password ~ form [role=status]")
    for typed, words in (
        ("ten letters", "4 more characters"),
        ("aaaaaaaaaaaaaaaaaaa", "made of common words"),
        ("passwordpassword12", "made of common words"),
        ("kimkimkim qwertyuiop", "made of common words"),
        ("a long and quiet river", "This one is good."),
        ("", ""),
    ):
        field.fill(typed)
        expect(told).to_contain_text(words)
    field.fill("kimkimkim qwertyuiop")
    page.get_by_label("The one you have").fill(PASSWORD)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("alert")).to_contain_text("made of common words")
