"""Takes text messages in, through Twilio's webhooks.

A request is authentic when it carries Twilio's signature over the configured public URL; anything
else is refused and nothing is stored. A message is stored under its MessageSid, acknowledged with
an empty answer, and answered afterwards through the outbox, which the worker sends from. While
the database can't take it Twilio waits with us; if it still can't by then, Twilio's own answer to
the request is the way to the patient: an alarm is answered there, everybody else is told our
number, and what was missed is fetched later (`channels.sms.missed`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from sqlalchemy.engine import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from twilio.request_validator import RequestValidator

from channels import fallback
from channels.http import read_limited
from channels.intake import CannotStore, Intake
from channels.sms.gsm7 import fold
from channels.sms.numbers import number_of
from clinic.clock import now
from clinic.messages import Receipt, clean
from clinic.settings import Settings

logger = logging.getLogger(__name__)

CHANNEL = "sms"
# Gateways resend a message under a new id at once; a person who answers "1" and then "1" again
# has read a reply in between, which takes longer than this.
SAME_WITHIN = timedelta(seconds=3)
# Twilio gives up reading after 15 s (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides);
# the rest is for finding and sending the words.
PATIENCE_SECONDS = 11.5
# Twilio's limit is 1,600 characters for a message; a form with all its fields stays far below.
LARGEST_FORM = 64 * 1024
XML = '<?xml version="1.0" encoding="UTF-8"?>'
NO_REPLY = f"{XML}<Response/>"
Fields = dict[str, str]


class Receiver:
    """The addresses under /webhooks/sms/.

    Args:
        settings: credentials and the public URL.
        intake: stores what comes in.
    """

    def __init__(self, settings: Settings, intake: Intake) -> None:
        self._settings, self._intake = settings, intake

    def routes(self) -> list[BaseRoute]:
        if not self._settings.sms_enabled:
            logger.warning("No Twilio credentials: the SMS channel is off.")
        return [
            Route("/webhooks/sms/webhook", self.webhook, methods=["POST"]),
            Route("/webhooks/sms/status", self.status, methods=["POST"]),
            Route("/webhooks/sms/voice", self.voice, methods=["POST"]),
        ]

    async def webhook(self, request: Request) -> Response:
        """Takes a text message: authentic, once, acknowledged at once."""
        fields = await self._authentic(request, self._settings.twilio_webhook)
        if fields is None:
            return Response(status_code=403)
        if is_other_app(fields):
            return await self._refused_app(fields)
        try:
            await take(self._intake, fields)
        except CannotStore:
            words = await self._intake.in_thread(lambda: words_instead(fields))
            logger.error("A text could not be stored and was answered over the open request.")
            return _twiml(words)
        return _twiml(None)

    async def _refused_app(self, fields: Fields) -> Response:
        """Answers in the app it came by that there is no assistant there; an alarm gets its words
        there too, and the staff are told. Nothing else of it is kept."""
        words, alarm = await self._intake.in_thread(lambda: words_for_other_app(fields))
        if alarm:
            try:
                await self._intake.change(lambda connection: raise_alarm(connection, fields, alarm))
            except CannotStore:
                logger.error("An alarm by another app could not be put on the desk.")
        return _twiml(words)

    async def voice(self, request: Request) -> Response:
        """Somebody calls the texting number."""
        fields = await self._authentic(request, self._settings.twilio_beside("voice"))
        if fields is None:
            return Response(status_code=403)

        def words() -> str:
            from channels.sms import voice
            from clinic.content import get_content

            return voice.answer(get_content().clinic, self._settings.twilio_from, now())

        said = await self._intake.in_thread(words)
        return Response(f"{XML}<Response>{said}</Response>", headers={"Content-Type": "text/xml"})

    async def status(self, request: Request) -> Response:
        """Takes what became of a message we sent."""
        url = self._settings.twilio_status_callback
        if request.url.query:
            url += f"?{request.url.query}"
        fields = await self._authentic(request, url)
        if fields is None:
            return Response(status_code=403)
        ids = _ids(request.url.query)
        try:
            await self._intake.change(lambda connection: report(connection, fields, ids))
        except CannotStore:
            return Response(status_code=503)  # Twilio reports once more
        return Response(status_code=200)

    async def _authentic(self, request: Request, url: str) -> Fields | None:
        """The form's fields, when Twilio signed them with one of our tokens.

        Blank fields are signed too, so they are kept.
        """
        if not self._settings.sms_enabled:
            return None
        body = await read_limited(request, LARGEST_FORM)
        try:
            form = parse_qs((body or b"").decode(), keep_blank_values=True)
        except ValueError:
            return None
        fields = {name: values[0] for name, values in form.items()}
        signature = request.headers.get("X-Twilio-Signature", "")
        tokens = (self._settings.twilio_auth_token, self._settings.twilio_old_auth_token)
        for token in filter(None, (token.get_secret_value() for token in tokens)):
            if RequestValidator(token).validate(url, fields, signature):
                return fields
        return None


async def take(intake: Intake, fields: Fields) -> None:
    """Stores a text message.

    Args:
        fields: as Twilio's webhook gives them.

    Raises:
        CannotStore: not while Twilio waits.
    """
    text = arrived(fields, intake.settings.twilio_from)
    if text is not None:
        await intake.accept(
            **text,
            same_within=SAME_WITHIN,
            same_after=last_heard,
            patience=PATIENCE_SECONDS,
            after_all=lambda connection, receipt: stored_after_all(connection, receipt, fields),
        )


def stored_after_all(connection: Connection, receipt: Receipt, fields: Fields) -> None:
    """Files a text whose commit hung for so long that it was answered over the open request."""
    from channels.sms import elsewhere

    if receipt.duplicate or words_instead(fields) is None:
        return
    phone = e164(fields.get("From", "")) or ""
    elsewhere.answered(connection, receipt, phone, clean(fields.get("Body", "")), receipt.at)


def is_other_app(fields: Fields) -> bool:
    """Whether a message came by an app that Twilio carries too ("whatsapp:+1..."), not by text."""
    app, colon, _ = fields.get("From", "").partition(":")
    return bool(colon) and app.isalpha()


def words_for_other_app(fields: Fields) -> tuple[str, str | None]:
    """What is said in another app, and the tier where it is an alarm's."""
    from channels.sms.texts import say

    own = fallback.answer(clean(fields.get("Body", "")))
    return (str(own.reply["text"]), own.tier) if own.tier else (say("other_app"), None)


