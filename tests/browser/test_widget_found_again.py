"""A chat that was begun is found again: after a reload, on another page, by somebody else."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.chat import LAUNCH, open_chat, said, say, token
from tests.browser.conftest import DESKTOP, PHONE
from tests.conftest import Product


def test_an_open_chat_is_open_again_after_a_reload_and_takes_no_focus(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, DESKTOP)
    open_chat(page)
    say(page, "what is sciatica")
    page.reload()
    expect(said(page, "what is sciatica")).to_be_visible()
    assert page.evaluate("document.activeElement === document.body")
    page.get_by_role("button", name="Close the chat").click()
    page.reload()
    expect(page.get_by_role("button", name=re.compile(f"{LAUNCH}.*under way"))).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_chat_that_covers_the_page_is_not_put_over_another_page(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, PHONE)
    open_chat(page)
    say(page, "what is sciatica")
    page.goto(f"{product.front}/?another=page")
    expect(page.get_by_role("button", name=re.compile("under way"))).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_button_says_how_much_is_new(product: Product, open_page: Callable[..., Page]) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.get_by_role("button", name="Close the chat").click()
    # Something is written to the conversation while the chat is closed.
    page.context.request.post(
        f"{product.front}/webhooks/webchat/messages",
        headers={"Authorization": f"Bearer {token(page)}"},
        data={"client_id": "00000000-0000-4000-8000-000000000000", "text": "what is dry needling"},
    )
    page.wait_for_timeout(1500)
    page.reload()
    launcher = page.get_by_role("button", name=re.compile(rf"{LAUNCH}.*\d new"))
    expect(launcher).to_be_visible()
    launcher.click()
    expect(said(page, "what is dry needling")).to_have_count(1)
    page.get_by_role("button", name="Close the chat").click()
    expect(page.get_by_role("button", name=re.compile("under way"))).to_be_visible()


def rest(page: Page, minutes: int = 31) -> None:
    page.clock.install()
    page.clock.fast_forward(minutes * 60_000)
    page.reload()
    page.clock.resume()


def found_after_a_pause(page: Page) -> None:
    """The page with a chat that somebody had half an hour ago, opened again."""
    rest(page)
    page.get_by_role("button", name=LAUNCH).click()
    expect(page.get_by_text("Is it still you?")).to_be_visible()


def test_after_a_pause_nothing_is_shown_before_somebody_says_who_they_are(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    found_after_a_pause(page)
    expect(said(page, "what is sciatica")).to_have_count(0)
    page.get_by_role("button", name="Yes, show it").click()
    expect(said(page, "what is sciatica")).to_have_count(1)


def test_somebody_else_begins_anew(product: Product, open_page: Callable[..., Page]) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    first = token(page)
    found_after_a_pause(page)
    page.get_by_role("button", name="No, start a new chat").click()
    say(page, "what is dry needling")
    expect(said(page, "what is sciatica")).to_have_count(0)
    assert token(page) != first


def test_who_writes_without_answering_begins_anew_and_is_heard(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    found_after_a_pause(page)
    say(page, "I can't pee")
    expect(page.locator(".banner")).to_contain_text("911")
    expect(said(page, "what is sciatica")).to_have_count(0)


def test_an_open_chat_that_nobody_touches_is_covered(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank", DESKTOP)
    page.clock.install()
    page.goto(product.front)
    open_chat(page)
    page.clock.resume()
    say(page, "what is sciatica")
    page.clock.fast_forward(32 * 60_000)
    expect(page.get_by_text("Is it still you?")).to_be_visible()
    expect(said(page, "what is sciatica")).to_be_hidden()


def test_going_on_by_text_begins_with_a_text_of_the_patients_own(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    asked = {"name": "INVIVO Wellness", "phone": None, "phone_href": None, "address": None}
    config = {
        "clinic": {**asked, "text_href": "sms:+14145550142"},
        "retention_days": 180,
        "notice": "Automated chat.",
        "language": "en",
    }
    page.route("**/webhooks/webchat/config", lambda route: route.fulfill(json=config))
    page.goto(product.front)
    open_chat(page)
    way = page.get_by_role("link", name="Text us instead")
    expect(way).to_have_attribute("href", re.compile(r"^sms:\+14145550142\?&body=Hi%2C%20I%20was"))
