"""Two people at the desk and a patient in the chat, each in a browser of their own."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Request, ViewportSize, expect

from clinic import staff
from clinic.storage import Database
from tests.browser.chat import open_chat, say, write
from tests.browser.conftest import DESKTOP, PHONE, keep_picture, kill, until_it_is_back
from tests.browser.test_widget_screen_reader import LISTEN, heard
from tests.conftest import Product

BACK_MS = 120_000
PASSWORD = "a long and quiet river"


@pytest.fixture(scope="module")
def people(product: Product) -> Iterator[tuple[str, str]]:
    """Two accounts at the shared product; gone afterwards: others make its first."""
    names = ("ana", "ben")
    with pytest.MonkeyPatch.context() as patch:
        from clinic.settings import get_settings

        patch.setenv("VAR_DIR", str(product.var))
        get_settings.cache_clear()
        database = Database(f"sqlite:///{product.var / 'assistant.db'}")
        for name in names:
            staff.add_account(database, name, PASSWORD)
    get_settings.cache_clear()
    yield names
    for name in names:
        staff.remove_account(database, name)
    database.engine.dispose()


def test_an_alarm_that_is_taken_back_leaves_the_chat_and_stays_at_the_desk(
    product: Product, open_page: Callable[..., Page], people: tuple[str, str]
) -> None:
    patient = open_page(product.front)
    open_chat(patient)
    say(patient, "I can't feel it when I pee, wombat")
    banner = patient.locator(".banner")
    expect(banner).to_contain_text("911")
    say(patient, "I was wrong, it was years ago")
    expect(banner).to_be_hidden()
    expect(patient.locator(".said.assistant").last).to_contain_text("Thank you for telling me")
    patient.reload()
    open_chat(patient)
    expect(patient.locator(".said.assistant").last).to_contain_text("Thank you for telling me")
    expect(banner).to_be_hidden()
    desk = at_desk(open_page, product, people[0])
    alert = desk.locator("article", has_text="wombat")
    more = desk.locator("p.next a", has_text="more")
    while not alert.count() and more.count():  # what other tests raised may wait before it
        more.click()
        desk.wait_for_load_state()
    expect(alert).to_contain_text("years ago")


def at_desk(
    open_page: Callable[..., Page],
    product: Product,
    name: str,
    path: str = "/desk",
    size: ViewportSize = DESKTOP,
    **options: Any,
) -> Page:
    page = open_page(f"{product.desk}{path}", size, **options)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".rail")).to_be_visible()
    return page


def sent_to(page: Page, path: str) -> list[str | None]:
    """What a page posts to addresses that end so, from now on."""
    bodies: list[str | None] = []

    def note(asked: Request) -> None:
        if asked.url.endswith(path) and asked.method == "POST":
            bodies.append(asked.post_data)

    page.on("request", note)
    return bodies


def type_into(field: Locator, words: str, seconds: float = 0.0) -> None:
    """Types as people do, for at least so long."""
    field.press_sequentially(words, delay=1_000 * seconds / len(words))


def test_a_conversation_is_read_taken_over_answered_and_handed_back(
    product: Product, open_page: Callable[..., Page], people: tuple[str, str]
) -> None:
    patient = open_page(product.front)
    open_chat(patient)
    say(patient, "does the unicorn parade use your parking")
    first = at_desk(open_page, product, people[0])
    first.goto(f"{product.desk}/desk/find?q=unicorn")
    first.locator("#main a[href^='/desk/conversations']").first.click()
    expect(first.locator(".said.patient")).to_contain_text("unicorn parade")
    expect(first.locator(".heard").first).to_contain_text("%")
    first.get_by_role("button", name="Take over").click()
    expect(patient.locator(".said.system")).to_contain_text("front desk")
    expect(first.get_by_label("Your answer")).to_be_visible()
    # The second screen shows it without being touched, and the assistant says nothing more.
    second = at_desk(open_page, product, people[1])
    second.goto(f"{product.desk}/desk/find?q=unicorn")
    second.locator("#main a[href^='/desk/conversations']").first.click()
    expect(second.locator("#composer")).to_contain_text("ana answers here")
    answers = patient.locator(".said.assistant").count()
    write(patient, "hello, is somebody there")
    expect(first.locator(".said.patient").last).to_contain_text("is somebody there")
    expect(second.locator(".said.patient").last).to_contain_text("is somebody there")
    first.get_by_text("Ready answers").click()
    first.get_by_role("link", name="Hello", exact=True).click()
    expect(first.get_by_label("Your answer")).to_have_value(re.compile("person from the front"))
    first.get_by_label("Your answer").fill("Yes, I am here.")
    first.get_by_label("Your answer").press("Control+Enter")
    expect(patient.locator(".said.staff")).to_contain_text("Yes, I am here.")
    expect(first.get_by_label("Your answer")).to_have_value("")
    assert patient.locator(".said.assistant").count() == answers
    keep_picture(first, "desk-conversation-1280")
    # What is being typed stays while the page is brought up to date.
    first.get_by_label("Your answer").fill("half a sen")
    write(patient, "thank you")
    expect(first.locator(".said.patient").last).to_contain_text("thank you")
    expect(first.get_by_label("Your answer")).to_have_value("half a sen")
    first.get_by_role("button", name="Hand back").click()
    expect(second.locator("#composer")).to_contain_text("The assistant answers here")
    expect(patient.locator(".said.system").last).to_contain_text("I am the assistant again")
    say(patient, "what is sciatica")
    assert patient.locator(".said.assistant").count() > answers


def test_who_is_typing_is_seen_by_the_others_for_seconds(
    product: Product, open_page: Callable[..., Page], people: tuple[str, str]
) -> None:
    patient = open_page(product.front)
    field = open_chat(patient)
    say(patient, "does the flamingo use your parking")
    beats = sent_to(patient, "/typing")
    first, second = (at_desk(open_page, product, name) for name in people)
    for desk in (first, second):
        desk.goto(f"{product.desk}/desk/find?q=flamingo")
        desk.locator("#main a[href^='/desk/conversations']").first.click()
        expect(desk.locator("#typing")).to_have_text("")
    first.get_by_role("button", name="Take over").click()
    expect(patient.locator(".said.system")).to_contain_text("front desk")
    expect(patient.locator(".dots")).to_have_count(0)

    type_into(field, "my secret")
    for desk in (first, second):
        expect(desk.locator("#typing")).to_contain_text("The patient is typing")
    assert "typing" not in second.locator("#list").inner_text()
    assert set(beats) == {"{}"}  # not a letter of it
    # It fades, and is read out again only after something was said.
    expect(second.locator("#typing")).to_have_text("", timeout=15_000)
    expect(second.locator("#typing")).to_have_attribute("aria-live", "off")
    field.press("Enter")
    expect(second.locator(".said.patient").last).to_contain_text("my secret")
    expect(second.locator("#typing")).to_have_attribute("aria-live", "polite")

    patient.evaluate(LISTEN)
    beats = sent_to(first, "/typing")
    answer = first.get_by_label("Your answer")
    type_into(answer, "half a sentence", seconds=8)
    expect(patient.locator(".dots")).to_have_text("A person at the clinic is typing")
    expect(second.locator("#typing")).to_contain_text(f"{people[0]} is typing an answer")
    assert "typing" not in first.locator("#typing").inner_text()
    assert 2 <= len(beats) <= 4
    assert not any("sentence" in beat for beat in beats)
    # However long it goes on, it is read out once.
    assert heard(patient, "A person at the clinic is typing") == 1
    first.get_by_text("Add an internal note").click()
    expect(patient.locator(".dots")).to_have_count(0, timeout=15_000)
    expect(second.locator("#typing")).to_have_text("", timeout=15_000)
    # What only the staff see is no answer on its way.
    type_into(first.get_by_label("Note, for the staff only"), "call back")
    expect(second.locator("#typing")).to_contain_text(f"{people[0]} is typing a note")
    assert patient.locator(".dots").count() == 0
    type_into(answer, ", and more")
    expect(patient.locator(".dots")).to_be_visible()
    assert heard(patient, "A person at the clinic is typing") == 1
    # A page that does not reach the desk any more shows nobody typing for ever.
    second.route(re.compile(r"/typing\?"), lambda route: route.abort())
    expect(second.locator("#typing")).to_have_text("")
    answer.press("Control+Enter")
    expect(patient.locator(".said.staff")).to_contain_text("half a sentence, and more")


def test_an_alert_reaches_a_second_screen_within_a_second(
    product: Product, open_page: Callable[..., Page], people: tuple[str, str]
) -> None:
    screen = at_desk(open_page, product, people[1], "/desk/clinic")
    screen.locator("h1").click()  # somebody has used the page: it may sound
    before = screen.locator("html").get_attribute("data-sounded")
    patient = open_page(product.front)
    open_chat(patient)
    write(patient, "sudden chest pain and my left arm is numb")
    expect(patient.locator(".said.assistant").last).to_contain_text("911", timeout=20_000)
    answered = time.monotonic()
    # Other alerts may wait already: what this one has to bring is its own sound.
    another = re.compile(rf"^(?!{re.escape(before or 'none')}$).+")
    expect(screen.locator("html")).to_have_attribute("data-sounded", another, timeout=1_000)
    assert time.monotonic() - answered < 1.5
    expect(screen.locator(".strip")).to_be_visible()
    expect(screen).to_have_title(re.compile(r"^\(\d+\) Alert"))


def test_the_desk_works_without_a_script(
    product: Product, open_page: Callable[..., Page], people: tuple[str, str]
) -> None:
    product_chat = open_page(product.front)
    open_chat(product_chat)
    say(product_chat, "is there a lift for the zeppelin")
    page = at_desk(open_page, product, people[0], "/desk/inbox", PHONE, java_script_enabled=False)
    page.goto(f"{product.desk}/desk/find?q=zeppelin")
    page.locator("#main a[href^='/desk/conversations']").first.click()
    page.get_by_role("button", name="Take over").click()
    page.get_by_text("Ready answers").click()
    page.get_by_role("link", name="Not by chat").click()
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".said.staff")).to_contain_text("best talked about in person")
    page.get_by_text("Add an internal note").click()
    page.get_by_label("Note, for the staff only").fill("wants a lift")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".said.note")).to_contain_text("wants a lift")
    page.get_by_role("button", name="Hand back").click()
    expect(product_chat.locator(".said.staff")).to_contain_text("best talked about in person")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_conversation(
    product: Product,
    open_page: Callable[..., Page],
    people: tuple[str, str],
    size: ViewportSize,
    scheme: str,
) -> None:
    page = at_desk(open_page, product, people[0], "/desk/inbox", size, color_scheme=scheme)
    if (scheme, size) == ("dark", DESKTOP):
        keep_picture(page, "desk-inbox-dark-1280")
    page.locator(".talk a").first.click()
    expect(page.locator("#composer")).to_be_visible()
    page.get_by_text("Do …").click()
    assert [item["id"] for item in Axe().run(page).response["violations"]] == []
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


@pytest.mark.parametrize(
    ("module", "animal"), [("frontdesk", "walrus"), ("engine.server", "otter")]
)
def test_while_a_server_is_killed_no_word_is_lost_and_none_of_the_assistants_slips_in(
    product: Product,
    open_page: Callable[..., Page],
    people: tuple[str, str],
    module: str,
    animal: str,
) -> None:
    patient = open_page(product.front)
    open_chat(patient)
    say(patient, f"does the {animal} use your parking")
    desk = at_desk(open_page, product, people[0])
    desk.goto(f"{product.desk}/desk/find?q={animal}")
    desk.locator("#main a[href^='/desk/conversations']").first.click()
    desk.get_by_role("button", name="Take over").click()
    expect(desk.get_by_label("Your answer")).to_be_visible()
    expect(patient.locator(".said.system")).to_contain_text("front desk")
    answers = patient.locator(".said.assistant").count()
    kill(product, module)
    write(patient, "are you still there")
    # The open page catches up by itself when it is connected again.
    last = desk.locator(".said.patient").last
    expect(last).to_contain_text("are you still there", timeout=BACK_MS)
    desk.get_by_label("Your answer").fill("Yes, still here.")
    desk.get_by_label("Your answer").press("Control+Enter")
    expect(patient.locator(".said.staff")).to_contain_text("Yes, still here.", timeout=BACK_MS)
    assert patient.locator(".said.assistant").count() == answers
    until_it_is_back(product)
