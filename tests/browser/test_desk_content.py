"""What the assistant says, from a draft to a patient's answer and back, and its pages for all."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from clinic import staff
from clinic.settings import ROOT
from clinic.staff.roles import give_licence
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_world import PASSWORD, World, a_desk
from tests.browser.test_desk_axe import clean, log_in
from tests.conftest import Product

# The checks are a process of their own, on a machine with other work.
CHECK_MS = 120_000
OLD = "There is free parking behind the building."
HARD = "Complimentary automobile accommodation is available immediately behind the building."
NEW = "Park in front. It is free."


def somebody(browser: Browser, url: str, name: str, **options: Any) -> Page:
    """Somebody at the desk, in a browser of their own."""
    page = browser.new_context(viewport=DESKTOP, **options).new_page()
    page.set_default_timeout(CHECK_MS)
    page.goto(f"{url}/desk")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


def test_a_draft_fails_a_check_is_mended_approved_published_and_taken_back(
    start_product: Callable[..., Product], browser: Browser, tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "content", tmp_path / "content")
    product = start_product(CONTENT_DIR=str(folder))
    for name, role in (("kim", "owner"), ("ana", "reviewer")):
        subprocess.run(
            [sys.executable, "-m", "frontdesk.accounts", "add", name, "--role", role],
            cwd=ROOT, env=product.environment, input=PASSWORD, text=True, check=True,
        )  # fmt: skip
    assert OLD in product.chat().say("where can I park?")
    # Without a script, as every form works.
    kim = somebody(browser, product.desk, "kim", java_script_enabled=False)
    kim.goto(f"{product.desk}/desk/people")
    row = kim.locator(".call-one", has_text="ana")
    row.locator("summary").click()
    row.get_by_label("Licence number of ana").fill("PT 12345-24")
    row.get_by_role("button", name="Save").nth(1).click()
    expect(kim.locator(".call-one", has_text="ana")).to_contain_text("Licence PT 12345-24")
    # The draft, and a check that fails.
    kim.goto(f"{product.desk}/desk/content")
    kim.get_by_role("link", name="Facts: hours, address, prices, therapists", exact=True).click()
    kim.get_by_label("Find words in it").fill("parking")
    kim.get_by_role("button", name="Find these").click()
    kim.get_by_role("link", name="Change Answers, parking").click()
    kim.get_by_label("The words").fill(HARD)
    kim.get_by_label("What the change is for").fill("The new lot")
    kim.get_by_role("button", name="Make a draft and check it").click()
    findings = kim.locator(".findings")
    expect(findings).to_contain_text("This is too hard to read", timeout=CHECK_MS)
    expect(findings).to_contain_text("Facts: hours, address, prices, therapists, line 24")
    sides = kim.locator(".sides").first
    expect(sides).to_contain_text(OLD)
    expect(sides).to_contain_text("By text message, 1 segment")
    # Mended.
    kim.get_by_label("Words of the draft: Answers, parking").fill(NEW)
    kim.get_by_role("button", name="Save and check").first.click()
    expect(kim.locator(".good")).to_contain_text("Nothing was found", timeout=CHECK_MS)
    expect(kim.get_by_role("button", name="Approve")).to_have_count(0)
    assert OLD in product.chat().say("where can I park?")
    # A second person approves, and the next message gets it.
    ana = somebody(browser, product.desk, "ana")
    ana.goto(kim.url)
    ana.get_by_role("button", name="Approve it, licence PT 12345-24").click()
    ana.get_by_role("button", name="Publish it now").click()
    expect(ana.locator(".good").first).to_contain_text("Published")
    ana.wait_for_timeout(2_000)
    assert NEW in product.chat().say("where can I park?")
    # And it is taken back.
    kim.goto(f"{product.desk}/desk/content/history?name=clinic.yml")
    kim.get_by_role("button", name=re.compile("^Restore this version")).last.click()
    expect(kim.locator(".good")).to_contain_text("Nothing was found", timeout=CHECK_MS)
    ana.goto(kim.url)
    ana.get_by_role("button", name=re.compile("^Approve it")).click()
    ana.get_by_role("button", name="Publish it now").click()
    expect(ana.locator(".good").first).to_contain_text("Published")
    ana.wait_for_timeout(2_000)
    assert OLD in product.chat().say("where can I park?")
    for page in (kim, ana):
        page.context.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with a_desk(tmp_path_factory.mktemp("desk")) as world:
        staff.add_account(world.database, "ana", PASSWORD, "reviewer")
        with world.database.begin() as connection:
            give_licence(connection, "ana", "PT 12345-24")
        yield world


def test_the_keyboard_is_enough_to_draft_and_to_read_what_was_found(
    browser: Browser, world: World
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(CHECK_MS)
    page.goto(f"{world.url}/desk/content")
    log_in(page)
    page.goto(f"{world.url}/desk/content/file?name=clinic.yml&q=parking")
    page.get_by_role("link", name="Change Answers, parking").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("The words")).to_have_value(OLD)
    page.get_by_label("The words").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(HARD)
    page.keyboard.press("Tab")
    page.keyboard.type("The new lot")
    page.keyboard.press("Enter")
    expect(page.locator(".findings")).to_contain_text("too hard to read", timeout=CHECK_MS)
    clean(page)
    context.close()


def test_mistakes_in_ways_to_ask_are_read_and_mended_on_a_phone(
    browser: Browser, world: World
) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.set_default_timeout(CHECK_MS)
    page.goto(f"{world.url}/desk/content")
    log_in(page)
    page.get_by_role("button", name="Change how patients ask: Causes").click()
    field = page.get_by_label(re.compile("How patients ask, one a line"))
    if not field.is_visible():
        page.locator("summary", has_text="How patients ask: Causes").click()
    ways = field.input_value()
    other = "do you have parking"
    field.fill(f"so where does it come from then\nso where does it come from then\n{other}\n{ways}")
    page.get_by_role("button", name="Save and check").first.click()
    findings = page.locator(".findings")
    expect(findings).to_contain_text("stands there twice, also on line 6", timeout=CHECK_MS)
    expect(findings).to_contain_text("asks for another topic already: Parking")
    page.reload()
    # At the field as well, which is open where something has to be mended.
    expect(field).to_be_visible()
    expect(field).to_have_accessible_description(re.compile("stands there twice"))
    clean(page)
    context.close()


def test_the_page_of_a_written_answer_tells_how_far_its_checks_are_by_itself(
    browser: Browser, world: World
) -> None:
    page = somebody(browser, world.url, "kim")
    page.goto(f"{world.url}/desk/questions/answer")
    page.get_by_label("The question, as patients will see it").fill("May I use a trampoline?")
    page.get_by_label("The answer").fill("Not while it hurts.")
    page.get_by_role("button", name="Save the answer").click()
    # Typed words and the place on the page stay: it is not loaded anew meanwhile.
    page.evaluate("window.stays = true")
    checks = page.locator("#checks")
    read = "It can be read, and nothing is missing: in order"
    expect(checks).to_contain_text(read, timeout=CHECK_MS)
    expect(checks).to_contain_text("ways to ask. Write more", timeout=CHECK_MS)
    expect(page.locator("#next-part")).to_contain_text("You mend it")
    page.wait_for_timeout(3_500)
    assert page.evaluate("window.stays") is True
    clean(page)
    page.context.close()
