"""The chat on the clinic's page, in a real browser, against the real product."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chat import ANSWER_MS, LAUNCH, open_chat, press, say
from tests.browser.conftest import DESKTOP, PHONE, keep_picture
from tests.conftest import Product


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_patient_asks_books_and_finds_the_chat_again_after_a_reload(
    product: Product, open_page: Callable[..., Page], size: ViewportSize
) -> None:
    page = open_page(product.front, size)
    open_chat(page)
    say(page, "what causes sciatica?")
    expect(page.get_by_text("disc herniation where the nerve").last).to_be_visible()
    keep_picture(page, f"answer-{size['width']}")
    expect(page.get_by_role("link", name=re.compile("From our article"))).to_be_visible()
    press(page, "Book a free screening")
    press(page, re.compile(r"\w{3} \w{3} \d+"))
    say(page, "Dana Whitfield")
    page.reload()
    open_chat(page)
    expect(page.get_by_text("Dana Whitfield").first).to_be_visible()
    say(page, "414-555-0171")
    press(page, "None of these")
    expect(page.get_by_text("Shall I book it?")).to_be_visible()
    press(page, "Yes, book it")
    expect(page.locator(".card")).to_contain_text("Central time")
    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()
    keep_picture(page, f"booked-{size['width']}")


def test_the_emergency_banner_stays_on_screen(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "I can't feel it when I pee and both legs are numb")
    banner = page.locator(".banner")
    expect(banner).to_contain_text("911")
    keep_picture(page, "emergency-390")
    say(page, "ok thanks")
    expect(banner).to_be_visible()


def test_a_second_tab_shows_the_same_conversation(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    other = page.context.new_page()
    other.goto(product.front)
    open_chat(other)
    expect(other.locator(".said.patient")).to_contain_text("what is sciatica")


def test_what_was_written_offline_is_sent_once_when_the_connection_is_back(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "hello")
    page.context.set_offline(True)
    page.get_by_label("Your message").fill("what is dry needling")
    page.get_by_label("Your message").press("Enter")
    expect(page.get_by_text("You are offline")).to_be_visible()
    page.context.set_offline(False)
    answer = page.locator(".said.assistant", has_text="needling release of the muscles")
    expect(answer).to_have_count(1, timeout=40_000)
    expect(page.locator(".said.patient", has_text="what is dry needling")).to_have_count(1)


def test_the_chat_is_cleared_here_and_on_the_server(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.get_by_role("button", name="Clear chat").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator(".said.patient")).to_have_count(0)
    page.reload()
    open_chat(page)
    expect(page.locator(".said.patient")).to_have_count(0)


def test_the_keyboard_alone_is_enough(product: Product, open_page: Callable[..., Page]) -> None:
    page = open_page(product.front, DESKTOP)
    launcher = page.get_by_role("button", name=LAUNCH)
    launcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("what is sciatica")
    page.keyboard.press("Enter")
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=ANSWER_MS)
    page.keyboard.press("Escape")
    expect(launcher).to_be_focused()


def test_nothing_is_loaded_or_sent_before_the_chat_is_opened(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(product.front)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "webhooks" in url or "chat.js" in url]
    assert all(url.startswith(product.front) for url in asked)
    assert page.context.cookies() == []


def test_without_scripts_there_is_the_number_and_a_plain_form(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, java_script_enabled=False)
    expect(page.get_by_role("link", name="(414) 555-0142").first).to_be_visible()
    page.get_by_label("Your name").fill("Dana Whitfield")
    page.get_by_label("Phone number").fill("414-555-0172")
    page.get_by_role("button", name="Call me").click()
    expect(page.get_by_text("Our staff will call you")).to_be_visible()
