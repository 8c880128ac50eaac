"""Where the chat stands: on every screen, turned, lowered by a keyboard, enlarged, over a notch.

One page is led through the sizes in each state, so that there is no browser and no conversation
for each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chat import LAUNCH, open_chat, press, say
from tests.browser.conftest import DESKTOP, PHONE
from tests.conftest import Product

SIZES = {
    "320": (320, 640),
    "390": (390, 844),
    "390 on its side": (844, 390),
    "tablet": (768, 1024),
    "desktop": (1280, 900),
    "400 %": (320, 256),
    "lowered by a keyboard": (390, 340),
}
# Whether the points of an element are its own, not covered and not cut off.
SEEN = """(one) => {
    const root = one.getRootNode();
    const {left, right, top, bottom} = one.getBoundingClientRect();
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    const at = root.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return inside && (at === one || one.contains(at));
}"""
NEWEST = """() => {
    const root = document.querySelector("invivo-chat").shadowRoot;
    // An answer of several parts is read from its first.
    const said = [...root.querySelectorAll(".said.patient + .said.assistant")].pop()
        ?? root.querySelector(".said.assistant");
    const log = root.querySelector(root.querySelector(".low") ? ".main" : ".log");
    const [one, all] = [said.getBoundingClientRect(), log.getBoundingClientRect()];
    return Math.min(one.bottom, all.bottom) - Math.max(one.top, all.top);
}"""


def in_reach(page: Page) -> set[str]:
    """What must be there whatever the size: the way out, the way to a person, the field."""
    chat = page.locator("invivo-chat")
    controls = {
        "close": chat.get_by_role("button", name="Close the chat"),
        "call": chat.locator(".call"),
        "send": chat.get_by_role("button", name="Send"),
        "field": chat.get_by_label("Your message"),
    }
    return {name for name, one in controls.items() if one.evaluate(SEEN)}


def resize(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(100)


def every_size(page: Page, state: str) -> None:
    for name, size in SIZES.items():
        resize(page, size)
        assert in_reach(page) == {"close", "call", "send", "field"}, (state, name)
        assert page.evaluate(NEWEST) > 20, (state, name)


def test_what_can_be_answered_is_in_sight_on_a_phone_that_lies_on_its_side(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    resize(page, SIZES["390 on its side"])
    for said in ("book a screening", "the first one", "Dana Miller", "414-555-0182"):
        say(page, said)
    choices = page.locator("invivo-chat .choice", has_text="None of these")
    expect(choices).to_be_visible()
    assert choices.evaluate(SEEN)
    press(page, "None of these")
    assert page.locator("invivo-chat .choices .choice").first.evaluate(SEEN)


def test_the_newest_answer_and_the_way_out_are_in_sight_at_every_size(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    every_size(page, "empty")
    say(page, "what causes sciatica?")
    every_size(page, "answer")
    press(page, "Book a free screening")
    every_size(page, "times")
    say(page, "I can't pee")
    every_size(page, "alarm")
    assert page.locator(".banner").get_by_role("link", name="Call 911").evaluate(SEEN)


@pytest.mark.parametrize("turns", [[(844, 390), (390, 844)], [(390, 340), (390, 640)]])
def test_a_chat_that_was_turned_or_lowered_and_back_is_not_blank(
    product: Product, open_page: Callable[..., Page], turns: list[tuple[int, int]]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "how do you treat it?")
    for size in turns:
        # Somebody scrolls about in it meanwhile.
        page.mouse.move(200, 150)
        page.mouse.wheel(0, 600)
        resize(page, size)
    assert in_reach(page) == {"close", "call", "send", "field"}
    head = page.locator("invivo-chat .head").bounding_box()
    assert head["y"] == 0


def test_who_reads_something_else_is_left_there(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "how do you treat it?")
    say(page, "what causes sciatica?")
    log = page.get_by_role("log")
    log.evaluate("one => { one.scrollTop = 0; }")
    page.wait_for_timeout(100)
    resize(page, (390, 700))
    assert log.evaluate("one => one.scrollTop") == 0


def test_text_of_double_size_leaves_everything_in_reach_on_a_small_phone(
    product: Product, browser: Browser
) -> None:
    large = browser.browser_type.launch(
        executable_path="/usr/bin/chromium",
        args=["--no-sandbox", "--blink-settings=defaultFontSize=32"],
    )
    page = large.new_page(viewport={"width": 320, "height": 640})
    page.goto(product.front)
    open_chat(page)
    say(page, "what causes sciatica?")
    assert in_reach(page) == {"close", "call", "send", "field"}
    assert page.get_by_label("Your message").evaluate("one => getComputedStyle(one).fontSize") == (
        "32px"
    )
    say(page, "I can't pee")
    assert page.locator(".banner").get_by_role("link", name="Call 911").evaluate(SEEN)
    large.close()


def test_the_page_behind_stays_where_it_is(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    page.evaluate("scrollTo(0, 300)")
    open_chat(page)
    for place in [(200, 20), (200, 400), (200, 800)]:
        page.mouse.move(*place)
        page.mouse.wheel(0, 500)
        page.mouse.wheel(0, -900)
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == 300
    page.get_by_role("button", name="Close the chat").click()
    page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY === 500")


def test_nothing_lies_under_a_notch_or_a_home_bar(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    page.context.new_cdp_session(page).send(
        "Emulation.setSafeAreaInsetsOverride", {"insets": {"top": 59, "bottom": 34, "left": 20}}
    )
    open_chat(page)
    chat = page.locator("invivo-chat")
    assert chat.get_by_role("button", name="Close the chat").bounding_box()["y"] >= 59
    notice = chat.locator(".notice").bounding_box()
    assert notice["y"] + notice["height"] <= PHONE["height"] - 34
    assert chat.get_by_label("Your message").bounding_box()["x"] >= 20


def test_a_tap_opens_no_keyboard_over_the_answer(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, has_touch=True)
    page.get_by_role("button", name=LAUNCH).tap()
    field = page.get_by_label("Your message")
    expect(page.get_by_role("dialog")).to_be_focused()
    page.locator(".choices").get_by_role("button", name="What is sciatica?").tap()
    expect(page.locator(".said.assistant")).not_to_have_count(1)
    expect(field).not_to_be_focused()
    # The focus is in the chat all the same.
    assert page.evaluate("!!document.querySelector('invivo-chat').shadowRoot.activeElement")
    field.tap()
    field.fill("what causes sciatica?")
    page.get_by_role("button", name="Send").tap()
    expect(field).to_be_focused()


def test_the_second_of_two_slow_clicks_presses_nothing_else(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, DESKTOP)
    open_chat(page)
    page.wait_for_timeout(700)
    box = page.locator(".choices").get_by_role("button", name="What is sciatica?").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    # The answer comes, and with it new buttons; the click that was under way comes then.
    expect(page.locator(".choices button").first).to_be_visible()
    box = page.locator(".choices button").first.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    page.wait_for_timeout(700)
    expect(page.locator(".said.patient")).to_have_count(1)
    page.mouse.click(box["x"] + 20, box["y"] + 20)
    expect(page.locator(".said.patient")).to_have_count(2)


def test_ten_thousand_characters_are_counted_and_kept_until_they_are_fewer(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    field = open_chat(page)
    field.fill("my leg hurts " * 770)
    status = page.get_by_role("status")
    expect(status).to_contain_text(re.compile(r"10,009 characters.*5,000"))
    field.press("Enter")
    expect(page.locator(".said.patient")).to_have_count(0)
    assert len(field.input_value()) == 10_010
    field.fill("what is sciatica?")
    expect(status).to_be_empty()
    say_before = page.locator(".said.assistant").count()
    field.press("Enter")
    expect(page.locator(".said.assistant")).not_to_have_count(say_before)


def test_the_dots_go_when_the_answer_comes(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    page.evaluate(
        """() => {
            window.late = false;
            const root = document.querySelector("invivo-chat").shadowRoot;
            new MutationObserver(() => {
                const rows = [...root.querySelectorAll(".said.patient, .said.assistant")];
                const answered = rows[rows.length - 1].matches(".assistant") && rows.length > 1;
                if (answered && root.querySelector(".dots")) setTimeout(() => {
                    window.late ||= !!root.querySelector(".dots");
                }, 100);
            }).observe(root, {childList: true, subtree: true});
        }"""
    )
    say(page, "what causes sciatica?")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.late") is False
    expect(page.locator(".dots")).to_have_count(0)
