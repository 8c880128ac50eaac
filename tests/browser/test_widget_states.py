"""Every state of the chat, in every look: accessible, reachable, and nothing off the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chat import (
    MESSAGES,
    delete_elsewhere,
    go_to_the_summary,
    open_chat,
    press,
    refuse,
    said,
    say,
    violations,
    write,
)
from tests.browser.conftest import DESKTOP, PHONE, SMALL, ZOOMED
from tests.conftest import Product

LOOKS = {
    "phone": (PHONE, {}),
    "phone, dark": (PHONE, {"color_scheme": "dark"}),
    "desktop": (DESKTOP, {}),
    "desktop, dark": (DESKTOP, {"color_scheme": "dark"}),
    "320 pixels": (SMALL, {"reduced_motion": "reduce"}),
    "zoomed to 400 %, dark": (ZOOMED, {"color_scheme": "dark"}),
    "forced colours": (PHONE, {"forced_colors": "active"}),
    "forced colours, dark": (DESKTOP, {"forced_colors": "active", "color_scheme": "dark"}),
}
# Everything one can press or type into, with its place on the screen.
CONTROLS = """() => {
    const roots = [document, ...[...document.querySelectorAll("*")].map((one) => one.shadowRoot)];
    return roots.filter(Boolean)
        .flatMap((root) => [...root.querySelectorAll("a[href], button, textarea, input, summary")])
        .filter((one) => one.checkVisibility({visibilityProperty: true}))
        .filter((one) => getComputedStyle(one).display !== "inline")
        .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
        .map(([name, box]) => ({name, width: box.width, height: box.height,
                                left: box.left, right: box.right}));
}"""


def states(page: Page, front: str, number: int) -> Iterator[str]:
    """Leads a page through the states, one after the other."""
    yield "closed"
    open_chat(page)
    yield "open"
    say(page, "what causes sciatica?")
    yield "a reply with quick replies and a link"
    press(page, "Book a free screening")
    yield "times"
    page.get_by_role("button", name="More days and times").click()
    expect(page.locator(".picker")).to_be_visible()
    yield "every free time"
    page.get_by_role("button", name="Back", exact=True).click()
    go_to_the_summary(page, "Dana Whitfield", f"414-555-02{number:02}")
    yield "the summary"
    press(page, "Yes, book it")
    expect(page.locator(".card")).to_contain_text("Central time")
    yield "the card of a booking"
    say(page, "I can't pee")
    expect(page.locator(".banner")).to_be_visible()
    yield "the emergency banner"
    page.get_by_role("button", name="Clear chat").click()
    yield "asked whether to clear"
    page.get_by_role("button", name="Keep it").click()
    refuse(page, MESSAGES, 503, "The chat is not working right now.", retry_after="60")
    write(page, "what is dry needling")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    yield "a message that could not be sent"
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".said.assistant", has_text="needling release")).to_have_count(1)
    expect(said(page, "what is dry needling")).to_have_count(1)
    page.context.set_offline(True)
    expect(page.get_by_role("status")).to_contain_text("You are offline")
    yield "offline"
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_be_empty()
    delete_elsewhere(page, front)
    expect(page.get_by_role("status")).to_contain_text("Your last chat has ended")
    yield "ended"


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_in_any_state(
    product: Product, open_page: Callable[..., Page], look: str
) -> None:
    size, options = LOOKS[look]
    page = open_page(product.front, size, **options)
    found = {
        state: violations(page) for state in states(page, product.front, list(LOOKS).index(look))
    }
    assert [state for state in found if found[state]] == [], found
    assert len(found) == 12


@pytest.mark.parametrize("look", ["phone", "desktop", "320 pixels", "zoomed to 400 %, dark"])
def test_every_control_is_large_enough_and_on_the_screen(
    product: Product, open_page: Callable[..., Page], look: str
) -> None:
    size, options = LOOKS[look]
    page = open_page(product.front, size, **options)
    call_button = set()
    for state in states(page, product.front, 50 + list(LOOKS).index(look)):
        controls = page.evaluate(CONTROLS)
        assert len(controls) > 4
        small = [one for one in controls if min(one["width"], one["height"]) < 24]
        assert small == [], state
        outside = [one for one in controls if one["left"] < 0 or one["right"] > size["width"]]
        assert [one for one in outside if "Skip" not in one["name"]] == [], state
        assert page.evaluate("document.scrollingElement.scrollWidth") <= size["width"], state
        if state != "closed":
            box = page.locator("invivo-chat .call").bounding_box()
            assert box, state
            assert 0 <= box["y"] < box["y"] + box["height"] <= size["height"], state
            call_button.add((box["x"], box["y"]))
    assert len(call_button) == 1  # always in the same place


@pytest.mark.parametrize("size", [PHONE, SMALL, ZOOMED], ids=["390", "320", "320 by 256"])
def test_a_long_answer_is_read_from_its_beginning(
    product: Product, open_page: Callable[..., Page], size: ViewportSize
) -> None:
    page = open_page(product.front, size)
    open_chat(page)
    say(page, "how do you treat it?")
    answer = page.locator(".said.assistant", has_text="ergonomics")
    expect(answer).to_have_count(1)
    start = answer.bounding_box()["y"]
    head = page.locator("invivo-chat .head").bounding_box()
    if size is not ZOOMED:
        assert head["y"] + head["height"] <= start < size["height"] / 2
    # All of it can be reached.
    answer.locator("li").last.scroll_into_view_if_needed()
    expect(answer.locator("li").last).to_be_in_viewport()
    page.get_by_label("Your message").scroll_into_view_if_needed()
    expect(page.get_by_label("Your message")).to_be_in_viewport()


def test_an_answer_with_points_is_a_list(product: Product, open_page: Callable[..., Page]) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "how do you treat it?")
    answer = page.locator(".said.assistant", has_text="treatment sessions")
    expect(answer.get_by_role("listitem")).to_have_count(9)


def test_nothing_moves_for_those_who_do_not_want_it(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, reduced_motion="reduce")
    open_chat(page)
    page.route(MESSAGES, lambda route: None)  # the answer never comes
    page.evaluate(
        """() => {
            const root = document.querySelector("invivo-chat").shadowRoot;
            const dots = document.createElement("span");
            dots.className = "dots";
            dots.append(document.createElement("i"));
            root.querySelector(".state").append(dots);
        }"""
    )
    running = "document.querySelector('invivo-chat').shadowRoot.getAnimations().length"
    assert page.evaluate(running) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(running) == 1


def test_every_press_of_a_quick_reply_leaves_the_field_open_for_own_words(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    field = open_chat(page)
    press(page, "What is sciatica?")
    expect(field).to_be_focused()
    expect(field).to_be_editable()
