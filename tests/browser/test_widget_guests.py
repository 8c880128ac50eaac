"""The chat as a guest on a page: nothing loaded early, nothing moved, nothing from strangers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.chat import LAUNCH, POLL, open_chat, press, said, say, write
from tests.browser.conftest import DESKTOP, PHONE, watch
from tests.browser.sites import Site
from tests.conftest import Product

HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
# What moved of itself since the page was loaded, as browsers measure it.
SHIFTS = """() => new Promise((done) => {
    new PerformanceObserver((list) => done(list.getEntries().flatMap((one) =>
        one.sources.map(({node, previousRect: from, currentRect: to}) =>
            [node?.className ?? "?", from.y, to.y, one.hadRecentInput]))))
        .observe({type: "layout-shift", buffered: true});
    setTimeout(() => done([]), 500);
})"""


def test_nothing_is_loaded_or_sent_before_the_chat_is_opened(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(product.front)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "webhooks" in url or "chat.js" in url]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_no_cookie_and_no_third_party_in_a_whole_conversation(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    open_chat(page)
    say(page, "what causes sciatica?")
    press(page, "Book a free screening")
    page.get_by_role("button", name="Clear chat").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator(".said.patient")).to_have_count(0)
    assert asked
    assert all(url.startswith(product.front) for url in asked)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_does_not_move(
    product: Product, open_page: Callable[..., Page], size: ViewportSize
) -> None:
    page = open_page(product.front, size)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name=LAUNCH)).to_be_visible()
    before = page.get_by_role("heading", level=1).bounding_box()
    open_chat(page)
    say(page, "what is sciatica")
    assert page.evaluate(SHIFTS) == []
    page.keyboard.press("Escape")
    assert page.get_by_role("heading", level=1).bounding_box() == before


def test_a_policy_that_is_broken_would_be_noticed(product: Product, browser: Browser) -> None:
    context = browser.new_context()
    complaints = watch(context)
    page = context.new_page()
    page.goto(product.front)
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_timeout(200)
    context.close()
    assert len(complaints) == 1


def test_what_a_patient_writes_is_never_read_as_html(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, HOSTILE)
    expect(said(page, "<img src=x")).to_have_count(1)
    assert page.title() != "owned"
    assert page.locator("invivo-chat img, invivo-chat script").count() == 0


def test_what_a_server_sends_is_never_read_as_html_and_its_links_are_checked(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    say(page, "what is sciatica")
    page.get_by_role("button", name="Close the chat").click()
    urls = [
        "javascript:document.title='owned'",
        " javascript:document.title='owned'",
        "java\nscript:document.title='owned'",
        "data:text/html,<script>1</script>",
        "http://evil.example/",
        "blob:x",
        "https://",
    ]
    messages = [
        {
            "seq": 10 + number,
            "id": str(number),
            "from": "assistant",
            "at": "2026-01-01T00:00:00.000Z",
            "text": HOSTILE,
            "choices": [{"label": HOSTILE, "token": "x"}],
            "source": {"title": HOSTILE, "url": url},
            "card": {"type": "screening", "when": HOSTILE, "where": HOSTILE, "calendar_url": url},
            "banner": "E",
            "kind": 'safety" onmouseover="x',
        }
        for number, url in enumerate(urls)
    ]
    left = [True]

    def answer(route: Any) -> None:
        if not left:
            return
        left.clear()
        body = {"messages": messages, "typing": False, "closed": False}
        route.fulfill(headers={"Content-Type": "application/json"}, body=json.dumps(body))

    page.route(POLL, answer)
    open_chat(page)
    expect(page.locator(".said", has_text="<img src=x")).to_have_count(len(urls))
    chat = page.locator("invivo-chat")
    assert chat.locator("img, script, [onmouseover]").count() == 0
    assert page.title() != "owned"
    links = chat.locator("a").evaluate_all("all => all.map((one) => one.href)")
    foreign = {link for link in links if not link.startswith(f"{product.front}/#")}
    assert foreign == {"tel:+14145550142", "tel:911"}  # the call button, and the banner's


def test_links_to_other_sites_tell_them_nothing(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    open_chat(page)
    source = {"title": "Elsewhere", "url": "https://example.org/article"}
    body = {
        "messages": [
            {"seq": 900, "id": "a", "from": "staff", "at": "2026-01-01T00:00:00.000Z",
             "text": "See here.", "choices": [], "source": source}
        ],
        "typing": False,
        "closed": False,
    }  # fmt: skip
    page.route(
        POLL,
        lambda route: route.fulfill(
            headers={"Content-Type": "application/json"}, body=json.dumps(body)
        ),
        times=1,
    )
    write(page, "hello")
    shown = page.get_by_role("link", name="Elsewhere")
    expect(shown).to_have_attribute("rel", "noopener noreferrer")
    expect(shown).to_have_attribute("target", "_blank")


def test_a_chat_that_did_not_load_can_be_tried_again(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    page.route("**/widget/chat.js*", lambda route: route.abort(), times=1)
    page.get_by_role("button", name=LAUNCH).click()
    page.get_by_role("button", name="The chat did not load. Try again").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_link_of_the_page_opens_the_chat_and_says_what_it_promises(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, DESKTOP)
    opener = page.get_by_role("link", name="Book a free screening")
    opener.click()
    expect(said(page, "Book a free screening")).to_have_count(1)
    expect(page.locator(".said.assistant", has_text="Which time works for you?")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_another_site_pastes_one_line(
    product: Product, site: Site, open_page: Callable[..., Page]
) -> None:
    site.let_in(product.front)
    site.embed(product.front)
    page = open_page(site.url)
    open_chat(page)
    say(page, "what causes sciatica?")
    expect(page.get_by_text("INVIVO Wellness").first).to_be_visible()
    page.reload()
    open_chat(page)
    expect(said(page, "what causes sciatica?")).to_have_count(1)


def test_a_site_gives_the_chat_its_own_colours(
    product: Product, site: Site, open_page: Callable[..., Page]
) -> None:
    site.let_in(product.front)
    site.embed(product.front)
    page = open_page(site.url)
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(":root { --invivo-brand: #6b2a7a; --invivo-on-brand: #fffbe8; "
                              + "--invivo-font: Georgia, serif; }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    colour = "one => getComputedStyle(one).backgroundColor"
    launcher = page.get_by_role("button", name=LAUNCH)
    assert launcher.evaluate(colour) == "rgb(107, 42, 122)"
    open_chat(page)
    assert page.locator("invivo-chat .head").evaluate(colour) == "rgb(107, 42, 122)"
    font = page.locator("invivo-chat").evaluate("one => getComputedStyle(one).fontFamily")
    assert font == "Georgia, serif"
