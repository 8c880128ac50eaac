"""Sends text messages through Twilio's REST API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from channels.sending import Sender, SendFailed
from channels.sms import delivery
from channels.sms.delivery import NOT_THEIRS, OPTED_OUT, UNWANTED
from channels.sms.lateness import too_late
from channels.sms.noticed import ABOUT_A_VISIT
from channels.sms.numbers import is_disowned, is_muted, is_opted_out
from channels.sms.sending import is_notice, texts_of
from clinic.clock import now
from clinic.content import get_content
from clinic.messages.models import Outgoing
from clinic.screenings.contact import may_contact, next_contact
from clinic.settings import Settings
from clinic.storage import Database, get_database

TIMEOUT_SECONDS = 10
# https://www.twilio.com/docs/api/errors: trying these again is useless.
# 21211 not a number, 21266 our own, 21408 region off, 21602 empty, 21610 opted out, 21612 and 21614
# not reachable by text, 21617 too long.
PERMANENT = frozenset({21211, 21266, 21408, 21602, 21610, 21612, 21614, 21617})


class TwilioSender(Sender):
    """Sends a reply as the text messages it renders to.

    Args:
        settings: credentials, the sender's number or Messaging Service, another base URL.
        database: knows who has opted out; None: the process's.
    """

    def __init__(self, settings: Settings, database: Database | None = None) -> None:
        self._settings, self._database = settings, database or get_database()
        self._client = client(settings)

    def send(self, item: Outgoing) -> str | None:
        """Sends it; the id of its last part is what the carrier reports on."""
        refused = self._refusal(item)
        if refused:
            raise SendFailed(refused, permanent=True)
        with self._database.begin() as connection:
            texts = texts_of(connection, item)
        sender = self._settings.twilio_from
        who = {"messaging_service_sid": sender} if sender.startswith("MG") else {"from_": sender}
        sid = None
        for number, text in enumerate(texts, 1):
            try:
                message = self._client.messages.create(
                    to=item.to,
                    body=text,
                    status_callback=self._callback(item, last=number == len(texts)),
                    **who,
                )
            except TwilioRestException as error:
                permanent = error.code in PERMANENT
                carrier = "" if permanent else _trouble(error)
                raise SendFailed(str(error.code), permanent=permanent, carrier=carrier) from error
            except (TwilioException, OSError) as error:
                raise SendFailed(type(error).__name__, carrier=_trouble(error)) from error
            sid = message.sid
        return sid

    def trouble(self) -> str:
        """What is wrong with the carrier, asked by reading our own account."""
        try:
            self._client.api.accounts(self._settings.twilio_account_sid).fetch()
        except (TwilioException, OSError) as error:
            return _trouble(error)
        return ""

    def put_off_until(self, item: Outgoing, at: datetime) -> datetime | None:
        """The morning, when it is night at the clinic. Notices are queued for the day; one that
        is late, after a failure or a standstill, waits for the morning. Direct replies go out at
        any time, and so does what was queued for the night on purpose: that the visit first thing
        in the morning is off."""
        if not is_notice(item):
            return None
        clinic = get_content().clinic
        on_purpose = item.attempts == 1 and not may_contact(item.due_at, clinic)
        return None if on_purpose or may_contact(at, clinic) else next_contact(at, clinic)

    def failed(self, connection: Connection, item: Outgoing, reason: str) -> bool:
        delivery.record_failure(connection, item, reason)
        return True

    def _callback(self, item: Outgoing, *, last: bool) -> str:
        """Where the carrier reports. It names the message, because the report may overtake our
        note of the carrier's id, and is the only trace of a message whose sender was killed."""
        which = "item" if last else "part_of"
        return f"{self._settings.twilio_status_callback}?{which}={item.id}"

    def _refusal(self, item: Outgoing) -> str | None:
        """Why a text must not be sent: an opted-out number gets nothing but the confirmation of
        its own wish; nobody gets reminders they don't want, or word of a visit that is not theirs,
        or an answer that comes too late."""
        if (item.reply.get("custom") or {}).get("kind") != "consent":
            with self._database.read() as connection:
                if is_opted_out(connection, item.to):
                    return OPTED_OUT
                if is_notice(item) and (unwanted := _unwanted(connection, item)):
                    return unwanted
        return too_late(item, now())


def _unwanted(connection: Connection, item: Outgoing) -> str | None:
    kind, *about = item.key.split(":")
    if f"{kind}:" not in ABOUT_A_VISIT:
        return None
    disowned = bool(about) and is_disowned(connection, item.to, about[0])
    if kind == "reminder":
        return UNWANTED if disowned or is_muted(connection, item.to) else None
    return NOT_THEIRS if disowned else None


def _trouble(error: Exception) -> str:
    """What an error says of the carrier; empty when it is about one message only."""
    if not isinstance(error, TwilioRestException):
        return f"It can't be reached ({type(error).__name__})."
    if error.status == 401:
        return "It refuses our credentials (401). Look at TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN."
    if error.status == 403:
        return f"It refuses our account (403, code {error.code}). Look at the carrier's console."
    if error.status == 429 or error.status >= 500:
        return f"It takes no messages right now ({error.status}, code {error.code})."
    return ""


def client(settings: Settings) -> Client:
    """Twilio's REST API, with our credentials."""
    return Client(
        settings.twilio_account_sid,
        settings.twilio_auth_token.get_secret_value(),
        http_client=_Http(settings.twilio_api_url),
    )


class _Http(TwilioHttpClient):
    """Twilio's HTTP client, pointed at another base URL when one is set."""

    def __init__(self, base_url: str) -> None:
        super().__init__(timeout=TIMEOUT_SECONDS)
        self._base_url = base_url.rstrip("/")

    def request(self, method: str, url: str, *arguments: Any, **named: Any) -> Response:
        if self._base_url:
            url = url.replace("https://api.twilio.com", self._base_url, 1)
        return super().request(method, url, *arguments, **named)
