"""The chat widget for any website: its files, and what its web master has to know.

The files are kept compressed beside the plain ones (`make widget`), so that nothing is compressed
while a visitor waits.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clinic.languages import others
from clinic.settings import get_settings
from clinic.sites import BadOrigin, read_origin
from door.rendering import render

WIDGET = Path(__file__).with_name("static") / "widget"
# The smallest first.
ENCODINGS = {"br": ".br", "gzip": ".gz"}
FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
HEADERS = {
    **FOR_ALL,
    "Cache-Control": "public, max-age=300",
    "Vary": "Accept-Encoding",
    # Sites that isolate themselves load only what says it may be.
    "Cross-Origin-Resource-Policy": "cross-origin",
}


async def widget(request: Request) -> Response:
    """The loader, and the chat it loads, in the smallest form the browser takes."""
    name = "widget.js" if request.scope["path"] == "/widget.js" else "chat.js"
    taken = _taken(request.headers.get("accept-encoding", ""))
    coding = next((one for one in ENCODINGS if one in taken), None)
    path = WIDGET / (name + (ENCODINGS[coding] if coding else ""))
    body, tag = _file(path, path.stat().st_mtime_ns)
    headers = {**HEADERS, "ETag": tag}
    if coding:
        headers["Content-Encoding"] = coding
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


def _taken(accepted: str) -> set[str]:
    """The encodings a browser takes: those it names without `q=0`."""
    items = [item.replace(" ", "").lower().partition(";") for item in accepted.split(",")]
    return {
        name for name, _, weight in items if weight not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    }


@lru_cache(maxsize=8)
def _file(path: Path, _changed: int) -> tuple[bytes, str]:
    body = path.read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'


async def embed(request: Request) -> Response:
    """What to paste, and whether a website may use the chat: for web masters."""
    server = get_settings().base_url
    return render("embed.html", server=server, languages=" ".join(others()), **_look_up(request))


async def allowed(request: Request) -> Response:
    """The same for the widget, which can't read why a website is refused."""
    found = _look_up(request)
    return JSONResponse({"site": found["site"], "allowed": found["allowed"]}, headers=FOR_ALL)


def _look_up(request: Request) -> dict[str, Any]:
    """The website that is asked about (`asked`, as an origin: `site`), whether it may use the chat,
    and what is wrong with it (`problem`)."""
    asked = request.query_params.get("site", "").strip()[:200]
    try:
        site = read_origin(asked) if asked else None
    except BadOrigin as error:
        return {"asked": asked, "site": None, "allowed": False, "problem": str(error)}
    known = site in get_settings().origins
    return {"asked": asked, "site": site, "allowed": known, "problem": None}


def routes() -> list[Route]:
    """The widget's two files, and what is to be known about them."""
    return [
        Route("/widget.js", widget),
        Route("/widget/chat.js", widget),
        Route("/embed", embed),
        Route("/embed.json", allowed),
    ]
