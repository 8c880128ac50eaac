"""A local stand-in for the part of Twilio that is used here: its REST API, its phones, its rules.

It holds requests to the published contract (basic authentication, the account in the path, To, From
or MessagingServiceSid, Body of at most 1,600 characters, StatusCallback, nothing else) and plays
its error codes by the last four digits of a number: 0007, 0003 and 0005 fail as 30007, 30003 and
30005, reported later; 1610 is refused at once as 21610, 0429 as 20429 and 0500 as 20500, both of
them once. https://www.twilio.com/docs/messaging/api/message-resource

It lists messages as that contract has it too (To, From, DateSent>, PageSize, Page; newest first),
sends what a webhook answers in TwiML, and tries a webhook that it can't reach once more.
"""

from __future__ import annotations

import base64
import queue
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree

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
LISTED_BY = {"To", "From", "DateSent>", "PageSize", "Page"}
LARGEST_PAGE = 1000
REPLY = "outbound-reply"
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SERVICE = re.compile(r"MG[0-9a-f]{32}")
_DIGITS = re.compile(r"[0-9]{1,9}\Z")


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(microsecond=0)


@dataclass(frozen=True)
class Text:
    """A text message, sent to a patient or by one.

    Attributes:
        by_carrier: written by Twilio itself, not by us.
        direction: as Twilio names it.
        at: when it was sent, in whole seconds.
    """

    sid: str
    to: str
    sender: str
    body: str
    status_callback: str
    by_carrier: bool = False
    direction: str = "outbound-api"
    at: datetime = field(default_factory=_now, compare=False)


class TwilioStandIn:
    """Takes what is sent, and sends what a phone would.

    Args:
        port: where it listens, on this machine.
        account, token: the account's SID and secret.
        answers_opt_outs: it answers STOP, START and HELP itself, and refuses what is sent to a
            number that has opted out with it.

    Attributes:
        sent: what was accepted, in order, what a webhook answered, and what it wrote itself.
        written: what patients sent, in order.
        tries: how often a webhook is tried when it can't be reached or does not answer well.
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
        self.written: list[Text] = []
        self.tries = 1
        self.refused: list[int] = []
        self.reports = True
        self.acknowledged: set[str] = set()
        self.arrived: queue.Queue[Text] = queue.Queue()
        self._answers_opt_outs = answers_opt_outs
        self._blocked: set[str] = set()
        self._refused_once: set[str] = set()
        path = "/2010-04-01/Accounts/{account}/Messages.json"
        app = Starlette(
            routes=[
                Route(path, self._create, methods=["POST"]),
                Route(path, self._list, methods=["GET"]),
            ]
        )
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

    def _refusal(self, request: Request) -> JSONResponse | None:
        expected = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {expected}":
            return self._error(401, 20003, "Authenticate")
        if request.path_params["account"] != self.account:
            return self._error(404, 20404, "The requested resource was not found")
        return None

    async def _list(self, request: Request) -> JSONResponse:
        """A page of the messages of both directions, the newest first."""
        if refused := self._refusal(request):
            return refused
        query = request.query_params
        if unknown := query.keys() - LISTED_BY:
            return self._error(400, 20001, f"Unknown parameters: {', '.join(sorted(unknown))}")
        asked = query.get("PageSize", "50"), query.get("Page", "0")
        if not all(_DIGITS.match(one) for one in asked):
            return self._error(400, 20001, "PageSize and Page are whole numbers")
        size, page = map(int, asked)
        if not 1 <= size <= LARGEST_PAGE:
            return self._error(400, 20001, "PageSize must be from 1 to 1000")
        found = list(self._listed(query.get("To"), query.get("From"), query.get("DateSent>")))
        shown = found[page * size : (page + 1) * size]
        more = len(found) > (page + 1) * size
        path = request.url.path
        following = f"{path}?{urlencode({**query, 'Page': page + 1})}" if more else None
        return JSONResponse(
            {
                "messages": [self._as_json(text) for text in shown],
                "page": page,
                "page_size": size,
                "next_page_uri": following,
                "first_page_uri": path,
                "previous_page_uri": None,
                "uri": path,
                "start": page * size,
                "end": page * size + len(shown),
            }
        )

    def _listed(self, to: str | None, sender: str | None, after: str | None) -> Iterator[Text]:
        since = datetime.fromisoformat(after.replace("Z", "+00:00")) if after else None
        for text in sorted([*self.sent, *self.written], key=lambda one: one.at, reverse=True):
            between = to in (None, text.to) and sender in (None, text.sender)
            if between and (since is None or text.at >= since):
                yield text

    def _as_json(self, text: Text) -> dict[str, object]:
        return {
            "sid": text.sid,
            "account_sid": self.account,
            "to": text.to,
            "from": text.sender,
            "body": text.body,
            "direction": text.direction,
            "status": "received" if text.direction == "inbound" else "delivered",
            "num_media": "0",
            "num_segments": "1",
            "date_sent": format_datetime(text.at),
            "date_created": format_datetime(text.at),
            "date_updated": format_datetime(text.at),
        }

    async def _create(self, request: Request) -> JSONResponse:
        if refused := self._refusal(request):
            return refused
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
        sid = fields["MessageSid"]
        if not any(one.sid == sid for one in self.written):
            self.written.append(Text(sid, to, phone, body, "", direction="inbound"))
        answer = self._call(webhook, fields)
        if answer.status_code == 200:
            for said in _messages(answer.text):
                self._deliver(Text(self._new_sid(), phone, to, said, "", direction=REPLY))
        return answer

    def _call(self, webhook: str, fields: dict[str, str]) -> httpx.Response:
        """Calls a webhook; the answer of the last try.

        Raises:
            httpx.TransportError: there was none.
        """
        for left in range(self.tries - 1, -1, -1):
            try:
                answer = self.post(webhook, fields)
            except httpx.TransportError:
                if not left:
                    raise
            else:
                if answer.status_code < 500 or not left:
                    return answer
        raise AssertionError("a webhook is tried at least once")

    @staticmethod
    def earlier(text: Text, seconds: float) -> Text:
        """The same text, sent so much earlier."""
        return replace(text, at=text.at - timedelta(seconds=seconds))

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


def _messages(twiml: str) -> list[str]:
    """What a webhook answers, message by message."""
    try:
        root = ElementTree.fromstring(twiml)
    except ElementTree.ParseError:
        return []
    return [message.text or "" for message in root.iter("Message")]
