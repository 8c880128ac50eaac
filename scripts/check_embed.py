"""Says what keeps the chat from working on a page of another website.

`make check-embed URL=https://www.example.org/page`, or `python -m scripts.check_embed URL`. It
fetches the page as a browser would, finds the line that brings the widget, and tries what that
line needs: the widget's address, the page's Content-Security-Policy, and whether the widget's
server lists the website. Exits with 1 when something is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

SECONDS = 15
LOADER = "/widget.js"
# What a Content-Security-Policy may say, and what is looked up when it does not.
_FALLBACK = {
    "script-src-elem": "script-src",
    "script-src": "default-src",
    "connect-src": "default-src",
}


@dataclass
class Page(HTMLParser):
    """What a page says that matters to the widget."""

    scripts: list[dict[str, str]] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    base: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script":
            self.scripts.append(values)
        elif tag == "base" and not self.base:
            self.base = values.get("href", "")
        elif tag == "meta" and values.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(values.get("content", ""))


def main() -> None:
    if len(sys.argv) != 2 or not sys.argv[1]:
        sys.exit("Say which page: make check-embed URL=https://www.example.org/page")
    url = sys.argv[1] if "://" in sys.argv[1] else f"https://{sys.argv[1]}"
    with httpx.Client(timeout=SECONDS, follow_redirects=True) as client:
        problems = list(check(client, url))
    for problem in problems:
        print(f"[check-embed] {problem}")
    if problems:
        sys.exit(1)
    print(f"[check-embed] The chat can be used on {url}")


def check(client: httpx.Client, url: str) -> Iterator[str]:
    """What is wrong, each with what to do; nothing when the chat works there."""
    try:
        response = client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        yield f"{url} can't be fetched: {error}"
        return
    if response.status_code >= 400:
        yield f"{url} answers with {response.status_code}"
        return
    page = Page()
    page.feed(response.text)
    site = origin_of(str(response.url))
    tag = next((one for one in page.scripts if LOADER in one.get("src", "")), None)
    if tag is None:
        yield (
            f'{response.url} has no <script src="https://YOUR-SERVER{LOADER}">. Paste the line '
            "that the assistant's page /embed shows. (What another script puts in is not seen.)"
        )
        return
    source = urljoin(urljoin(str(response.url), page.base), tag["src"])
    server = origin_of(source)
    if site.startswith("https:") and not server.startswith("https:"):
        yield f"The page is on https and loads {source}: browsers block that. Use https for it."
    yield from _policy_problems(
        [*response.headers.get_list("content-security-policy"), *page.policies], tag, server, site
    )
    yield from _server_problems(client, source, site)


def _policy_problems(
    policies: list[str], tag: dict[str, str], server: str, site: str
) -> Iterator[str]:
    for policy in policies:
        rules = {
            name.lower(): sources
            for name, *sources in (part.split() for part in policy.split(";") if part.strip())
        }
        by_nonce = bool(tag.get("nonce")) and f"'nonce-{tag['nonce']}'" in _rule(
            rules, "script-src-elem"
        )
        trusting = by_nonce and "'strict-dynamic'" in _rule(rules, "script-src-elem")
        if not trusting and not _allows(rules, "script-src-elem", server, site):
            yield f"The Content-Security-Policy blocks the widget: add {server} to script-src."
        if not _allows(rules, "connect-src", server, site):
            yield f"The Content-Security-Policy blocks its messages: add {server} to connect-src."


def _rule(rules: dict[str, list[str]], name: str) -> list[str]:
    while name not in rules and name in _FALLBACK:
        name = _FALLBACK[name]
    return rules.get(name, ["*"])


def _allows(rules: dict[str, list[str]], name: str, server: str, site: str) -> bool:
    parts = urlsplit(server)
    for source in _rule(rules, name):
        given = source.lower().rstrip("/")
        if given in ("*", server, parts.netloc, f"{parts.scheme}:"):
            return True
        if given == "'self'" and server == site:
            return True
        host = given.rpartition("://")[2]
        if host.startswith("*.") and (parts.hostname or "").endswith(host[1:]):
            return True
    return False


def _server_problems(client: httpx.Client, source: str, site: str) -> Iterator[str]:
    try:
        loader = client.get(source)
        config = client.get(urljoin(source, "/webhooks/webchat/config"), headers={"Origin": site})
    except httpx.HTTPError as error:
        yield f"The widget's server can't be reached: {error}"
        return
    if loader.status_code != 200 or "javascript" not in loader.headers.get("content-type", ""):
        yield f"{source} is not the widget (status {loader.status_code}): check its address."
    elif config.status_code == 403:
        yield f"The widget's server does not list this website: add {site} to its SITE_ORIGINS."
    elif config.status_code != 200:
        yield f"The chat's server answers with {config.status_code}: see docs/operations.md."
    elif config.headers.get("access-control-allow-origin") != site:
        yield "Something between page and server takes away Access-Control-Allow-Origin."


def origin_of(url: str) -> str:
    """The origin of an address, as a browser names it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


if __name__ == "__main__":
    main()
