"""The clinic's page: who is met, what happens, and whether it is open now."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chat import said, violations
from tests.browser.conftest import DESKTOP, PHONE, SMALL, keep_picture
from tests.conftest import Product


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits_every_screen(
    product: Product, open_page: Callable[..., Page], scheme: str
) -> None:
    page = open_page(product.front, PHONE, color_scheme=scheme)
    assert violations(page) == []
    for size in (SMALL, PHONE, DESKTOP):
        page.set_viewport_size(size)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0
    page.goto(f"{product.front}/embed?site=example.org")
    assert violations(page) == []


def test_the_page_tells_what_happens_and_who_is_met_and_books_with_them(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, DESKTOP)
    keep_picture(page, "page-1280")
    steps = page.locator(".steps")
    expect(steps).to_contain_text("about 20 minutes")
    expect(steps).to_contain_text("The screening is free")
    robin = page.locator(".people li", has_text="Robin Example")
    expect(robin.locator("svg.face")).to_be_visible()
    expect(robin).to_contain_text("Tuesday, Thursday")
    robin.get_by_role("link", name="Book with Robin Example").click()
    expect(said(page, "Book a free screening with Robin Example")).to_have_count(1)
    days = page.locator(".choices .day b")
    expect(days.first).to_have_text(re.compile("Tuesday|Thursday"))


def test_the_page_knows_whether_the_clinic_is_open(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front)
    expect(page.locator(".open")).to_have_text(
        re.compile(r"^(Open now, until .+|Closed now\. We open on \w+day, \w+ \d+ at .+)$")
    )
