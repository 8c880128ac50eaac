"""The jobs of a day at the desk, each from the first page in at most five clicks.

A click is a press of the pointer: a link, a button, a list to choose from, a field that has not
the focus. Keys (typing, Tab to the next field, Enter) are none. Controls in sight are what could be
pressed or typed into without scrolling, where the job has most of them at once.

`DESK_JOBS=docs/benchmarks/desk-jobs.md make test T=tests/browser/test_desk_jobs.py` writes both
down, job by job.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from channels.web import post
from clinic import clock
from clinic.content import get_content
from clinic.screenings import Screenings
from clinic.settings import ROOT
from tests.browser.chat import ANSWER_MS, book, open_chat, press
from tests.browser.conftest import DESKTOP
from tests.browser.desk_world import PASSWORD, World, a_desk
from tests.browser.test_widget_booking import TIME
from tests.conftest import Product
from worker.sending import send_due

MOST_CLICKS, MOST_CONTROLS = 5, 60
IN_SIGHT = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary"
)].filter((control) => {
  const at = control.getBoundingClientRect();
  const shown = control.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  return shown && at.width > 1 && at.height > 1 && at.bottom > 0 && at.right > 0
    && at.top < innerHeight && at.left < innerWidth;
}).length"""
HEAD = """# The jobs of a day at the front desk

Written by `DESK_JOBS=docs/benchmarks/desk-jobs.md make test T=tests/browser/test_desk_jobs.py`:
from the first page, 1280 by 900. A click is a press of the pointer; controls in sight are links,
buttons and fields that show without scrolling, where a job has most of them at once.

| job | clicks | controls in sight |
|---|---:|---:|
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_desk(tmp_path) as world:
        yield world


class Hand:
    """Somebody's hand at the desk, whose clicks are counted.

    Attributes:
        clicks: so many until now.
        controls: so many were in sight where there were most.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0
        self.controls = 0

    def look(self) -> None:
        """Counts the controls in sight on the page that was led to."""
        for _ in range(5):
            self.page.wait_for_load_state()
            with suppress(Error):  # the page went on to the next in this very moment
                self.controls = max(self.controls, self.page.evaluate(IN_SIGHT))
                return
        raise AssertionError("no page stays")

    def click(
        self,
        name: str | re.Pattern[str],
        role: Literal["link", "button"] = "link",
        within: str = "body",
    ) -> None:
        found = self.page.locator(within).get_by_role(role, name=name, exact=isinstance(name, str))
        self.press(found.locator("visible=true").first)

    def press(self, what: Locator) -> None:
        self.look()
        self.clicks += 1
        what.click()

    def type(self, label: str, words: str) -> None:
        """Types into a field; to get there is a click, unless it has the focus already or the next
        press of Tab leads there."""
        field = self.page.get_by_label(label, exact=True)
        focused = "element => element === document.activeElement"
        if not field.evaluate(focused):
            self.page.keyboard.press("Tab")
            if not field.evaluate(focused):
                self.press(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, field: str, label: str | None = None, index: int | None = None) -> None:
        self.look()
        self.clicks += 1
        self.page.get_by_label(field).focus()
        self.page.get_by_label(field).select_option(label=label, index=index)


@pytest.fixture(scope="module")
def counted() -> Iterator[list[tuple[str, int, int]]]:
    """Every job that was done, with its clicks and controls; written down where that is wanted."""
    jobs: list[tuple[str, int, int]] = []
    yield jobs
    if os.environ.get("DESK_JOBS"):
        rows = (f"| {job} | {clicks} | {controls} |\n" for job, clicks, controls in jobs)
        Path(os.environ["DESK_JOBS"]).write_text(HEAD + "".join(rows))


