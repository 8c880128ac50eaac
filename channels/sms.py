"""Text messages, through Twilio's webhooks.

A request is authentic when it carries Twilio's signature over the configured public URL; anything
else is refused and nothing is stored. A message is stored under its MessageSid, acknowledged with
an empty answer, and answered afterwards through the outbox, which the worker sends from.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from urllib.parse import parse_qs

import phonenumbers
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty, raw
from sqlalchemy.engine import Connection
from twilio.request_validator import RequestValidator

from channels.base import PatientChannel
from channels.rasa_turn import Reply
from channels.sms_turn import SmsTurn
from channels.turns import Turn
from clinic.messages import Inbound, clean
from clinic.texting import number_of, store_answer
from clinic.texting.delivery import record_report
from clinic.texting.plan import Planner

logger = logging.getLogger(__name__)

# Gateways resend a message under a new id at once; a person who answers "1" and then "1" again
# has read a reply in between, which takes longer than this.
SAME_WITHIN = timedelta(seconds=3)
# Twilio's limit is 1,600 characters for a message; a form with all its fields stays far below.
LARGEST_FORM = 64 * 1024
NO_REPLY = b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
Fields = dict[str, str]


class Sms(PatientChannel):
    """The channel under /webhooks/sms/; off while there are no credentials, and says so."""

    channel = "sms"

    @classmethod
    def name(cls) -> str:
        return "sms"

    def around(self, turn: Turn) -> Turn:
        planner = Planner(self.database, self.settings.opt_out_answered_by)
        return SmsTurn(turn, planner)

    def deliver(self, connection: Connection, message: Inbound, replies: list[Reply]) -> None:
        store_answer(connection, message, replies)

    def routes(self, blueprint: Blueprint) -> None:
        if not self.settings.sms_enabled:
            logger.warning("No Twilio credentials: the SMS channel is off.")

        @blueprint.post("/webhook")
        async def webhook(request: Request) -> HTTPResponse:
            """Takes a text message: authentic, once, acknowledged at once."""
            fields = self._authentic(request, self.settings.twilio_webhook)
            if fields is None:
                return empty(status=403)
            await self._take(fields)
            return raw(NO_REPLY, content_type="text/xml")

        @blueprint.post("/status")
        async def status(request: Request) -> HTTPResponse:
            """Takes what became of a message we sent."""
            url = self.settings.twilio_status_callback
            if request.query_string:
                url += f"?{request.query_string}"
            fields = self._authentic(request, url)
            if fields is None:
                return empty(status=403)
            await asyncio.to_thread(self._report, fields, _ids(request.query_string))
            return empty()

    async def _take(self, fields: Fields) -> None:
        sid, phone = fields.get("MessageSid", ""), _e164(fields.get("From", ""))
        if not sid or phone is None:
            logger.warning("A signed request without MessageSid or a usable From was ignored.")
            return
        conversation = await asyncio.to_thread(self._conversation, phone)
        details = {
            "media": fields.get("NumMedia", "0") not in ("", "0"),
            "location": bool(fields.get("Latitude")),
            "opt_out_type": fields.get("OptOutType"),
        }
        await self.accept(
            conversation=conversation,
            external_id=sid,
            text=clean(fields.get("Body", "")),
            metadata={"sms": {name: value for name, value in details.items() if value}},
            reach=phone,
            open_if_new=True,
            same_within=SAME_WITHIN,
        )

    def _conversation(self, phone: str) -> str:
        with self.database.begin() as connection:
            return number_of(connection, phone).conversation

    def _report(self, fields: Fields, ids: dict[str, int]) -> None:
        with self.database.begin() as connection:
            record_report(
                connection,
                sid=fields.get("MessageSid", ""),
                status=fields.get("MessageStatus", ""),
                code=fields.get("ErrorCode"),
                **ids,
            )

    def _authentic(self, request: Request, url: str) -> Fields | None:
        """The form's fields, when Twilio signed them with one of our tokens.

        Read from the body itself: Sanic's parser drops blank fields, which are signed too.
        """
        if not self.settings.sms_enabled or len(request.body) > LARGEST_FORM:
            return None
        try:
            form = parse_qs(request.body.decode(), keep_blank_values=True)
        except ValueError:
            return None
        fields = {name: values[0] for name, values in form.items()}
        signature = request.headers.get("X-Twilio-Signature", "")
        tokens = (self.settings.twilio_auth_token, self.settings.twilio_old_auth_token)
        for token in filter(None, (token.get_secret_value() for token in tokens)):
            if RequestValidator(token).validate(url, fields, signature):
                return fields
        return None


def _ids(query: str) -> dict[str, int]:
    """Which message of ours a report is about, as `worker/twilio_sender.py` has put it."""
    return {
        name: int(values[0])
        for name, values in parse_qs(query).items()
        if name in ("item", "part_of") and values[0].isdigit()
    }


def _e164(number: str) -> str | None:
    """A sender's number; None for a short code or a name, which can't be answered."""
    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
