"""The chat when its server is away, refuses, or no longer has the conversation."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chat import (
    ANSWER_MS,
    LAUNCH,
    MESSAGES,
    POLL,
    delete_elsewhere,
    open_chat,
    press,
    refuse,
    said,
    say,
    write,
)
from tests.browser.conftest import kill
from tests.conftest import Product

BACK_MS = 90_000


@pytest.mark.parametrize("module", ["engine.server", "door"])
def test_what_is_typed_while_a_server_is_killed_arrives_once_and_the_booking_goes_on(
    product: Product, open_page: Callable[..., Page], module: str
) -> None:
    page = open_page(product.front)
    open_chat(page)
    press(page, "Book a free screening")
    kill(product, module)
    write(page, "the first one")
    asks = page.locator(".said.assistant", has_text=re.compile("your name|name shall", re.I))
    expect(asks).to_have_count(1, timeout=BACK_MS)
    expect(said(page, "the first one")).to_have_count(1)
    expect(said(page, "Book a free screening")).to_have_count(1)
    expect(page.get_by_role("status")).to_be_hidden()


def test_a_chat_opened_while_the_server_is_down_can_call_and_comes_alive(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    refuse(page, "**/webhooks/webchat/config", 502, "The chat is not working right now.", times=2)
    open_chat(page)
    expect(page.get_by_role("status")).to_contain_text("can't be reached")
    expect(page.locator("invivo-chat .call")).to_have_attribute("href", re.compile(r"tel:\+1"))
    expect(page.get_by_text("Not for emergencies")).to_be_visible(timeout=10_000)
    say(page, "what is sciatica")


def test_too_many_messages_wait_as_long_as_the_server_says_and_then_go(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    refused = refuse(page, MESSAGES, 429, "Please wait a moment.", retry_after="2")
    write(page, "what is sciatica")
    expect(page.get_by_role("status")).to_have_text("Please wait a moment.")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=20_000)
    assert refused == ["POST"]
    expect(said(page, "what is sciatica")).to_have_count(1)


def test_too_many_polls_are_not_called_an_outage(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.get_by_role("button", name="Close the chat").click()
    refuse(page, POLL, 429, "Please wait a moment.", retry_after="1")
    page.get_by_role("button", name=LAUNCH).click()
    write(page, "what is dry needling")
    expect(page.locator(".said.assistant", has_text="needling release")).to_have_count(
        1, timeout=20_000
    )


def test_words_that_are_too_long_come_back_to_be_shortened(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    field = open_chat(page)
    refuse(page, MESSAGES, 413, "That is too long for me to read.")
    write(page, "a long story")
    expect(page.get_by_role("status")).to_have_text("That is too long for me to read.")
    expect(field).to_have_value("a long story")
    say(page, "what is sciatica")
    expect(said(page, "a long story")).to_have_count(0)
    expect(page.get_by_role("status")).to_be_hidden()


def test_a_refused_message_does_not_hold_up_the_next(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.context.set_offline(True)
    write(page, "refuse this one")
    write(page, "what is sciatica")
    refuse(page, MESSAGES, 422, "Please make it shorter.")
    page.context.set_offline(False)
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=20_000)
    expect(said(page, "what is sciatica")).to_have_count(1)


def forget_token(page: Page) -> None:
    """Leaves a token in the page's storage that no server ever gave."""
    page.evaluate(
        """() => {
            for (const key of Object.keys(localStorage)) {
                const kept = JSON.parse(localStorage[key]);
                localStorage[key] = JSON.stringify({...kept, token: kept.token + "x"});
            }
        }"""
    )


def test_a_token_that_is_no_longer_good_begins_a_new_chat(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    forget_token(page)
    page.reload()
    open_chat(page)
    expect(page.get_by_role("status")).to_contain_text("Your last chat has ended")
    say(page, "what is dry needling")
    expect(said(page, "what is dry needling")).to_have_count(1)


def test_what_was_not_sent_when_a_chat_ended_is_sent_in_the_new_one(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.context.set_offline(True)
    write(page, "what is dry needling")
    # Another device, or the clinic's retention, deletes the conversation meanwhile.
    delete_elsewhere(page, product.front)
    page.context.set_offline(False)
    expect(page.locator(".said.assistant", has_text="needling release")).to_have_count(
        1, timeout=20_000
    )
    expect(said(page, "what is dry needling")).to_have_count(1)
    expect(said(page, "what is sciatica")).to_have_count(0)


def test_a_chat_deleted_elsewhere_says_so_and_asks_no_more(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    delete_elsewhere(page, product.front)
    expect(page.get_by_role("status")).to_contain_text("Your last chat has ended")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1500)
    assert asked == []


def test_a_chat_cleared_in_one_tab_is_gone_in_the_other_and_both_go_on_together(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    other = page.context.new_page()
    other.goto(product.front)
    open_chat(other)
    expect(said(other, "what is sciatica")).to_have_count(1)
    page.get_by_role("button", name="Clear chat").click()
    page.get_by_role("button", name="Delete it").click()
    expect(said(other, "what is sciatica")).to_have_count(0)
    say(page, "what is dry needling")
    expect(said(other, "what is dry needling")).to_have_count(1)


def test_what_is_said_while_a_chat_is_being_cleared_begins_the_next(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    expect(said(page, "what is sciatica")).to_have_count(1)
    under_way: list[Route] = []
    page.route("**/webhooks/webchat/conversation", lambda route: under_way.append(route))
    page.get_by_role("button", name="Clear chat").click()
    page.get_by_role("button", name="Delete it").click()
    write(page, "what is dry needling")
    expect(said(page, "what is dry needling")).to_have_count(1)
    under_way[0].continue_()
    expect(said(page, "what is sciatica")).to_have_count(0)
    expect(page.locator(".said.assistant", has_text="needling")).to_have_count(1, timeout=ANSWER_MS)
    page.reload()
    open_chat(page)
    expect(said(page, "what is dry needling")).to_have_count(1)
    expect(said(page, "what is sciatica")).to_have_count(0)


def test_a_chat_that_could_not_be_cleared_says_so_and_goes_on(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    refuse(page, "**/webhooks/webchat/conversation", 503, "Not now.")
    page.get_by_role("button", name="Clear chat").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("status")).to_contain_text("could not be deleted")
    say(page, "what is dry needling")
    expect(said(page, "what is sciatica")).to_have_count(1)


def test_an_acknowledgement_that_is_lost_leaves_one_message(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    lost: list[int] = []

    def lose(route: Route) -> None:
        if lost:
            route.fallback()
            return
        lost.append(route.fetch().status)
        route.abort()

    page.route(MESSAGES, lose)
    write(page, "what is sciatica")
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=20_000)
    assert lost == [202]
    expect(said(page, "what is sciatica")).to_have_count(1)


def test_a_double_click_on_a_choice_is_one_message(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.locator(".choices").get_by_role("button", name="Book a free screening").dblclick()
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=20_000)
    expect(said(page, "Book a free screening")).to_have_count(1)


def hide(page: Page, hidden: bool) -> None:
    """Puts the tab into the background, as far as the page can tell."""
    page.evaluate(
        """(hidden) => {
            Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_a_tab_in_the_background_asks_for_nothing_and_catches_up_when_it_is_seen(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    hide(page, True)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    other = page.context.new_page()
    other.goto(product.front)
    open_chat(other)
    say(other, "what is dry needling")
    page.wait_for_timeout(500)
    assert asked == []
    expect(said(page, "what is dry needling")).to_have_count(0)
    hide(page, False)
    expect(said(page, "what is dry needling")).to_have_count(1)
