"""A local stand-in for the part of Twilio that is used here: its REST API, its phones, its rules.

It holds requests to the published contract (basic authentication, the account in the path, To, From
or MessagingServiceSid, Body of at most 1,600 characters, StatusCallback, nothing else) and plays
its error codes by the last four digits of a number: 0007, 0003 and 0005 fail as 30007, 30003 and
30005, reported later; 1610 is refused at once as 21610, 0429 as 20429 and 0500 as 20500, both of
them once. https://www.twilio.com/docs/messaging/api/message-resource
"""

from __future__ import annotations

import base64
import queue
import re
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from twilio.request_validator import RequestValidator

LONGEST = 1600
KNOWN = {"To", "From", "MessagingServiceSid", "Body", "StatusCallback"}
REPORTED_LATER = {"0007": "30007", "0003": "30003", "0005": "30005"}
REFUSED = (400, 21610, "Attempt to send to unsubscribed recipient")
REFUSED_ONCE = {"0429": (429, 20429, "Too Many Requests"), "0500": (500, 20500, "Internal Error")}
# What Twilio acts on when it answers STOP, START and HELP itself: whole messages only.
OPT_OUT = {"STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"}
OPT_IN = {"START", "YES", "UNSTOP"}
HELP = {"HELP", "INFO"}
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SERVICE = re.compile(r"MG[0-9a-f]{32}")


@dataclass(frozen=True)
class Text:
    """A text message that was sent to a patient.

    Attributes:
        by_carrier: written by Twilio itself, not by us.
    """

    sid: str
    to: str
    sender: str
    body: str
    status_callback: str
    by_carrier: bool = False


