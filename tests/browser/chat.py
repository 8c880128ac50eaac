"""What a visitor does in the chat, for the tests."""

from __future__ import annotations

import json
import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

LAUNCH = "Ask about sciatica"
ANSWER_MS = 20_000
MESSAGES = "**/webhooks/webchat/messages"
POLL = re.compile(r"/webhooks/webchat/messages\?")


def open_chat(page: Page) -> Locator:
    """Opens it by its button, where it is not open; the field to write in."""
    launcher = page.get_by_role("button", name=LAUNCH)
    expect(launcher.or_(page.get_by_role("dialog"))).to_be_visible()
    if launcher.is_visible():
        launcher.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    return page.get_by_label("Your message")


def write(page: Page, text: str) -> None:
    """Sends a message."""
    page.get_by_label("Your message").fill(text)
    page.get_by_label("Your message").press("Enter")


def say(page: Page, text: str) -> None:
    """Sends a message and waits for the reply to it."""
    before = page.locator(".said.assistant").count()
    write(page, text)
    expect(page.locator(".said.assistant")).not_to_have_count(before, timeout=ANSWER_MS)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Presses a quick reply and waits for the reply to it."""
    before = page.locator(".said.assistant").count()
    page.locator(".choices").get_by_role("button", name=name).first.click()
    expect(page.locator(".said.assistant")).not_to_have_count(before, timeout=ANSWER_MS)


def said(page: Page, text: str) -> Locator:
    """The patient's messages with these words."""
    return page.locator(".said.patient", has_text=text)


def book(page: Page, name: str, phone: str) -> None:
    """Books the first time that is offered."""
    press(page, "Book a free screening")
    go_to_the_summary(page, name, phone)
    press(page, "Yes, book it")
    expect(page.locator(".card")).to_contain_text("Central time")


def go_to_the_summary(page: Page, name: str, phone: str) -> None:
    """From the times on offer to the question whether to book it."""
    press(page, re.compile(r"\w{3} \w{3} \d+"))
    say(page, name)
    say(page, phone)
    press(page, "None of these")
    expect(page.get_by_text("Shall I book it?")).to_be_visible()


def token(page: Page) -> str:
    """The conversation's token, as the widget keeps it."""
    return str(page.evaluate("() => JSON.parse(Object.values(localStorage)[0]).token"))


def delete_elsewhere(page: Page, front: str) -> None:
    """Deletes the conversation as another device or the retention would."""
    cleared = page.context.request.delete(
        f"{front}/webhooks/webchat/conversation",
        headers={"Authorization": f"Bearer {token(page)}"},
    )
    assert cleared.status == 204


def has_a_person_typing(page: Page) -> None:
    """Has all answers from now on say that a person at the clinic is typing."""
    body = {"messages": [], "typing": True, "person": True, "closed": False}
    headers = {"Content-Type": "application/json"}
    answer = json.dumps(body)
    page.route(POLL, lambda route: route.fulfill(headers=headers, body=answer))


def refuse(
    page: Page,
    address: str | re.Pattern[str],
    status: int,
    words: str,
    times: int = 1,
    **headers: str,
) -> list[str]:
    """Has the next requests to an address refused, as the channel refuses them; `retry_after` is
    the header of that name."""
    left = [times]
    asked: list[str] = []
    sent = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(route: Route) -> None:
        if left[0] == 0:
            route.fallback()
            return
        left[0] -= 1
        asked.append(route.request.method)
        body = {"error": {"code": "refused", "message": words}}
        route.fulfill(
            status=status,
            headers={"content-type": "application/json", **sent},
            body=json.dumps(body),
        )

    page.route(address, answer)
    return asked


def violations(page: Page, options: dict[str, Any] | None = None) -> list[tuple[str, str]]:
    """What axe-core finds, each with the first element."""
    results = Axe().run(page, options=options)
    return [(item["id"], item["nodes"][0]["html"][:120]) for item in results.response["violations"]]
