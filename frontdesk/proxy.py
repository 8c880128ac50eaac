"""Passes the chat's and the SMS webhook's requests on to the Rasa server.

So that one address serves everything on one machine. A deployment's nginx does the same and this is
not reached. Only the addresses listed here are passed on, and in the words of this list, never in
the visitor's: whatever else the Rasa server answers to stays out of reach, however an address is
written. Whose request it was is said in a header that is signed (clinic/visitors.py), so that the
channel's limits count visitors.
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
PUBLIC = (
    "/webhooks/webchat/health",
    "/webhooks/webchat/openapi.json",
    "/webhooks/webchat/config",
    "/webhooks/webchat/conversations",
    "/webhooks/webchat/messages",
    "/webhooks/webchat/conversation",
    "/webhooks/sms/webhook",
    "/webhooks/sms/status",
)
# What a channel reads of a request. Cookies and what a visitor says about addresses are not in it.
PASSED_ON = (
    b"accept",
    b"access-control-request-headers",
    b"access-control-request-method",
    b"authorization",
    b"content-type",
    b"origin",
    b"x-twilio-signature",
)
NOT_PASSED_BACK = frozenset(
    {"connection", "content-encoding", "content-length", "transfer-encoding"}
)
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
    path = next((path for path in PUBLIC if path == request.scope["path"]), None)
    if path is None:
        return _error(404, "not_found")
    body = await read_limited(request)
    if body is None:
        return _error(413, "body_too_large")
    # Bytes, as they came: a header may hold any of them, and none of ours is a reason to fail.
    headers = [(name, value) for name, value in request.headers.raw if name in PASSED_ON]
    address = visitors.sign_address(address_of(request))
    headers.append((visitors.HEADER.encode(), address.encode()))
    query = request.scope["query_string"].decode("ascii")
    url = f"{path}?{query}" if query else path
    try:
        answer = await _client.request(request.method, url, headers=headers, content=body)
    except httpx.HTTPError:
        return _error(502, "unavailable")
    kept = {name: value for name, value in answer.headers.items() if name not in NOT_PASSED_BACK}
    return Response(answer.content, status_code=answer.status_code, headers=kept)


def _error(status: int, code: str) -> JSONResponse:
    return JSONResponse(
        {"error": {"code": code, "message": error_message(code)}}, status_code=status
    )


METHODS = ["GET", "POST", "DELETE", "OPTIONS"]
ROUTES = [Route("/webhooks/{path:path}", pass_on, methods=METHODS)]
