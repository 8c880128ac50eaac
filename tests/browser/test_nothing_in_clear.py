"""Whatever a patient types is looked for, in clear, everywhere a disk may keep it.

The whole product, a patient at a browser with a profile on disk, another who texts, staff who look
them up, a process that is killed and a backup; then every file of it is read.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from clinic.settings import ROOT
from sandbox.twilio import TwilioStandIn
from tests.browser.chat import go_to_the_summary, open_chat, press, say, write
from tests.browser.conftest import kill
from tests.browser.desk_world import PASSWORD
from tests.browser.test_desk import log_in
from tests.browser.test_widget_recovery import BACK_MS
from tests.conftest import Product
from tests.integration.sms.office import ACCOUNT, CLINIC
from tests.integration.sms.texting import Phone, content_where_it_is_noon
from tests.ports import free_port

NAME, NUMBER, CALLED = "Quenby Ashgrove", "414-555-0163", "Thaddea Plumworth"
QUESTION = "is my zebrawood chair bad for sciatica"
ALARM = "since the pumpkinfair I can't pee and both legs are numb"
UNSENT = "my quincewater tastes odd"
TEXTED = "what does a marzipanbath do for my leg"
# One word of each is enough, however it was cut, joined or encoded.
TYPED = ("quenby", "ashgrove", "4145550163", "414-555-0163", "thaddea", "plumworth", "zebrawood",
         "pumpkinfair", "quincewater", "marzipanbath")  # fmt: skip


@dataclass
class Clinic:
    """The running product, and where what it and the browser keep stands."""

    product: Product
    twilio: TwilioStandIn
    temporary: Path
    profile: Path


@pytest.fixture(scope="module")
def clinic(
    start_product: Callable[..., Product], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clinic]:
    twilio = TwilioStandIn(free_port(), ACCOUNT, secrets.token_hex(16))
    twilio.start()
    temporary = tmp_path_factory.mktemp("temporary")
    product = start_product(
        TWILIO_ACCOUNT_SID=ACCOUNT,
        TWILIO_AUTH_TOKEN=twilio.token,
        TWILIO_FROM=CLINIC,
        TWILIO_API_URL=twilio.url,
        CONTENT_DIR=str(content_where_it_is_noon(tmp_path_factory.mktemp("noon"))),
        TMPDIR=str(temporary),
    )
    yield Clinic(product, twilio, temporary, tmp_path_factory.mktemp("profile"))
    product.stop()
    twilio.stop()


@pytest.fixture(scope="module")
def used(clinic: Clinic, browser: Browser) -> Clinic:
    """The clinic after a morning: everything is typed that can be."""
    command(clinic, "frontdesk.accounts", "add", "kim", given=f"{PASSWORD}\n")
    context = browser.browser_type.launch_persistent_context(
        str(clinic.profile), executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    visit(clinic, context.new_page())
    look_up(clinic, context.new_page())
    write_offline(clinic, context)
    context.close()
    answered = httpx.post(
        f"{clinic.product.front}/callback", data={"name": CALLED, "phone": NUMBER}, timeout=20
    )
    assert answered.status_code == 303
    phone = Phone(clinic.product, clinic.twilio)
    assert phone.text(TEXTED)
    command(clinic, "scripts.backup", "make")
    return clinic


def visit(clinic: Clinic, page: Page) -> None:
    """A patient asks, books, is killed a process under the hand, and is alarmed."""
    page.goto(clinic.product.front)
    open_chat(page)
    say(page, QUESTION)
    press(page, "Book a free screening")
    go_to_the_summary(page, NAME, NUMBER)
    press(page, "Yes, book it")
    kill(clinic.product, "engine.server")
    before = page.locator(".said.assistant").count()
    write(page, ALARM)
    answers = page.locator(".said.assistant")
    expect(answers).not_to_have_count(before, timeout=BACK_MS)
    page.reload()
    expect(page.get_by_text(ALARM)).to_be_visible()


def look_up(clinic: Clinic, page: Page) -> None:
    """Staff look for the patient, read the chat and the card."""
    page.goto(f"{clinic.product.desk}/desk")
    log_in(page, "kim")
    for words in (NAME, NUMBER, "zebrawood"):
        page.get_by_role("searchbox").fill(words)
        page.get_by_role("searchbox").press("Enter")
        page.wait_for_load_state()
    page.locator("#main a[href*='/desk/conversations/']").first.click()
    expect(page.get_by_text("zebrawood").first).to_be_visible()


def write_offline(clinic: Clinic, context: BrowserContext) -> None:
    """What can't be sent at once is sent when the connection is back."""
    page = context.new_page()
    page.goto(clinic.product.front)
    open_chat(page)
    context.set_offline(True)
    write(page, UNSENT)
    time.sleep(1)
    context.set_offline(False)
    expect(page.locator(".said.patient:not(.unsent)", has_text=UNSENT)).to_be_visible()


def command(clinic: Clinic, module: str, *arguments: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", module, *arguments],
        cwd=ROOT, env=clinic.product.environment, input=given, text=True, capture_output=True,
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def forms(word: str) -> Iterator[bytes]:
    """A word as it may stand in a file: as bytes of this encoding or that, and in an address."""
    for way in ("utf-8", "utf-16-le", "utf-16-be"):
        yield word.encode(way)


def found_in(folder: Path) -> set[tuple[str, str]]:
    """The files of a folder with a typed word in them, with the word."""
    return {
        (str(path.relative_to(folder)), word)
        for path in folder.rglob("*")
        if path.is_file()
        for word in words_in(path.read_bytes())
    }


def words_in(stored: bytes) -> Iterable[str]:
    lower = stored.lower()
    return [word for word in TYPED if any(form in lower for form in forms(word))]


def test_a_word_that_was_kept_in_clear_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes("…Zebrawood".encode("utf-16-le"))
    assert found_in(tmp_path) == {("kept", "zebrawood")}


def test_no_database_no_log_of_its_writes_no_backup_and_no_other_file_of_the_product_holds_it(
    used: Clinic,
) -> None:
    var = used.product.var
    for kept in ("assistant.db", "assistant.db-wal", "backups/*.backup"):
        assert list(var.glob(kept)), kept
    assert found_in(var) == set()


def test_nothing_the_processes_printed_holds_it(used: Clinic) -> None:
    assert len(used.product.log) > 10
    assert [line for line in used.product.log if words_in(line.encode())] == []


def test_no_temporary_file_holds_it(used: Clinic) -> None:
    assert found_in(used.temporary) == set()


def test_nothing_the_browser_stored_holds_it(used: Clinic) -> None:
    assert (used.profile / "Default" / "Local Storage").exists()
    assert found_in(used.profile) == set()


def test_nobody_but_their_owner_reads_the_files(used: Clinic) -> None:
    var = used.product.var
    private = [path for path in var.rglob("*") if path.is_file() and "nlu" not in path.parts]
    private = [path for path in private if "content" not in path.relative_to(var).parts]
    assert {path.name for path in private if path.stat().st_mode & 0o077} == set()
