"""The chat in pages that would get into it: of every popular kind, each of another origin."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import LAUNCH, open_chat, said, say
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.sites import Site
from tests.conftest import Product

INHERITED = """
  text-transform: uppercase; letter-spacing: .2em; word-spacing: 1em; text-align: center;
  text-indent: 3em; text-shadow: 1px 1px red; line-height: 3; font-style: italic; cursor: wait;
  white-space: nowrap; visibility: visible; color: yellow; user-select: none; font-size: 9px;
"""
# What a page may look like, and how.
HOSTS = {
    "a root of 62.5 %": ("<style>html { font-size: 62.5% } body { font-size: 1.6rem }</style>", ""),
    "capitals and spacing": (f"<style>html, body {{ {INHERITED} }}</style>", ""),
    "rules for everything": (
        f"<style>* {{ {INHERITED.replace(';', ' !important;')} transition: all 2s }}"
        "button, textarea { width: 100%; height: 9px; float: left }</style>",
        "",
    ),
    "right to left": ("<style>body { direction: rtl }</style>", 'dir="rtl" lang="ar"'),
    "a body that is moved": (
        "<style>body { transform: scale(.9); filter: grayscale(1); overflow: auto; height: 100% }"
        "html { height: 100% } body > *:not(:defined) { display: none }</style>",
        "",
    ),
}
LOOK = """(one) => {
    const {fontSize, letterSpacing, wordSpacing, textTransform, textAlign, textIndent, textShadow,
           fontStyle, direction} = getComputedStyle(one);
    return [fontSize, letterSpacing, wordSpacing, textTransform, textAlign, textIndent, textShadow,
            fontStyle, direction];
}"""
OWN = ["16px", "normal", "0px", "none", "start", "0px", "none", "normal", "ltr"]


@pytest.fixture
def host(product: Product, site: Site) -> Site:
    """The site, with no policy of its own."""
    site.policy = ""
    return site


def boxes(page: Page) -> list[Any]:
    """Where the parts of the chat are, and how large."""
    chat = page.locator("invivo-chat")
    parts = [
        chat.get_by_role("dialog"),
        chat.locator(".head"),
        chat.get_by_role("button", name="Send"),
        chat.locator(".choices button").first,
    ]
    return [part.bounding_box() for part in parts]


def test_no_style_of_a_page_gets_into_the_chat(
    product: Product, host: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank", DESKTOP)
    host.embed(product.front)
    looks = {}
    for name, (style, html) in {"none": ("", ""), **HOSTS}.items():
        host.embed(product.front, head=style, html=html)
        page.goto(host.url)
        launcher = page.get_by_role("button", name=LAUNCH)
        assert launcher.evaluate(LOOK)[0] == "16px", name
        opener = launcher.bounding_box()
        open_chat(page)
        page.wait_for_timeout(700)
        dialog = page.get_by_role("dialog")
        assert dialog.evaluate(LOOK) == OWN, name
        looks[name] = [opener, *boxes(page)]
        assert looks[name][3]["height"] == 44, name
        page.get_by_role("button", name="Close the chat").click()
    assert {name for name in looks if looks[name] != looks["none"]} == set()


def test_a_script_without_defer_in_the_head_works_as_well(
    product: Product, host: Site, open_page: Callable[..., Page]
) -> None:
    host.embed(product.front, head=f'<script src="{product.front}/widget.js"></script>')
    page = open_page(host.url)
    open_chat(page)
    expect(page.get_by_text("INVIVO Wellness").first).to_be_visible()


def test_a_script_that_another_script_puts_in_works_as_well(
    product: Product, host: Site, open_page: Callable[..., Page]
) -> None:
    put = f"""<script>addEventListener("load", () => setTimeout(() => {{
        const one = document.createElement("script");
        one.type = "module"; one.src = "{product.front}/widget.js";
        document.head.append(one); }}, 100))</script><i hidden data-of="widget.js"></i>"""
    host.embed(product.front, head=put)
    page = open_page(host.url)
    open_chat(page)
    expect(page.get_by_text("INVIVO Wellness").first).to_be_visible()


SWAP = """(front) => {
    const body = document.createElement("body");
    body.innerHTML = "<h1>Another page</h1>";
    const again = document.createElement("script");
    again.src = front + "/widget.js";
    body.append(again);
    history.pushState({}, "", "/another");
    document.documentElement.replaceChild(body, document.body);
}"""


def test_a_site_that_swaps_its_body_keeps_the_chat_and_what_is_being_written(
    product: Product, host: Site, open_page: Callable[..., Page]
) -> None:
    host.embed(product.front)
    page = open_page(host.url)
    field = open_chat(page)
    say(page, "what is sciatica")
    field.fill("half a sent")
    page.evaluate(SWAP, product.front)
    expect(page.get_by_role("heading", name="Another page")).to_be_attached()
    expect(field).to_have_value("half a sent")
    say(page, "what causes sciatica?")
    expect(said(page, "what is sciatica")).to_have_count(1)
    page.wait_for_timeout(300)
    assert page.locator("invivo-launcher").count() == 1


def test_a_policy_with_trusted_types_lets_it_work(
    product: Product, host: Site, open_page: Callable[..., Page]
) -> None:
    host.let_in(
        product.front,
        "; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    )
    host.embed(product.front)
    page = open_page(host.url)
    open_chat(page)
    say(page, "what causes sciatica?")


# What themes of old do to a page: keys and swipes taken, the focus pulled back, arrays written by
# a method of their own, quiet globals.
THEME = """<script>
    for (const name of ["keydown", "keypress", "keyup"])
        document.addEventListener(name, (event) => {
            if (event.target.tagName !== "INPUT") event.preventDefault();
        });
    for (const name of ["touchmove", "wheel"])
        document.addEventListener(name, (event) => event.preventDefault(), {passive: false});
    document.addEventListener("focusin", () => document.querySelector("h1").focus());
    Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };
    window.name = "x"; window.strings = window.button = window.open = window.Panel = 1;
