"""A chromium for the tests, Debian's, and what every page in it must not do."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from clinic.settings import ROOT
from tests import conftest
from tests.browser.sites import Site
from tests.conftest import Product
from tests.ports import free_port

PHONE, DESKTOP = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)
SMALL, ZOOMED = ViewportSize(width=320, height=640), ViewportSize(width=320, height=256)
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


@pytest.fixture(scope="package")
def site() -> Iterator[Site]:
    """A website that the product lets use the widget."""
    site = Site(conftest.SITE_PORT)
    yield site
    site.shutdown()
    site.server_close()


@pytest.fixture(scope="package")
def unlisted() -> Iterator[Site]:
    """One that it does not know."""
    site = Site(free_port())
    yield site
    site.shutdown()
    site.server_close()


def watch(context: BrowserContext) -> list[str]:
    """What the pages of a context complain about from now on: errors of their scripts, what
    their Content-Security-Policy blocked, and requests to anybody but this machine."""
    complaints: list[str] = []
    context.on("weberror", lambda problem: complaints.append(str(problem.error)))
    # A blocked style or script is reported on the console.
    context.on(
        "console",
        lambda message: (
            complaints.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )

    def check(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in ("127.0.0.1", None):
            complaints.append(f"a request to {parts.hostname}")

    context.on("request", check)
    return complaints


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a context of its own; fails when one of them complained."""
    watched: list[tuple[BrowserContext, list[str]]] = []

    def open_page(url: str, size: ViewportSize = PHONE, **options: Any) -> Page:
        context = browser.new_context(viewport=size, **options)
        watched.append((context, watch(context)))
        page = context.new_page()
        page.goto(url)
        return page

    yield open_page
    for context, _ in watched:
        context.close()
    assert [complaint for _, complaints in watched for complaint in complaints] == []


def keep_picture(page: Page, name: str) -> None:
    """Keeps a picture for the documentation when SCREENSHOTS is set."""
    if os.environ.get("SCREENSHOTS"):
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.mouse.move(0, 0)
        page.wait_for_timeout(800)  # new buttons are pale for a moment
        shot = Image.open(BytesIO(page.screenshot()))
        # A page has few colours: a third of the size, and nobody sees it.
        shot.convert("RGB").quantize(128).save(IMAGES / f"{name}.png", optimize=True)


def until_it_is_back(product: Product) -> None:
    """Waits for the brain after it was killed: what comes next shares the product."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if product.chat().say("hello"):
                return
        time.sleep(0.5)
    raise AssertionError("the brain did not come back")


def kill(product: Product, module: str) -> None:
    """Ends a process as `kill -9` does; it is started again by itself."""
    assert product.process
    for process in psutil.Process(product.process.pid).children(recursive=True):
        if module in process.cmdline():
            os.kill(process.pid, signal.SIGKILL)
            return
    raise AssertionError(f"no {module} runs")
