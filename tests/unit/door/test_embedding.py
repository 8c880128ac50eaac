"""What the door hands out for other websites: the widget, compressed, and what to do about it."""

import gzip
from collections.abc import Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from clinic.settings import get_settings
from door import embedding

FILES = {"/widget.js": "widget.js", "/widget/chat.js": "chat.js"}


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("SITE_ORIGINS", "https://www.example.org")
    monkeypatch.setenv("PUBLIC_URL", "https://chat.example.org")
    get_settings.cache_clear()
    yield TestClient(Starlette(routes=embedding.routes()))
    get_settings.cache_clear()


def get(door: TestClient, path: str, accepted: str) -> tuple[httpx.Response, bytes]:
    with door.stream("GET", path, headers={"Accept-Encoding": accepted}) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0", "gzip"),
        ("gzip", "gzip"),
        ("deflate", None),
        ("", None),
    ],
)
def test_the_widget_comes_in_the_smallest_form_the_browser_takes(
    door: TestClient, path: str, accepted: str, coding: str | None
) -> None:
    response, body = get(door, path, accepted)
    assert response.status_code == 200
    assert response.headers.get("content-encoding") == coding
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["access-control-allow-origin"] == "*"
    plain = (embedding.WIDGET / FILES[path]).read_bytes()
    if coding == "gzip":
        body = gzip.decompress(body)
    if coding == "br":
        # Python reads none: the build is what was compressed.
        assert body == (embedding.WIDGET / f"{FILES[path]}.br").read_bytes()
        assert len(body) < len(gzip.compress(plain, 9))
    else:
        assert body == plain


def test_all_of_it_is_under_20_kb_on_the_wire_and_3_before_it_is_opened(door: TestClient) -> None:
    sizes = [len(get(door, path, "gzip")[1]) for path in FILES]
    assert sizes[0] < 3 * 1024
    assert sum(sizes) < 20 * 1024


def test_what_the_browser_has_is_not_sent_again(door: TestClient) -> None:
    tag = get(door, "/widget.js", "br")[0].headers["etag"]
    again = door.get("/widget.js", headers={"Accept-Encoding": "br", "If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = door.get("/widget.js", headers={"Accept-Encoding": "", "If-None-Match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("site", "words"),
    [
        ("https://www.example.org/", "is allowed"),
        ("https://example.org", "SITE_ORIGINS"),
        ("www.example.org", "https://"),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
    ],
)
def test_a_web_master_is_told_whether_a_site_may_use_it_and_what_to_paste(
    door: TestClient, site: str, words: str
) -> None:
    page = door.get("/embed", params={"site": site}).text
    assert words in page
    assert "<script>alert" not in page
    assert "https://chat.example.org/widget.js" in page


def test_the_widget_can_read_whether_its_site_is_listed(door: TestClient) -> None:
    answer = door.get("/embed.json", params={"site": "https://elsewhere.example"})
    assert answer.json() == {"site": "https://elsewhere.example", "allowed": False}
    assert answer.headers["access-control-allow-origin"] == "*"
    assert door.get("/embed.json", params={"site": "https://www.example.org"}).json()["allowed"]