def raise_alarm(connection: Connection, fields: Fields, tier: str) -> None:
    """Puts an alarm that came by another app on the desk."""
    from clinic import attention

    attention.raise_task(
        connection,
        attention.Occasion(
            kind="safety_alert",
            key=f"safety:other-app:{fields.get('MessageSid', '')}",
            detail=clean(fields.get("Body", "")),
            channel=CHANNEL,
            reach=e164(fields.get("From", "").partition(":")[2]),
            tier=tier,
        ),
    )


def last_heard(connection: Connection, conversation: str, text: str) -> datetime | None:
    """Since when a number alone may be meant again: a patient who answers "1" and "1" has read
    something of ours in between. None: words in a row are one message."""
    from clinic.messages import outbox
    from clinic.reading.choices import is_number

    return outbox.sent_at(connection, conversation, now()) if is_number(text) else None


def arrived(fields: Fields, own: str) -> dict[str, Any] | None:
    """What is stored of a text message; None when there is nobody to answer.

    Args:
        own: the number it was sent to; what comes from there would be answered to ourselves.
    """
    sid, phone = fields.get("MessageSid", ""), e164(fields.get("From", ""))
    if not sid or phone is None or phone in (own, e164(fields.get("To", ""))):
        logger.warning("A signed request without MessageSid or somebody to answer was ignored.")
        return None
    details = {
        "media": fields.get("NumMedia", "0") not in ("", "0"),
        "location": bool(fields.get("Latitude")),
        "opt_out_type": fields.get("OptOutType"),
    }
    return {
        "channel": CHANNEL,
        "conversation": conversation_of(phone),
        "external_id": sid,
        "text": clean(fields.get("Body", "")),
        "metadata": {CHANNEL: {name: value for name, value in details.items() if value}},
        "reach": phone,
        "open_if_new": True,
    }


def conversation_of(phone: str) -> Callable[[Connection], str]:
    """Finds the conversation of a number."""
    return lambda connection: number_of(connection, phone).conversation


def words_instead(fields: Fields) -> str | None:
    """What is said over the open request: nothing to a wish about the messages themselves, which
    must not be answered before it is noted; it is when the text is fetched."""
    from channels.sms.keywords import read_keyword

    text = clean(fields.get("Body", ""))
    own = fallback.answer(text)
    if own.tier is None and (fields.get("OptOutType") or read_keyword(text)):
        return None
    return fold(str(own.reply["text"]))


def report(connection: Connection, fields: Fields, ids: dict[str, int]) -> None:
    """Notes what Twilio says became of a message."""
    from channels.sms.delivery import record_report

    record_report(
        connection,
        sid=fields.get("MessageSid", ""),
        status=fields.get("MessageStatus", ""),
        code=fields.get("ErrorCode"),
        **ids,
    )


def _twiml(words: str | None) -> Response:
    said = NO_REPLY
    if words:
        said = f"{XML}<Response><Message>{escape(words)}</Message></Response>"
    return Response(said, headers={"Content-Type": "text/xml"})


def _ids(query: str) -> dict[str, int]:
    """Which message of ours a report is about, as `twilio_sender` has put it."""
    return {
        name: int(values[0])
        for name, values in parse_qs(query).items()
        if name in ("item", "part_of") and values[0].isascii() and values[0].isdigit()
    }


def e164(number: str) -> str | None:
    """A sender's number; None for a short code or a name, which can't be answered."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