@pytest.fixture
def at_a_desk(
    open_page: Callable[..., Page],
    counted: list[tuple[str, int, int]],
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Hand]]:
    """Logs somebody in at a desk, whose job is counted from the first page on."""
    hands: list[Hand] = []

    def at_a_desk(url: str, name: str = "kim") -> Hand:
        page = open_page(f"{url}/desk", DESKTOP)
        # The questions are grouped by the encoder, which is loaded at the first look at them: on a
        # machine with other work that takes longer than a page may elsewhere.
        page.set_default_timeout(120_000)
        log_in(page, name)
        hands.append(Hand(page))
        return hands[0]

    yield at_a_desk
    (hand,) = hands
    if not hand.page.evaluate("matchMedia('print').matches"):
        hand.look()
    job = request.node.name.partition("[")[0].removeprefix("test_").replace("_", " ")
    counted.append((job, hand.clicks, hand.controls))
    assert 0 < hand.controls <= MOST_CONTROLS
    assert hand.clicks <= MOST_CLICKS


def log_in(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()


@pytest.fixture
def hand(world: World, at_a_desk: Callable[..., Hand]) -> Hand:
    """Kim's, at the first page."""
    return at_a_desk(world.url)


def test_see_who_comes_today(hand: Hand) -> None:
    expect(hand.page.get_by_role("region", name="Comes today")).to_contain_text("9:00 AM Rosa")
    assert hand.clicks == 0


def test_book_a_caller(hand: Hand) -> None:
    hand.click("Diary")
    hand.click(re.compile("book 10:00 AM with Robin"))
    hand.type("Name", "Bo Berg")
    hand.type("Phone", "414-555-0176")
    hand.page.keyboard.press("Enter")
    expect(hand.page.get_by_text("phone, by the staff")).to_be_visible()
    assert hand.clicks == 2


def test_move_a_visit(hand: Hand, world: World) -> None:
    hand.click(re.compile("Rosa Field"), within="#main")
    hand.choose("New time", index=3)
    hand.click("Move", "button")
    expect(hand.page.get_by_text("by staff kim").nth(1)).to_be_visible()
    expect(hand.page.get_by_text("Moved", exact=True)).to_be_visible()


def test_move_a_visit_by_dragging_it(hand: Hand, world: World) -> None:
    hand.click("Diary")
    hand.look()
    hand.clicks += 1
    free = hand.page.get_by_role("link", name=re.compile("book 10:00 AM with Robin"))
    hand.page.get_by_role("link", name="Rosa Field", exact=True).drag_to(free)
    expect(hand.page.get_by_label("New time")).to_contain_text("10:00 AM, Robin")
    hand.click("Move", "button")
    expect(hand.page.get_by_text("Moved", exact=True)).to_be_visible()
    moved = Screenings(world.database).get(world.today.reference)
    assert moved.therapist == "robin"
    assert moved.starts_at > world.today.starts_at


def call_off(hand: Hand) -> None:
    hand.press(hand.page.locator("summary.danger"))
    hand.click("Yes, call it off", "button")
    expect(hand.page.get_by_text("called off", exact=True)).to_be_visible()


def test_call_a_visit_off_and_tell_in_the_chat(
    hand: Hand, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.type("Find by name, number, reference or words", world.later.reference)
    hand.page.keyboard.press("Enter")
    told = hand.page.locator("#change ~ p").first
    expect(told).to_contain_text("the patient is told in the chat")
    call_off(hand)
    # The worker, by this world's clock.
    monkeypatch.setattr("worker.sending.current_time", clock.now)
    send_due(world.database, {}, {"web": post})
    hand.click("read the conversation")
    expect(hand.page.locator(".said.system")).to_contain_text("we are sorry, we can't see you")


def test_call_a_visit_off_and_call_the_patient(hand: Hand) -> None:
    hand.click(re.compile("Rosa Field"), within="#main")
    expect(hand.page.locator("#change ~ p").first).to_contain_text("you get a task to call")
    call_off(hand)
    hand.click(re.compile("^Today"))
    task = hand.page.locator(".task.call_back", has_text="was called off by us")
    expect(task.get_by_role("link", name="(414) 555-0175")).to_have_attribute(
        "href", "tel:+14145550175"
    )


def test_mark_somebody_as_arrived(hand: Hand) -> None:
    hand.click("Arrived: Rosa Field", "button")
    comes = hand.page.get_by_role("region", name="Comes today")
    expect(comes.locator(".tag")).to_have_text("Arrived")
    assert hand.clicks == 1


def test_mark_a_no_show(hand: Hand, world: World) -> None:
    hand.click("Diary")
    expect(hand.page.get_by_role("button", name="Arrived: Rosa Field")).to_be_visible()
    expect(hand.page.get_by_role("button", name="No-show: Rosa Field")).to_have_count(0)
    # It begins at nine, an hour from now; an hour without a look would log the staff out.
    for _ in range(2):
        world.passed += timedelta(minutes=31)
        hand.page.reload()
    hand.click("No-show: Rosa Field", "button")
    expect(hand.page.locator(".visit.no_show")).to_contain_text("Rosa Field")


def test_block_a_day_off_and_call_whom_it_hits(hand: Hand) -> None:
    hand.click("Diary")
    hand.click("Block a time")
    hand.choose("Whose time", label="Alex Example, PT")
    hand.click("Block it", "button")
    expect(hand.page.get_by_text("Rosa Field")).to_be_visible()
    expect(hand.page.get_by_role("link", name="call (414) 555-0175")).to_be_visible()


def booked(patient: Page) -> tuple[datetime, str]:
    """When a visit is by the last card of a chat, by the clinic's clock; its reference."""
    card = patient.locator(".card").last
    google = card.get_by_role("link", name="Google calendar").get_attribute("href")
    assert google
    begins = parse_qs(urlsplit(google).query)["dates"][0].partition("/")[0]
    at = datetime.strptime(begins, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    return at.astimezone(get_content().clinic.tz), card.locator("dd").nth(2).inner_text()


@pytest.fixture
def lee(product: Product) -> Iterator[str]:
    """Somebody's account at the shared product; gone afterwards: others make its first."""

    def account(*what: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "frontdesk.accounts", *what], cwd=ROOT,
            env=product.environment, input=PASSWORD, text=True, check=True,
        )  # fmt: skip

    account("add", "lee")
    yield "lee"
    account("remove", "lee")


def test_block_a_day_off_and_rebook_whom_it_hits(
    product: Product, lee: str, open_page: Callable[..., Page], at_a_desk: Callable[..., Hand]
) -> None:
    """With the whole product: the patient is asked in the chat, and takes another time there."""
    patient = open_page(product.front)
    open_chat(patient)
    book(patient, "Wanda Quill", "414-555-0193")
    day, reference = booked(patient)
    hand = at_a_desk(product.desk, lee)
    hand.click("Diary")
    hand.click("Block a time")
    hand.choose("Whose time", label="Everybody's: the clinic is closed")
    hand.type("Day", f"{day:%m%d%Y}")
    hand.click("Block it", "button")
    hand.click("Offer other times to Wanda Quill", "button")
    expect(hand.page.get_by_text("The patient is asked to choose another time")).to_be_visible()
    asked = patient.locator(".said.system", has_text="we can't keep your screening")
    expect(asked).to_have_count(1, timeout=ANSWER_MS)
    press(patient, "Move it")
    press(patient, TIME)
    press(patient, re.compile("^Yes"))
    expect(patient.locator(".card")).to_have_count(2)
    moved, same = booked(patient)
    assert (same, moved.date() != day.date()) == (reference, True)
    hand.page.reload()
    expect(hand.page.get_by_text("Wanda Quill")).to_have_count(0)
    hand.page.get_by_role("button", name="Open this time again").click()
    expect(hand.page).to_have_url(f"{product.desk}/desk/diary")
    hand.page.goto(f"{product.desk}/desk/screenings/{reference}")
    history = hand.page.locator("#main ol")
    expect(history).to_contain_text("Offered other times")
    expect(history).to_contain_text("Moved from")


def test_find_somebody_by_name(hand: Hand) -> None:
    hand.type("Find by name, number, reference or words", "uma lind")
    hand.page.keyboard.press("Enter")
    hand.click("patient card", within="#main")
    expect(hand.page.get_by_role("heading", name="Uma Lind")).to_be_visible()
    expect(hand.page.locator("#main")).to_contain_text("is there a lift for the zeppelin")


def read(hand: Hand) -> None:
    hand.click(re.compile("^Inbox"))
    hand.press(hand.page.locator(".talk a", has_text="Uma Lind"))
    expect(hand.page.locator(".said.patient")).to_contain_text("zeppelin")


def test_read_a_conversation(hand: Hand) -> None:
    read(hand)


def test_answer_a_conversation(hand: Hand) -> None:
    read(hand)
    hand.click("Take over", "button")
    hand.type("Your answer", "There is a lift.")
    hand.page.keyboard.press("Control+Enter")
    expect(hand.page.locator(".said.staff")).to_contain_text("There is a lift.")


def test_take_a_conversation_over_and_hand_it_back(hand: Hand) -> None:
    read(hand)
    hand.click("Take over", "button")
    hand.click("Hand back to the assistant", "button")
    expect(hand.page.locator("#composer")).to_contain_text("The assistant answers here")


def test_acknowledge_an_alert_and_call(hand: Hand) -> None:
    task = hand.page.locator(".task", has_text="numb between my legs")
    expect(task.get_by_role("link", name="(414) 555-0179")).to_have_attribute(
        "href", "tel:+14145550179"
    )
    hand.press(task.get_by_role("button", name=re.compile("^Seen")))
    expect(hand.page.locator(".task")).to_have_count(0)
    hand.press(hand.page.get_by_text("Seen lately"))
    expect(hand.page.get_by_text("by kim")).to_be_visible()


def test_print_the_day(hand: Hand) -> None:
    hand.page.add_init_script("window.print = () => { window.printed = true; }")
    hand.click("Diary")
    hand.click("Print")
    assert hand.page.evaluate("window.printed")
    hand.page.emulate_media(media="print")
    row = hand.page.get_by_role("row", name=re.compile("9:00 AM Rosa Field"))
    expect(row).to_contain_text("(414) 555-0175")
    for beside in (".rail", ".find", ".no-print"):
        expect(hand.page.locator(beside).first).to_be_hidden()


def test_the_day_is_printed_without_script(world: World, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{world.url}/desk/diary", DESKTOP, java_script_enabled=False)
    page.get_by_label("Name").fill("kim")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_role("row", name=re.compile("9:00 AM Rosa Field"))).to_be_visible()
    page.emulate_media(media="print")
    for beside in (".rail", ".find", ".no-print"):
        expect(page.locator(beside).first).to_be_hidden()


def test_export_the_week(hand: Hand) -> None:
    hand.click("Diary")
    hand.click("Week")
    with hand.page.expect_download() as download:
        hand.click("Export (CSV)")
    assert "Rosa Field" in download.value.path().read_text(encoding="utf-8-sig")


def test_add_a_colleague(hand: Hand, world: World, open_page: Callable[..., Page]) -> None:
    hand.click("People")
    hand.click("Make a link", "button")
    link = hand.page.locator("code.long").inner_text()
    assert link.startswith(f"{world.url}/desk/invited/")
    # And the colleague, in a browser of their own.
    page = open_page(link, DESKTOP)
    page.get_by_label("Name").fill("Lee")
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    log_in(page, "lee")
    expect(page.get_by_role("button", name="Log out lee")).to_be_visible()


def test_change_an_opening_hour(hand: Hand, world: World) -> None:
    hand.click("Clinic")
    hand.type("Friday", "10 AM-1 PM")
    hand.page.keyboard.press("Enter")
    expect(hand.page.locator("#main [role=status]")).to_contain_text("The hours are changed")
    expect(hand.page.locator("#main dl")).to_contain_text("10:00 AM to 1:00 PM")
    assert 'friday: ["10:00-13:00"]' in (world.content / "clinic.yml").read_text()


def test_see_what_nobody_could_answer(hand: Hand) -> None:
    hand.click("Questions")
    expect(hand.page.locator("#main")).to_contain_text("trampoline")
