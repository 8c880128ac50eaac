"""What a screen reader and a keyboard get of the chat."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.browser.chat import (
    ANSWER_MS,
    LAUNCH,
    MESSAGES,
    delete_elsewhere,
    open_chat,
    refuse,
    said,
    say,
    write,
)
from tests.browser.conftest import DESKTOP, PHONE, SMALL
from tests.conftest import Product

# Notes the text of everything that is added where it would be read out.
LISTEN = """() => {
    window.heard = [];
    const root = document.querySelector("invivo-chat").shadowRoot;
    const polite = {log: "polite", status: "polite", alert: "assertive"};
    const live = (node) => {
        for (let one = node; one instanceof Element; one = one.parentElement) {
            if (one.getAttribute("aria-hidden") === "true") return false;
            const value = one.getAttribute("aria-live") ?? polite[one.getAttribute("role")];
            if (value) return value !== "off";
        }
        return false;
    };
    new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) {
            const element = node instanceof Element ? node : change.target;
            if (live(element)) window.heard.push(node.textContent);
        }
    }).observe(root, {childList: true, subtree: true});
}"""


def heard(page: Page, words: str) -> int:
    """How often something with these words was read out."""
    return sum(words in one for one in page.evaluate("window.heard"))


def test_each_message_is_read_out_once(product: Product, open_page: Callable[..., Page]) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.evaluate(LISTEN)
    say(page, "what causes sciatica?")
    page.wait_for_timeout(500)
    assert heard(page, "what causes sciatica?") == 1
    assert heard(page, "disc herniation where the nerve exits") == 1


def test_an_alarm_is_read_out_once_and_at_once(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.evaluate(LISTEN)
    say(page, "I can't feel it when I pee and both legs are numb")
    page.wait_for_timeout(500)
    assert heard(page, "nearest emergency room now") == 1
    expect(page.get_by_role("alert")).to_contain_text("911")


def test_what_was_said_before_is_not_read_out_again_when_the_chat_is_opened(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.reload()
    # Listening begins before the history comes.
    page.route(MESSAGES, lambda route: route.fallback())

    def later(route: Route) -> None:
        page.wait_for_timeout(400)
        route.fallback()

    page.route(re.compile(r"/messages\?after=0"), later)
    open_chat(page)
    page.evaluate(LISTEN)
    expect(said(page, "what is sciatica")).to_have_count(1)
    page.wait_for_timeout(600)
    assert heard(page, "what is sciatica") == 0
    say(page, "what is dry needling")
    page.wait_for_timeout(500)
    assert heard(page, "needling release") == 1


def test_troubles_are_read_out(product: Product, open_page: Callable[..., Page]) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.evaluate(LISTEN)
    refuse(page, MESSAGES, 503, "The chat is not working right now.", retry_after="60")
    write(page, "hello")
    expect(page.get_by_role("status")).to_have_text("The chat is not working right now.")
    assert heard(page, "The chat is not working right now.") == 1


def test_everything_has_a_name_and_a_language(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    expect(page.get_by_role("dialog", name=re.compile("Sciatica helper"))).to_be_visible()
    expect(page.get_by_role("log", name="Conversation")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your message")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"Call INVIVO Wellness"))).to_be_visible()
    expect(page.get_by_role("button", name="Close the chat")).to_be_visible()
    assert page.locator("invivo-chat").get_attribute("lang") == "en"
    say(page, "what is sciatica")
    expect(page.locator(".said.patient .unseen")).to_have_text("You: ")
    expect(page.locator(".said.assistant .unseen").last).to_have_text("Helper: ")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_keyboard_alone_is_enough(
    product: Product, open_page: Callable[..., Page], size: ViewportSize
) -> None:
    page = open_page(product.front, size)
    launcher = page.get_by_role("button", name=LAUNCH)
    launcher.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.type("what is sciatica")
    page.keyboard.press("Enter")
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=ANSWER_MS)
    # Back from the field to the quick replies, and one of them chosen.
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".said.patient")).to_have_count(2, timeout=ANSWER_MS)
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launcher).to_be_focused()


def test_shift_and_enter_begins_a_new_line(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    field = open_chat(page)
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    expect(field).to_have_value("one\ntwo")
    expect(page.locator(".said.patient")).to_have_count(0)


def test_escape_keeps_the_chat_first_and_closes_it_then(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.get_by_role("button", name="Clear chat").click()
    expect(page.get_by_role("group", name=re.compile("Delete this conversation"))).to_be_visible()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_label("Your message")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name=LAUNCH).click()
    expect(said(page, "what is sciatica")).to_have_count(1)


FOCUSED_IN_CHAT = "() => !!document.querySelector('invivo-chat')?.shadowRoot.activeElement"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_focus_never_goes_behind_a_chat_that_fills_the_screen(
    product: Product, open_page: Callable[..., Page], key: str
) -> None:
    page = open_page(product.front, SMALL)
    open_chat(page)
    expect(page.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    for _ in range(15):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED_IN_CHAT)


def test_the_page_beside_the_chat_stays_in_reach_on_a_desktop(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, DESKTOP)
    open_chat(page)
    expect(page.get_by_role("dialog")).to_have_attribute("aria-modal", "false")
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if not page.evaluate(FOCUSED_IN_CHAT):
            return
    raise AssertionError("the page can't be reached")


def test_the_head_stays_in_sight_above_a_phones_keyboard(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    # Chromium shows no keyboard in a test: what it does to the viewport is put in its place.
    page.add_init_script(
        """Object.defineProperty(window, "visualViewport", {value: Object.assign(
            new EventTarget(), {height: innerHeight, offsetTop: 0, scale: 1})})"""
    )
    page.goto(product.front)
    open_chat(page)
    page.evaluate(
        """() => {
            Object.assign(visualViewport, {height: 420, offsetTop: 60});
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    box = page.get_by_role("dialog").bounding_box()
    assert (box["y"], box["height"]) == (60, 420)
    page.evaluate(
        """() => {
            Object.assign(visualViewport, {height: innerHeight, offsetTop: 0});
            visualViewport.dispatchEvent(new Event("resize"));
        }"""
    )
    assert page.get_by_role("dialog").bounding_box()["height"] == PHONE["height"]


def test_a_link_to_the_article_on_this_page_is_not_hidden_behind_the_chat(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what causes sciatica?")
    page.get_by_role("link", name=re.compile("From our article")).click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("heading", name="How could the sciatic nerve")).to_be_in_viewport()
    open_chat(page)
    expect(said(page, "what causes sciatica?")).to_have_count(1)


def test_times_of_another_day_have_their_date(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    expect(page.locator(".said.patient time")).to_have_text(re.compile(r"^\d+:\d\d\s[AP]M$"))
    page.clock.install()
    page.clock.fast_forward(72 * 3_600_000)
    page.reload()
    page.clock.resume()
    open_chat(page)
    page.get_by_role("button", name="Yes, show it").click()
    expect(page.locator(".said.patient time")).to_have_text(re.compile(r"^\w{3} \d+, "))


def test_an_ended_chat_is_said_and_the_field_stays(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    field = open_chat(page)
    say(page, "what is sciatica")
    page.evaluate(LISTEN)
    delete_elsewhere(page, product.front)
    expect(page.get_by_role("status")).to_contain_text("Your last chat has ended")
    assert heard(page, "Your last chat has ended") == 1
    expect(field).to_be_editable()
