"""The web channel's edge: who may ask from where, how much, and how a refusal looks."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from clinic import visitors
from clinic.messages.wording import error_message
from clinic.settings import Settings

logger = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024
_METHODS = "GET, POST, DELETE, OPTIONS"
_REQUEST_HEADERS = "authorization, content-type"
_PREFLIGHT_SECONDS = "600"


class Refused(Exception):
    """A request that is not served.

    Args:
        status: HTTP status.
        code: key of `errors` in content/channel.yml.
        headers: more response headers.
    """

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.headers = status, code, dict(headers or {})

    def response(self) -> HTTPResponse:
        """The refusal as the API describes errors."""
        body = {"error": {"code": self.code, "message": error_message(self.code)}}
        return json_response(body, status=self.status, headers=self.headers)


def check_origin(request: Request, settings: Settings) -> None:
    """Lets in our own pages and the configured sites; requests that are not a browser's carry
    no origin and have nothing to steal, as there are no cookies.

    Raises:
        Refused: 403.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.rstrip("/") not in settings.origins:
        raise Refused(403, "origin_refused")


def address_of(request: Request, settings: Settings) -> str:
    """The visitor's address: what our front desk says and signs, behind our own proxy what it
    added last, else the connection's."""
    signed = visitors.read_signed_address(request.headers.get(visitors.HEADER))
    if signed:
        return signed
    if settings.trust_proxy_headers:
        forwarded = visitors.forwarded_address(request.headers.getall("x-forwarded-for", []))
        if forwarded:
            return forwarded
    return str(request.ip)


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
    """The body of a streamed request, read no further than it may be long.

    Raises:
        Refused: 413.
    """
    body = bytearray()
    while True:
        chunk = await request.stream.read()  # type: ignore[union-attr]
        if chunk is None:
            return bytes(body)
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Refused(413, "body_too_large")


async def read_json(request: Request) -> Any:
    """The body as JSON.

    Raises:
        Refused: 413 when it is too long, 400 when it is not JSON.
    """
    try:
        return json.loads(await read_body(request))
    except (ValueError, RecursionError) as error:
        raise Refused(400, "invalid_json") from error


def finish_headers(request: Request, response: HTTPResponse, settings: Settings) -> None:
    """What every response carries: nothing is cached, and who may read it (CORS)."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("origin")
    if origin is None or origin.rstrip("/") not in settings.origins:
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _REQUEST_HEADERS
        response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
