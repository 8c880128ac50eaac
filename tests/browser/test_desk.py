"""The staff's pages in a real browser: first account, login, tasks, a screening moved."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chat import violations
from tests.browser.conftest import DESKTOP, PHONE, keep_picture
from tests.conftest import Product

PASSWORD = "a long and quiet river"


@pytest.fixture(scope="module")
def account(product: Product, browser: Browser) -> str:
    """The first account, made by the link that is printed at start."""
    links = (re.search(r"http\S+/desk/setup/\S+", line) for line in product.log)
    link = next(filter(None, links))
    page = browser.new_page()
    page.goto(link.group())
    assert violations(page) == []
    page.get_by_label("Name").fill("kim")
    page.get_by_label("Password").fill("short")
    page.evaluate("document.querySelector('form').noValidate = true")
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("alert")).to_contain_text("15 characters")
    page.get_by_label("Name").fill("kim")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    page.goto(link.group())
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    page.close()
    return "kim"


def log_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def listed(page: Page, words: str) -> Locator:
    """The task with these words: who has waited longest stands first, so it may be pages on."""
    expect(page.locator("#tasks")).to_be_visible()
    while not page.locator(".task", has_text=words).count():
        shown = page.locator(".task").first.get_attribute("id")
        page.locator(".next a", has_text="more").click()
        expect(page.locator(".task").first).not_to_have_id(shown or "")
    return page.locator(".task", has_text=words).first


def booked(product: Product) -> str:
    chat = product.chat()
    for message in ["book a screening", "the first one", "Rosa Field", "414-555-0175", "none"]:
        chat.say(message)
    return str(re.findall(r"reference is (\w{6})", chat.say("yes"))[0])


def test_staff_see_an_alert_and_acknowledge_it(
    product: Product, open_page: Callable[..., Page], account: str
) -> None:
    product.chat().say("numb between my legs and I can't pee")
    page = open_page(f"{product.desk}/desk", PHONE)
    log_in(page, account)
    task = listed(page, "numb between my legs")
    expect(task).to_contain_text("emergency")
    keep_picture(page, "desk-390")
    card = page.locator(f"#{task.get_attribute('id')}")
    task.get_by_role("button", name="Seen").click()
    expect(card).to_have_count(0)


def test_staff_move_a_screening_and_its_history_tells(
    product: Product, open_page: Callable[..., Page], account: str
) -> None:
    reference = booked(product)
    page = open_page(f"{product.desk}/desk/screenings/{reference}", DESKTOP)
    log_in(page, account)
    expect(page.get_by_role("heading", name=f"Screening {reference}")).to_be_visible()
    page.get_by_label("New time").select_option(index=1)
    page.get_by_role("button", name="Move").click()
    expect(page.get_by_text("by staff kim")).to_be_visible()
    page.goto(f"{product.desk}/desk")
    keep_picture(page, "desk-1280")
    page.goto(f"{product.desk}/desk/audit")
    expect(page.get_by_text("moved a screening").first).to_be_visible()


def test_staff_call_a_screening_off_with_the_keyboard_alone(
    product: Product, open_page: Callable[..., Page], account: str
) -> None:
    reference = booked(product)
    page = open_page(f"{product.desk}/desk", PHONE)
    keys = page.keyboard
    page.get_by_label("Name").focus()
    keys.type(account)
    keys.press("Tab")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab_to(page, "input[name=q]")
    keys.type(reference.lower())
    keys.press("Enter")
    expect(page.get_by_role("heading", name=f"Screening {reference}")).to_be_visible()
    tab_to(page, "summary")
    keys.press("Enter")
    tab_to(page, "button.danger")
    keys.press("Enter")
    expect(page.get_by_text("called off", exact=True)).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until an element has the focus, as somebody without a mouse does."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"The keyboard does not reach {selector}")


def test_staff_see_the_weeks_to_come(
    product: Product, open_page: Callable[..., Page], account: str
) -> None:
    chat = product.chat()
    for message in ["book a screening", "in two weeks or later", "the last one"]:
        chat.say(message)
    for message in ["Uma Lind", "414-555-0179", "none", "yes"]:
        chat.say(message)
    page = open_page(f"{product.desk}/desk/diary/week", DESKTOP)
    log_in(page, account)
    expect(page.get_by_text("Uma Lind")).to_have_count(0)
    for _ in range(4):
        page.get_by_role("link", name="Later").click()
        if page.get_by_text("Uma Lind").count():
            break
    keep_picture(page, "desk-week-1280")
    page.get_by_role("link", name="Uma Lind").click()
    expect(page.get_by_text("(414) 555-0179")).to_be_visible()


def test_staff_make_a_question_a_training_example(
    product: Product, open_page: Callable[..., Page], account: str
) -> None:
    words, reworded = "is it ok to trampoline with this", "may i jump on a springy bed of cloth"
    for text in (words, "is it okay to trampoline with this?"):
        chat = product.chat()
        chat.say(text)
    page = open_page(f"{product.desk}/desk/questions", PHONE)
    log_in(page, account)
    group = page.locator(".group", has_text="trampoline")
    expect(group).to_contain_text("2 like this")
    keep_picture(page, "desk-questions-390")
    group.locator("li").first.get_by_role("link", name="Add to a topic").click()
    own = page.get_by_label("words of your own")
    add = page.get_by_role("button", name="Add")
    own.fill("I'm Rosa Field, is it ok to trampoline")
    page.get_by_label("They ask about").select_option(label="Sports and daily activities")
    add.click()
    expect(page.get_by_role("alert")).to_contain_text("Take out names")
    own.fill(words)
    add.click()
    expect(page.get_by_role("alert")).to_contain_text("patient's own words")
    own.fill(reworded)
    add.click()
    expect(
        page.get_by_role("status").filter(has_text="Added to “Sports and daily activities”")
    ).to_be_visible()
    page.get_by_text("1 waiting to be learned").click()
    expect(page.get_by_text(reworded)).to_be_visible()
    examples = Path(product.environment["TRAINING_DIR"]).rglob("*.yml")
    assert not [file for file in examples if "jump on a springy bed" in file.read_text()]
    page.get_by_role("link", name="More", exact=True).click()
    page.locator(".doors").get_by_role("link", name="Audit").click()
    expect(page.get_by_text("added a training example").first).to_be_visible()


def test_a_wrong_password_is_refused_and_then_slowed_down(
    product: Product, open_page: Callable[..., Page], account: str
) -> None:
    page = open_page(f"{product.desk}/desk/login")
    for _ in range(6):
        page.get_by_label("Name").fill("kim")
        page.get_by_label("Password").fill("not the password at all")
        page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("wait")
