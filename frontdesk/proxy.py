"""Passes the chat's and the SMS webhook's requests on to the Rasa server.

So that one address serves everything on one machine. A deployment's nginx does the same and this is
not reached; Rasa's REST channel is not passed on by either. Whose request it was is said in a
header that is signed (clinic/visitors.py), so that the channel's limits count visitors.
"""

from __future__ import annotations

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clinic import visitors
from clinic.messages.wording import error_message
from clinic.settings import get_settings
from frontdesk.limits import address_of, read_limited

# A long poll waits up to 25 seconds, and answers then.
TIMEOUT = httpx.Timeout(40.0, connect=2.0)
NOT_PASSED_ON = frozenset({"host", "connection", "content-length", "transfer-encoding"})
# What a visitor says about addresses is not passed on either.
NOT_BELIEVED = frozenset({visitors.HEADER, "x-forwarded-for", "x-real-ip", "forwarded"})
_client: httpx.AsyncClient | None = None


async def pass_on(request: Request) -> Response:
    """One request to the Rasa server, and its answer."""
    global _client
    settings = get_settings()
    if _client is None:
        _client = httpx.AsyncClient(
            base_url=f"http://{settings.host}:{settings.rasa_port}",
            timeout=TIMEOUT,
            limits=httpx.Limits(max_connections=400, max_keepalive_connections=50),
        )
    body = await read_limited(request)
    if body is None:
        return _error(413, "body_too_large")
    headers = [
        (name, value)
        for name, value in request.headers.items()
        if name not in NOT_PASSED_ON | NOT_BELIEVED
    ]
    headers.append((visitors.HEADER, visitors.sign_address(address_of(request))))
    url = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    try:
        answer = await _client.request(request.method, url, headers=headers, content=body)
    except httpx.HTTPError:
        return _error(502, "unavailable")
    kept = {
        name: value
        for name, value in answer.headers.items()
        if name not in NOT_PASSED_ON and name != "content-encoding"
    }
    return Response(answer.content, status_code=answer.status_code, headers=kept)


def _error(status: int, code: str) -> JSONResponse:
    return JSONResponse(
        {"error": {"code": code, "message": error_message(code)}}, status_code=status
    )


METHODS = ["GET", "POST", "DELETE", "OPTIONS"]
ROUTES = [
    Route("/webhooks/webchat/{path:path}", pass_on, methods=METHODS),
    Route("/webhooks/sms/{path:path}", pass_on, methods=METHODS),
]
