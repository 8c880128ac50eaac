"""A local stand-in for the part of Twilio's REST API that is used here.

It holds requests to the published contract (basic authentication, To, From or MessagingServiceSid,
Body of at most 1,600 characters, StatusCallback) and plays its error codes: numbers ending in
0007, 0003, 0005 and 1610 fail as 30007, 30003, 30005 (reported later) and 21610 (at once).
https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import base64
import itertools
import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from twilio.request_validator import RequestValidator

LONGEST = 1600
REPORTED_LATER = {"0007": "30007", "0003": "30003", "0005": "30005"}
REFUSED = {"1610": (21610, "Attempt to send to unsubscribed recipient")}


@dataclass(frozen=True)
class Text:
    """A text message that was sent to a patient."""

    sid: str
    to: str
    sender: str
    body: str
    status_callback: str


class TwilioStandIn:
    """Takes what is sent, and sends what a phone would.

    Args:
        port: where it listens, on this machine.
        account, token: the account's SID and secret.

    Attributes:
        sent: what was accepted, in order.
        arrived: the same, to be waited for.
        reports: whether status callbacks are made.
    """

    def __init__(self, port: int, account: str, token: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.account, self.token = account, token
        self.sent: list[Text] = []
        self.reports = True
        self.arrived: queue.Queue[Text] = queue.Queue()
        self._numbers = itertools.count(1)
        path = "/2010-04-01/Accounts/{account}/Messages.json"
        app = Starlette(routes=[Route(path, self._create, methods=["POST"])])
        config = uvicorn.Config(app, port=port, log_level="error", ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            threading.Event().wait(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)

    async def _create(self, request: Request) -> JSONResponse:
        expected = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return _error(401, 20003, "Authenticate")
        form = parse_qs((await request.body()).decode(), keep_blank_values=True)
        fields = {name: values[0] for name, values in form.items()}
        to, body = fields.get("To", ""), fields.get("Body", "")
        sender = fields.get("MessagingServiceSid") or fields.get("From", "")
        if not to.startswith("+"):
            return _error(400, 21211, f"The 'To' number {to} is not a valid phone number.")
        if not sender:
            return _error(400, 21603, "A 'From' phone number is required.")
        if not body:
            return _error(400, 21602, "Message body is required.")
        if len(body) > LONGEST:
            return _error(400, 21617, "The concatenated message body exceeds the 1600 limit.")
        if to[-4:] in REFUSED:
            return _error(400, *REFUSED[to[-4:]])
        sid = f"SM{next(self._numbers):032x}"
        text = Text(sid, to, sender, body, fields.get("StatusCallback", ""))
        self.sent.append(text)
        self.arrived.put(text)
        if text.status_callback:
            threading.Thread(target=self._report, args=(text,), daemon=True).start()
        return JSONResponse({"sid": sid, "status": "queued", "to": to, "body": body}, 201)

    def _report(self, text: Text) -> None:
        """Reports once, and once more when that fails, as Twilio does by default."""
        for pause in (0, 1):
            threading.Event().wait(pause)
            with suppress(httpx.TransportError):
                if not self.reports or self.report(text).status_code < 500:
                    return

    def report(self, text: Text) -> httpx.Response:
        """A status callback: what became of a message."""
        code = REPORTED_LATER.get(text.to[-4:])
        fields = {
            "MessageSid": text.sid,
            "To": text.to,
            "MessageStatus": "undelivered" if code else "delivered",
            **({"ErrorCode": code} if code else {}),
        }
        return self.post(text.status_callback, fields)

    def text(self, webhook: str, phone: str, to: str, body: str, **more: str) -> httpx.Response:
        """Sends a patient's text to the webhook as Twilio does."""
        fields = {
            "MessageSid": f"SM{next(self._numbers):032x}",
            "AccountSid": self.account,
            "From": phone,
            "To": to,
            "Body": body,
            "NumMedia": "0",
            **more,
        }
        return self.post(webhook, fields)

    def post(self, url: str, fields: dict[str, str], public: str | None = None) -> httpx.Response:
        """A request signed over `public`, or over the address itself."""
        signature = RequestValidator(self.token).compute_signature(public or url, fields)
        headers = {"X-Twilio-Signature": signature}
        return httpx.post(url, data=fields, headers=headers, timeout=15)


def _error(status: int, code: int, message: str) -> JSONResponse:
    more = f"https://www.twilio.com/docs/errors/{code}"
    body = {"code": code, "message": message, "more_info": more, "status": status}
    return JSONResponse(body, status)
