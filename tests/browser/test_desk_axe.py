"""No page of the desk keeps anybody out: axe, on a phone and a screen, light and dark; every
control by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from clinic import clock
from clinic.busy.calendars import note_trouble, own_calendars, set_calendar
from clinic.content import get_content
from clinic.patients.joining import join
from clinic.screenings import Screenings
from clinic.staff import second_factor
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_world import PASSWORD, World, a_desk

ADDRESSES = (
    "/desk/account", "/desk/people", "/desk/audit", "/desk/figures", "/desk/ratings",
    "/desk/calendars", "/desk/diary/week", "/desk/diary/print", "/desk/diary/block",
    "/desk/diary/book?slot={slot}",
    "/desk/screenings/{today}", "/desk/patients/visit/{later}",
    "/desk/patients/visit/{later}/erase", "/desk/on-call", "/desk/alerts/1", "/desk/incidents",
    "/desk/find?q=uma", "/desk/find?q=nobody", "/desk/nothing-here",
)  # fmt: skip

# Pages that are held by axe elsewhere, in test_desk.py and test_desk_inbox.py.
FIRST_PAGES = (
    "/desk", "/desk/inbox", "/desk/conversations/web-1", "/desk/diary", "/desk/clinic",
    "/desk/more",
)  # fmt: skip
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
FOCUSED = "() => window.controls.indexOf(document.activeElement)"


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[World]:
    with a_desk(tmp_path_factory.mktemp("desk")) as world:
        with world.database.begin() as connection:
            join(connection, world.later.phone, world.today.phone, "kim")
            clinic = get_content().clinic
            set_calendar(connection, "alex", "https://example.org/a.ics", clinic, "kim")
            note_trouble(connection, own_calendars(connection)[0], "It answers with 500.")
        yield world


@pytest.fixture(scope="module", params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def size(request) -> dict[str, int]:
    return request.param


@pytest.fixture(scope="module", params=["light", "dark"])
def page(browser: Browser, world: World, size: dict[str, int], request) -> Iterator[Page]:
    """Kim's."""
    context = browser.new_context(viewport=size, color_scheme=request.param)
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
    """Nothing is found, and nothing stands out of the screen."""
    for summary in page.locator("#main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(page: Page, world: World, address: str) -> None:
    slot = Screenings(world.database).free_slots()[0].code
    filled = address.format(slot=slot, today=world.today.reference, later=world.later.reference)
    page.goto(f"{world.url}{filled}")
    clean(page)


def test_every_control_is_reached_by_keyboard_alone(
    browser: Browser, world: World, size: dict[str, int]
) -> None:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.goto(f"{world.url}/desk")
    log_in(page)
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    slot = Screenings(world.database).free_slots()[0].code
    for address in (*FIRST_PAGES, *ADDRESSES):
        visits = {"today": world.today.reference, "later": world.later.reference}
        page.goto(f"{world.url}{address.format(slot=slot, **visits)}")
        controls = page.evaluate(NUMBERED)
        reached = set()
        for _ in range(3 * len(controls) + 10):  # a field for a day is three stops
            if len(reached - {-1}) == len(controls):
                break
            page.keyboard.press("Tab")
            reached.add(page.evaluate(FOCUSED))
        missed = [one for place, one in enumerate(controls) if place not in reached]
        assert missed == [], address
        assert len(controls) > 2, address
    context.close()


def test_axe_finds_nothing_on_the_way_in_with_a_second_factor(
    browser: Browser, world: World, size: dict[str, int]
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
