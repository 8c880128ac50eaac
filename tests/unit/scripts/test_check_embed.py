"""The check for web masters names what keeps the chat from working on a page."""

from typing import Any

import httpx
import pytest

from scripts.check_embed import check

SITE, SERVER = "https://www.clinic.example", "https://chat.example"
TAG = f'<script src="{SERVER}/widget.js" defer></script>'


def problems(
    html: str = TAG,
    policy: str | None = None,
    listed: bool = True,
    status: int = 200,
    widget: int = 200,
) -> list[str]:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "chat.example":
            if request.url.path == "/widget.js":
                return httpx.Response(widget, headers={"Content-Type": "text/javascript"})
            origin = request.headers["origin"]
            allowed = {"Access-Control-Allow-Origin": origin}
            return httpx.Response(200 if listed else 403, headers=allowed, json={})
        headers = {"Content-Security-Policy": policy} if policy else {}
        return httpx.Response(status, headers=headers, text=html)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        return list(check(client, f"{SITE}/page"))


def test_a_page_that_works_has_none() -> None:
    assert problems() == []
    assert problems(policy=f"default-src 'self'; script-src {SERVER}; connect-src {SERVER}") == []
    assert problems(policy="script-src https:; connect-src *") == []


@pytest.mark.parametrize(
    ("said", "case"),
    [
        ("no <script", {"html": "<p>no line</p>"}),
        ("SITE_ORIGINS", {"listed": False}),
        ("script-src", {"policy": f"default-src 'self'; connect-src {SERVER}"}),
        ("connect-src", {"policy": f"default-src 'self'; script-src {SERVER}"}),
        (
            "connect-src",
            {"html": f'<meta http-equiv="Content-Security-Policy" content="connect-src a">{TAG}'},
        ),
        ("https", {"html": TAG.replace("https:", "http:")}),
        ("is not the widget", {"widget": 404}),
        ("answers with 404", {"status": 404}),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(said: str, case: dict[str, Any]) -> None:
    found = problems(**case)
    assert [one for one in found if said in one], found


def test_a_nonce_that_is_passed_on_needs_no_address_in_script_src() -> None:
    tag = f'<script nonce="abc" src="{SERVER}/widget.js"></script>'
    policy = f"script-src 'nonce-abc' 'strict-dynamic'; connect-src {SERVER}"
    assert problems(html=tag, policy=policy) == []