</script>"""


def test_an_old_theme_takes_neither_the_keys_nor_the_focus_nor_the_wheel(
    product: Product, host: Site, open_page: Callable[..., Page]
) -> None:
    host.embed(product.front, head=THEME, body='<h1 tabindex="-1">Menu</h1>')
    page = open_page(host.url, DESKTOP)
    field = open_chat(page)
    page.keyboard.type("how do you treat it? ")
    expect(field).to_have_value("how do you treat it? ")
    page.keyboard.press("Enter")
    expect(page.locator(".said.assistant", has_text="ergonomics")).to_have_count(1)
    log = page.get_by_role("log")
    before = log.evaluate("one => one.scrollTop")
    log.hover()
    page.mouse.wheel(0, -300)
    page.wait_for_timeout(300)
    assert log.evaluate("one => one.scrollTop") < before
    page.reload()
    open_chat(page)
    expect(said(page, "how do you treat it?")).to_have_count(1)


@pytest.mark.parametrize("composing", [{"isComposing": True}, {"keyCode": 229}])
def test_an_enter_of_an_input_method_sends_nothing(
    product: Product, host: Site, open_page: Callable[..., Page], composing: dict[str, Any]
) -> None:
    host.embed(product.front)
    page = open_page(host.url, PHONE)
    field = open_chat(page)
    field.fill("にほん")
    field.evaluate(
        """(one, what) => one.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", bubbles: true, ...what}))""",
        composing,
    )
    page.wait_for_timeout(200)
    expect(field).to_have_value("にほん")
    expect(page.locator(".said.patient")).to_have_count(0)


def test_a_site_that_is_not_listed_is_told_so_and_so_is_its_web_master(
    product: Product, unlisted: Site, open_page: Callable[..., Page]
) -> None:
    unlisted.embed(product.front)
    unlisted.policy = ""
    page = open_page("about:blank")
    printed = []
    page.on("console", lambda message: printed.append(message.text))
    page.goto(unlisted.url)
    open_chat(page)
    expect(page.get_by_role("status")).to_contain_text("not set up for this website")
    expect(page.locator(".choices button")).to_have_count(0)
    told = next(line for line in printed if "SITE_ORIGINS" in line)
    assert unlisted.url in told
    assert page.evaluate("localStorage.length") == 0
    help_page = re.search(r"See (\S+)", told).group(1)
    page.goto(help_page)
    expect(page.get_by_role("status")).to_contain_text(f"{unlisted.url} is not allowed")
