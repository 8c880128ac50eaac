"""A chromium for the tests, Debian's, and what every page in it must not do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from clinic.settings import ROOT

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
IMAGES = ROOT / "docs" / "images"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's chromium; closed after this folder's tests, since it runs an event loop that
    asynchronous tests after it would trip over."""
    path = shutil.which("chromium")
    if not path:
        pytest.fail("These tests need chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a context of its own; fails when one of them complained."""
    complaints: list[str] = []
    contexts = []

    def open_page(url: str, size: dict[str, int] = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        # A blocked style or script is reported on the console, as an error of the page would be.
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if "Content Security Policy" in message.text
                else None
            ),
        )
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def keep_picture(page: Page, name: str) -> None:
    """Keeps a picture for the documentation when SCREENSHOTS is set."""
    if os.environ.get("SCREENSHOTS"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=IMAGES / f"{name}.png")
