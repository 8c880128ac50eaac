"""A booking in Spanish in the chat: its strings, the answers, the card, and what the desk sees."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from clinic.content.yaml_file import plain, read_one
from clinic.settings import ROOT
from tests.browser.chat import ANSWER_MS, MESSAGES, has_a_person_typing, press, refuse
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.desk_world import PASSWORD
from tests.conftest import Product
from tests.phones import own_number

# Everything in sight or for the ear: words, names of fields and buttons, in the shadow tree too.
ALL_WORDS = """() => {
  const root = document.querySelector("invivo-chat").shadowRoot;
  const said = [...root.querySelectorAll("*")].flatMap((one) => [
    one.getAttribute("aria-label"), one.getAttribute("placeholder"), one.getAttribute("title"),
    ...[...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
  ]);
  return said.filter(Boolean).join("\\n");
}"""
# What the patient wrote in them, and what is a name in both languages.
NAMES = ("INVIVO Wellness", "Google", "Outlook", "Example Street", "HELP", "STOP", "START")
TIME = re.compile(r"^(?:lun|mar|mié|jue|vie) \d+ [a-z]{3}, \d+:\d\d [AP]M$")


def test_a_visit_is_booked_in_spanish_and_the_desk_sees_the_language(
    product: Product, open_page: Callable[..., Page], browser: Browser
) -> None:
    page = open_page(product.front, PHONE, locale="es-US")
    page.get_by_role("button", name="Pregunte sobre la ciática").click()
    dialog = page.get_by_role("dialog", name="Ayuda con la ciática")
    expect(dialog).to_be_visible()
    page.get_by_label("Su mensaje").fill("hola, quiero una cita para mi ciática")
    page.get_by_role("button", name="Enviar").click()
    times = page.locator(".choices").get_by_role("button", name=TIME)
    expect(times).to_have_count(3, timeout=ANSWER_MS)
    page.get_by_label("Su mensaje").fill("dame la segunda, está bien")
    page.get_by_label("Su mensaje").press("Enter")
    expect(page.get_by_text(re.compile("¿(Cómo se llama|A nombre de quién)")).last).to_be_visible(
        timeout=ANSWER_MS
    )
    for words in ("Julio Cuello Peña", own_number()):
        before = page.locator(".said.assistant").count()
        page.get_by_label("Su mensaje").fill(words)
        page.get_by_label("Su mensaje").press("Enter")
        expect(page.locator(".said.assistant")).not_to_have_count(before, timeout=ANSWER_MS)
    press(page, "Ninguna de estas")
    expect(page.get_by_text("Nombre: Julio Cuello Peña").last).to_be_visible()
    expect(page.get_by_text(re.compile("¿Hago la cita")).last).to_be_visible()
    press(page, "Sí, haga la cita")
    card = page.locator(".card")
    for words in ("hora del centro", "Example Street", "Código", "Ropa cómoda"):
        expect(card).to_contain_text(words)
    expect(page.locator("invivo-chat")).to_have_attribute("lang", "es")
    english = re.compile(r"\b(?:Your|booked|Time|When|Where|Bring|Add to|Send)\b")
    expect(dialog).not_to_contain_text(english)
    assert Axe().run(page).violations_count == 0
    _at_the_desk(product, browser)


def english() -> set[str]:
    """Every string of the widget, the channel and the dialogue in English, cut at what is filled
    in; but those that Spanish has too."""
    sources = [
        (ROOT / "widget/src" / f"strings.{code}.ts").read_text(encoding="utf-8").split("export")
        for code in ("en", "es")
    ]
    found = [
        {words for part in parts for words in re.findall(r'"((?:[^"\\]|\\.)*)"', part)}
        for parts in sources
    ]
    for one, folder in zip(found, ("content", "content/es"), strict=True):
        for name in ("buttons", "channel", "replies", "times", "topics"):
            one |= set(_words(plain(read_one(ROOT / folder / f"{name}.yml"))))
        facts = plain(read_one(ROOT / folder / "clinic.yml"))
        one |= set(_words([facts[name] for name in ("zone_label", "what_to_bring", "answers")]))
    pieces = [
        {piece.strip(" .,:;()?!") for words in one for piece in re.split(r"\{\w+\}|\n", words)}
        for one in found
    ]
    days = plain(read_one(ROOT / "content/times.yml"))["times"]
    short = {name[:3] for name in (*days["weekdays"], *days["months"])}
    return {one for one in pieces[0] - pieces[1] | short if len(one) > 2 and "http" not in one}


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for one in inner:
        yield from _words(one)


def no_english(page: Page) -> None:
    """Fails where a string of the English ones stands in the chat as words of its own."""
    said = str(page.evaluate(ALL_WORDS))
    for name in NAMES:
        said = said.replace(name, "")
    found = [one for one in sorted(english()) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said)]
    assert found == [], said


def test_a_browser_in_english_finds_no_english_word_once_spanish_is_spoken(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, PHONE, locale="en-US")
    page.get_by_role("button", name="Ask about sciatica").click()
    page.get_by_label("Your message").fill("¿qué es la ciática?")
    page.get_by_label("Your message").press("Enter")
    field = page.get_by_label("Su mensaje")
    expect(field).to_be_visible(timeout=ANSWER_MS)
    expect(page.locator(".said.assistant").last).to_contain_text("ciática", timeout=ANSWER_MS)
    expect(page.locator(".notice")).to_contain_text("Chat automático")
    no_english(page)
    field.fill("quiero una cita para mi ciática")
    page.get_by_role("button", name="Enviar").click()
    expect(page.locator(".choices").get_by_role("button", name=TIME)).to_have_count(
        3, timeout=ANSWER_MS
    )
    no_english(page)
    page.get_by_role("button", name="Más días y horas").click()
    expect(page.locator(".picker")).to_contain_text(re.compile("(?:lunes|martes|jueves|viernes)"))
    no_english(page)
    page.locator(".picker .choice").first.click()
    expect(page.locator(".said.assistant").last).to_contain_text(
        re.compile("nombre|se llama"), timeout=ANSWER_MS
    )
    for words in ("Julio Cuello Peña", own_number()):
        before = page.locator(".said.assistant").count()
        field.fill(words)
        field.press("Enter")
        expect(page.locator(".said.assistant")).not_to_have_count(before, timeout=ANSWER_MS)
        no_english(page)
    press(page, "Ninguna de estas")
    expect(page.get_by_text("Nombre: Julio Cuello Peña").last).to_be_visible()
    no_english(page)
    press(page, "Sí, haga la cita")
    expect(page.locator(".card").last).to_contain_text("hora del centro")
    no_english(page)
    file = page.context.request.get(
        str(
            page.locator(".card")
            .get_by_role("link", name="Añadir al calendario")
            .last.get_attribute("href")
        )
    )
    assert "Revisión gratis" in file.text()
    page.locator(".card").get_by_role("button", name="Anularla").last.click()
    expect(page.locator(".choices").get_by_role("button").first).to_be_visible(timeout=ANSWER_MS)
    no_english(page)
    expect(page.locator("invivo-chat")).to_have_attribute("lang", "es")


def test_the_pages_spanish_button_opens_the_chat_in_spanish_from_the_first_word(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, PHONE, locale="en-US")
    page.get_by_role("link", name="Pregunte en español").click()
    dialog = page.get_by_role("dialog", name="Ayuda con la ciática")
    expect(dialog.locator(".said.assistant")).to_contain_text("¡Hola! Pregúnteme")
    expect(page.locator(".notice")).to_contain_text("Chat automático")
    no_english(page)
    # A first message that the server does not take changes nothing of it.
    refuse(page, MESSAGES, 503, "El chat no funciona ahora.", times=2)
    dialog.get_by_role("button", name="¿Qué es la ciática?").click()
    expect(page.get_by_role("status")).to_have_text("El chat no funciona ahora.")
    no_english(page)
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=ANSWER_MS)
    no_english(page)
    # What was begun in it goes on in it, whichever button is pressed.
    page.get_by_role("button", name="Cerrar el chat").click()
    page.get_by_role("link", name="Ask a question").click()
    expect(dialog).to_be_visible()
    no_english(page)


def test_a_browser_in_spanish_says_the_pages_buttons_in_spanish(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, PHONE, locale="es-MX")
    page.get_by_role("link", name="Book a free screening").first.click()
    expect(page.locator(".said.patient")).to_contain_text("Quiero una cita gratis")
    times = page.locator(".choices").get_by_role("button", name=TIME)
    expect(times).to_have_count(3, timeout=ANSWER_MS)
    no_english(page)


def _at_the_desk(product: Product, browser: Browser) -> None:
    """Who answers sees the words and a mark of their language."""
    subprocess.run(
        [sys.executable, "-m", "frontdesk.accounts", "add", "spanish", "--role", "owner"],
        cwd=ROOT, env=product.environment, input=PASSWORD, text=True, check=True,
    )  # fmt: skip
    page = browser.new_context(viewport=DESKTOP).new_page()
    page.goto(f"{product.desk}/desk")
    page.get_by_label("Name").fill("spanish")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{product.desk}/desk/inbox")
    talk = page.locator("li", has_text="Julio Cuello Peña").first
    expect(talk.locator(".tag", has_text="Spanish")).to_be_visible()
    page.context.close()


def test_that_a_person_is_typing_is_said_in_spanish(
    product: Product, open_page: Callable[..., Page]
) -> None:
    page = open_page(product.front, PHONE, locale="es-US")
    page.get_by_role("button", name="Pregunte sobre la ciática").click()
    page.get_by_label("Su mensaje").fill("hola")
    page.get_by_label("Su mensaje").press("Enter")
    expect(page.locator(".said.assistant")).to_have_count(2, timeout=ANSWER_MS)
    has_a_person_typing(page)
    page.get_by_label("Su mensaje").fill("gracias")
    page.get_by_label("Su mensaje").press("Enter")
    typing = page.get_by_role("status").get_by_text("Una persona de la clínica está escribiendo")
    expect(typing).to_be_visible()