class TwilioStandIn:
    """Takes what is sent, and sends what a phone would.

    Args:
        port: where it listens, on this machine.
        account, token: the account's SID and secret.
        answers_opt_outs: it answers STOP, START and HELP itself, and refuses what is sent to a
            number that has opted out with it.

    Attributes:
        sent: what was accepted, in order, and what it wrote itself.
        arrived: the same, to be waited for.
        refused: the codes of what was refused, in order.
        reports: whether status callbacks are made.
        acknowledged: the SIDs of the texts whose status callback was answered.
    """

    def __init__(
        self, port: int, account: str, token: str, *, answers_opt_outs: bool = False
    ) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.account, self.token = account, token
        self.sent: list[Text] = []
        self.refused: list[int] = []
        self.reports = True
        self.acknowledged: set[str] = set()
        self.arrived: queue.Queue[Text] = queue.Queue()
        self._answers_opt_outs = answers_opt_outs
        self._blocked: set[str] = set()
        self._refused_once: set[str] = set()
        path = "/2010-04-01/Accounts/{account}/Messages.json"
        app = Starlette(routes=[Route(path, self._create, methods=["POST"])])
        config = uvicorn.Config(app, port=port, log_level="error", ws="none", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        """Listens from now on.

        Raises:
            OSError: the port is taken.
        """
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise OSError(f"The stand-in for Twilio can't listen at {self.url}.")
            threading.Event().wait(0.02)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=5)

    def _new_sid(self) -> str:
        # Never used before, also not by a stand-in of another day beside the same database.
        return f"SM{secrets.token_hex(16)}"

    async def _create(self, request: Request) -> JSONResponse:
        expected = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return self._error(401, 20003, "Authenticate")
        if request.path_params["account"] != self.account:
            return self._error(404, 20404, "The requested resource was not found")
        form = parse_qs((await request.body()).decode(), keep_blank_values=True)
        fields = {name: values[0] for name, values in form.items()}
        if wrong := self._what_is_wrong(fields):
            return self._error(*wrong)
        text = Text(
            self._new_sid(),
            fields["To"],
            fields.get("MessagingServiceSid") or fields["From"],
            fields["Body"],
            fields.get("StatusCallback", ""),
        )
        self._deliver(text)
        if text.status_callback:
            threading.Thread(target=self._report, args=(text,), daemon=True).start()
        body = {"sid": text.sid, "status": "queued", "to": text.to, "body": text.body}
        return JSONResponse(body, 201)

    def _what_is_wrong(self, fields: dict[str, str]) -> tuple[int, int, str] | None:
        """Status, code and message of the first thing that is wrong with a request."""
        to, body = fields.get("To", ""), fields.get("Body", "")
        sender, service = fields.get("From", ""), fields.get("MessagingServiceSid", "")
        callback = urlsplit(fields.get("StatusCallback", ""))
        if unknown := fields.keys() - KNOWN:
            return 400, 20001, f"Unknown parameters: {', '.join(sorted(unknown))}"
        if not _E164.fullmatch(to):
            return 400, 21211, f"The 'To' number {to} is not a valid phone number."
        if not sender and not service:
            return 400, 21603, "A 'From' phone number is required."
        if service and not _SERVICE.fullmatch(service):
            return 400, 21701, "The Messaging Service does not exist."
        if sender and not _E164.fullmatch(sender):
            return 400, 21212, f"The 'From' number {sender} is not a valid phone number."
        if to == sender:
            return 400, 21266, "'To' and 'From' number cannot be the same"
        if not body.strip():
            return 400, 21602, "Message body is required."
        if len(body) > LONGEST:
            return 400, 21617, "The concatenated message body exceeds the 1600 limit."
        if "StatusCallback" in fields and not (
            callback.scheme in ("http", "https") and callback.netloc
        ):
            return 400, 21609, "The 'StatusCallback' URL is not a valid URL."
        if to[-4:] == "1610" or to in self._blocked:
            return REFUSED
        if to[-4:] in REFUSED_ONCE and to not in self._refused_once:
            self._refused_once.add(to)
            return REFUSED_ONCE[to[-4:]]
        return None

    def _error(self, status: int, code: int, message: str) -> JSONResponse:
        self.refused.append(code)
        more = f"https://www.twilio.com/docs/errors/{code}"
        body = {"code": code, "message": message, "more_info": more, "status": status}
        return JSONResponse(body, status)

    def _deliver(self, text: Text) -> None:
        self.sent.append(text)
        self.arrived.put(text)

    def _report(self, text: Text) -> None:
        """Reports once, and once more when that fails, as Twilio does by default."""
        for pause in (0, 1):
            threading.Event().wait(pause)
            with suppress(httpx.TransportError):
                if not self.reports:
                    return
                if self.report(text).status_code < 500:
                    self.acknowledged.add(text.sid)
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
        """Sends a patient's text to the webhook as Twilio does; answers it itself, too, where it
        has been told to."""
        if self._answers_opt_outs:
            self._answer(phone, to, body.strip().upper())
        fields = {
            "MessageSid": self._new_sid(),
            "AccountSid": self.account,
            "From": phone,
            "To": to,
            "Body": body,
            "NumMedia": "0",
            **more,
        }
        return self.post(webhook, fields)

    def _answer(self, phone: str, clinic: str, word: str) -> None:
        if word in OPT_OUT:
            self._blocked.add(phone)
            said = "You have been unsubscribed. Reply START to resubscribe."
        elif word in OPT_IN and phone in self._blocked:
            self._blocked.discard(phone)
            said = "You have been re-subscribed."
        elif word in HELP:
            said = "Reply STOP to unsubscribe."
        else:
            return
        self._deliver(Text(self._new_sid(), phone, clinic, said, "", True))

    def post(self, url: str, fields: dict[str, str], public: str | None = None) -> httpx.Response:
        """A request signed over `public`, or over the address itself."""
        signature = RequestValidator(self.token).compute_signature(public or url, fields)
        headers = {"X-Twilio-Signature": signature}
        return httpx.post(url, data=fields, headers=headers, timeout=15)
