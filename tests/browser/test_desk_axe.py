"""No page of the desk keeps anybody out: axe, on a phone and a screen, light and dark; every
control by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from clinic import clock
from clinic.staff import second_factor
from tests.browser.chat import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_pages import NO_PAGES, PAGES, fill_all
from tests.browser.desk_world import PASSWORD, World, a_desk
from tests.integration.desk.addresses import addresses

# Beside the pages: what is shown in place of one that is not there.
ADDRESSES = (*(one for every in PAGES.values() for one in every), "/desk/nothing-here")
# What shows and can be used; of radio buttons the keyboard reaches one of a group.
NUMBERED = """() => {
  const all = document.querySelectorAll(
    "a[href], button:enabled, input:enabled:not([type=hidden], [type=radio]), select:enabled,"
    + "textarea:enabled, summary"
  );
  window.controls = [...all].filter(
    (one) => one.tabIndex >= 0 && one.checkVisibility({ checkVisibilityCSS: true })
  );
  return window.controls.map((one) => one.outerHTML.slice(0, 120));
}"""
FOLLOW = """() => {
  window.reached = new Set([window.controls.indexOf(document.activeElement)]);
  document.addEventListener("focusin", ({ target }) => {
    window.reached.add(window.controls.indexOf(target));
  });
}"""
MISSED = """() => window.controls.filter((_, place) => !window.reached.has(place))
    .map((one) => one.outerHTML.slice(0, 120))"""
OPEN_ALL = "document.querySelectorAll('#main details').forEach((one) => { one.open = true; })"
# What the dark colours can change.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_desk(tmp_path_factory.mktemp("desk")) as world:
        yield world


@pytest.fixture(scope="module")
def places(world: World) -> dict[str, str]:
    return fill_all(world)


@pytest.fixture(scope="module", params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def size(request: pytest.FixtureRequest) -> ViewportSize:
    size: ViewportSize = request.param
    return size


@pytest.fixture(scope="module")
def page(browser: Browser, world: World, size: ViewportSize) -> Iterator[Page]:
    """Kim's."""
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{world.url}/desk")
    log_in(page)
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    yield page
    context.close()


def log_in(page: Page) -> None:
    page.get_by_label("Name").fill("kim")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def clean(page: Page) -> None:
    """Nothing is found, and nothing stands out of the screen; whatever opens is open."""
    page.evaluate(OPEN_ALL)
    assert violations(page) == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    page.emulate_media(color_scheme="light")


def reached(page: Page) -> None:
    """Every control is reached by keyboard alone, those too that stand in what opens."""
    page.evaluate(OPEN_ALL)
    controls = page.evaluate(NUMBERED)
    assert len(controls) > 2
    page.evaluate(FOLLOW)
    for _ in range(3):  # a field for a day is three stops
        for _ in range(len(controls) + 5):
            page.keyboard.press("Tab")
        if not page.evaluate(MISSED):
            return
    assert page.evaluate(MISSED) == []


@pytest.mark.usefixtures("world")
def test_every_page_is_looked_at() -> None:
    pages = {path for method, path in addresses() if method == "GET"}
    assert {*PAGES} | {*NO_PAGES} == pages
    assert not {*PAGES} & {*NO_PAGES}


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_the_keyboard_reaches_every_control(
    page: Page, world: World, places: dict[str, str], address: str
) -> None:
    page.goto(f"{world.url}{address.format(**places)}")
    clean(page)
    reached(page)


def test_axe_finds_nothing_on_the_way_in_with_a_second_factor(
    browser: Browser, world: World, size: ViewportSize
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{world.url}/desk/account")
    log_in(page)
    page.get_by_label("Your password").first.fill(PASSWORD)
    page.get_by_role("button", name="Turn it on").click()
    clean(page)
    secret = re.sub(r"\s", "", page.locator("code.long").inner_text())
    page.get_by_label("The six figures").fill(pyotp.TOTP(secret).at(clock.now()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    clean(page)
    code = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="I have kept them").click()
    clean(page)
    context.clear_cookies()
    page.goto(f"{world.url}/desk")
    log_in(page)
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    clean(page)
    page.get_by_label("The six figures").fill(code)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    with world.database.begin() as connection:
        second_factor.turn_off(connection, "kim")
    context.close()
