"""The web channel's edge: who may ask from where, how much, and how a refusal looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from channels.http import read_limited
from clinic.settings import Settings

_METHODS = "GET, POST, DELETE, OPTIONS"
_REQUEST_HEADERS = "authorization, content-type"
_PREFLIGHT_SECONDS = "600"
RETRY = {"Retry-After": "5"}


class Refused(Exception):
    """A request that is not served.

    Args:
        status: HTTP status.
        code: key of `errors` in content/channel.yml.
        headers: more response headers.
        words: what is said instead of the code's own message.
        banner: the safety tier those words are about.
    """

    def __init__(
        self,
        status: int,
        code: str,
        headers: Mapping[str, str] | None = None,
        words: str | None = None,
        banner: str | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, dict(headers or {})
        self.words, self.banner = words, banner

    def response(self) -> Response:
        """The refusal as the API describes errors."""
        from clinic.messages.wording import error_message

        error = {"code": self.code, "message": self.words or error_message(self.code)}
        if self.banner:
            error["banner"] = self.banner
        return JSONResponse({"error": error}, status_code=self.status, headers=self.headers)


def check_origin(request: Request, settings: Settings) -> None:
    """Lets in our own pages and the configured sites; requests that are not a browser's carry
    no origin and have nothing to steal, as there are no cookies.

    Raises:
        Refused: 403.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.rstrip("/") not in settings.origins:
        raise Refused(403, "origin_refused")


def language_of(request: Request) -> str:
    """The language a request asks for, as the widget and every browser name it."""
    first: str = request.headers.get("accept-language", "").partition(",")[0]
    return first.strip().lower().partition("-")[0]


def bearer_token(request: Request) -> str:
    """The token of the Authorization header.

    Raises:
        Refused: 401, there is none.
    """
    header: str = request.headers.get("authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, "token_missing", {"WWW-Authenticate": "Bearer"})
    return token.strip()


async def read_body(request: Request) -> bytes:
    """The body, read no further than it may be long.

    Raises:
        Refused: 413.
    """
    body = await read_limited(request)
    if body is None:
        raise Refused(413, "body_too_large")
    return body


async def read_json(request: Request) -> Any:
    """The body as JSON.

    Raises:
        Refused: 413 when it is too long, 400 when it is not JSON.
    """
    try:
        return json.loads(await read_body(request))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "invalid_json") from error


def finish_headers(request: Request, response: Response, settings: Settings) -> None:
    """What every response carries: nothing is cached, and who may read it (CORS)."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Vary"] = "Origin, Accept-Language"
    origin = request.headers.get("origin")
    if origin is None or origin.rstrip("/") not in settings.origins:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
        response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
