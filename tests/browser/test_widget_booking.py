"""Times, summary and the booked card in the chat: by finger, by keyboard, by ear, by typing."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.chat import ANSWER_MS, open_chat, press, said, say
from tests.browser.conftest import DESKTOP, PHONE, keep_picture
from tests.browser.test_widget_screen_reader import LISTEN, heard
from tests.conftest import Product

TIME = re.compile(r"^\w{3} \w{3} \d+, \d+:\d\d [AP]M$")


def asks_for_the_name(page: Page) -> None:
    expect(page.get_by_text(re.compile("your name|name shall", re.I)).last).to_be_visible(
        timeout=ANSWER_MS
    )


def at_the_summary(page: Page, name: str, number: str) -> Page:
    """The page with a chat that has come as far as to ask whether to book."""
    open_chat(page)
    say(page, "book a free screening")
    press(page, TIME)
    asks_for_the_name(page)
    say(page, name)
    say(page, number)
    press(page, "None of these")
    expect(page.get_by_text("Shall I book it?").last).to_be_visible()
    return page


def test_times_stand_under_their_days_and_are_read_out_with_the_answer(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.evaluate(LISTEN)
    say(page, "book a free screening")
    days = page.locator(".choices .day")
    expect(days.first.locator("b")).to_have_text(re.compile(r"^\w+day, \w+ \d+$"))
    times = page.locator(".choices").get_by_role("button", name=TIME)
    expect(times).to_have_count(3)
    expect(times.first).to_have_text(re.compile(r"^\d+:\d\d [AP]M$"))
    page.wait_for_timeout(300)
    for label in times.evaluate_all("all => all.map((one) => one.ariaLabel)"):
        assert heard(page, label) == 1


def test_every_free_time_can_be_picked_by_the_keyboard_alone(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, DESKTOP)
    open_chat(page)
    say(page, "book a free screening")
    more = page.get_by_role("button", name="More days and times")
    more.focus()
    page.keyboard.press("Enter")
    region = page.get_by_role("region", name="Free times")
    expect(region.locator("summary").first).to_be_visible()
    keys = page.keyboard
    # Closes the first day, opens the second, and takes its first time.
    region.locator("summary").first.focus()
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Enter")
    expect(region.locator("details[open]")).to_have_count(1)
    keys.press("Tab")
    label = page.evaluate(
        "document.querySelector('invivo-chat').shadowRoot.activeElement.ariaLabel"
    )
    assert TIME.match(label)
    keys.press("Enter")
    expect(said(page, label)).to_have_count(1)
    asks_for_the_name(page)
    expect(page.locator(".said.assistant").last).to_contain_text(label)


def test_the_picker_lets_one_go_back_and_a_time_be_typed(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, PHONE)
    open_chat(page)
    say(page, "book a free screening")
    offered = page.locator(".choices").get_by_role("button", name=TIME)
    expect(offered).to_have_count(3)
    page.get_by_role("button", name="More days and times").click()
    keep_picture(page, "times-390")
    summaries = page.locator(".picker summary")
    expect(summaries.first).to_be_visible()
    day = summaries.last.inner_text().split("\n")[0]
    page.get_by_role("button", name="Back", exact=True).click()
    expect(offered).to_have_count(3)
    say(page, day)
    expect(page.locator(".choices .day b").first).to_have_text(day)


def test_what_stands_in_the_summary_can_be_changed_there(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = at_the_summary(open_page(product.front), "Dana Whitfield", "414-555-0181")
    summary = page.locator(".said.assistant", has_text="Shall I book it?").last
    summary.get_by_role("button", name="Name").click()
    expect(page.get_by_text("What name shall I put down?").last).to_be_visible(timeout=ANSWER_MS)
    say(page, "Dana Miller")
    page.locator(".actions").last.get_by_role("button", name="Phone").click()
    expect(page.get_by_text(re.compile("number")).last).to_be_visible(timeout=ANSWER_MS)
    say(page, "414-555-0182")
    expect(page.get_by_text("Phone: (414) 555-0182")).to_be_visible()
    expect(page.get_by_text("Name: Dana Miller").last).to_be_visible()
    page.locator(".actions").last.get_by_role("button", name="Time").click()
    expect(page.locator(".choices").get_by_role("button", name=TIME).first).to_be_visible(
        timeout=ANSWER_MS
    )


def test_the_booked_card_tells_all_and_can_be_moved_and_called_off(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = at_the_summary(open_page(product.front), "Rosa Field", "414-555-0183")
    press(page, "Yes, book it")
    card = page.locator(".card")
    therapist = re.compile("(Alex|Robin) Example")
    for words in ("Central time", "Example Street", therapist, "about 20 minutes"):
        expect(card).to_contain_text(words)
    expect(card.get_by_role("link", name="Map")).to_have_attribute("rel", "noopener noreferrer")
    google = card.get_by_role("link", name="Google calendar").get_attribute("href")
    assert google
    about = parse_qs(urlsplit(google).query)
    assert re.fullmatch(r"\d{8}T\d{6}Z/\d{8}T\d{6}Z", about["dates"][0])
    assert "Rosa" not in google
    expect(card.get_by_role("link", name="Outlook calendar")).to_be_visible()
    expect(card.get_by_role("link", name="Add to calendar")).to_be_visible()
    # Not where the button for yes was, and not at once.
    expect(page.locator(".choices").get_by_role("button", name="Call it off")).to_have_count(0)
    card.get_by_role("button", name="Move it").click()
    expect(page.locator(".choices").get_by_role("button", name=TIME).first).to_be_visible(
        timeout=ANSWER_MS
    )
    card.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text(re.compile("call off|call it off", re.I)).last).to_be_visible()
    press(page, "Yes")
    expect(page.get_by_text(re.compile("called off", re.I)).last).to_be_visible(timeout=ANSWER_MS)


def test_an_answer_is_rated_by_one_tap_and_once(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what causes sciatica?")
    asked = page.get_by_role("group", name="Did this help?")
    with page.expect_response(re.compile("/ratings$")) as answered:
        asked.get_by_role("button", name="No").click()
    assert answered.value.status == 204
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.reload()
    open_chat(page)
    expect(said(page, "what causes sciatica?")).to_have_count(1)
    expect(asked).to_have_count(0)
