"""The shapes of the web API: what requests hold and how messages are written."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pydantic import (
    BaseModel,
    Extra,
    StrictBool,
    StrictStr,
    ValidationError,
    confloat,
    conint,
    constr,
    root_validator,
    validator,
)
from starlette.requests import Request

from channels.web.http import Refused
from clinic.languages import spoken
from clinic.messages import WebMessage, clean
from clinic.settings import get_settings

MAX_TEXT_CHARACTERS = 5_000
MAX_WAIT_SECONDS = 25
# As written; Python's own readers take much more ("urn:uuid:...", "1_000").
_UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z"
# A lone surrogate is no text: neither the database nor a reply could hold it.
_TEXT = r"^[^\ud800-\udfff]*\Z"
_DIGITS = re.compile(r"[0-9]{1,10}\Z")
_JSON_NUMBER = re.compile(r"-?[0-9]{1,10}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?\Z")
_NUMBER = re.compile(r"\+[0-9]{8,15}\Z")
_LINKS = ("https", "tel", "mailto")


class NewMessage(BaseModel):
    """A message or a chosen button: exactly one of `text` and `choice`."""

    client_id: constr(strict=True, regex=_UUID)  # type: ignore[valid-type]
    text: StrictStr | None = None
    choice: constr(strict=True, regex=_TEXT) | None = None  # type: ignore[valid-type]

    class Config:
        extra = Extra.forbid

    @root_validator(pre=True)
    def _one_of_two(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = [values[name] for name in ("text", "choice") if name in values]
        if len(given) != 1 or given[0] is None:
            raise ValueError("give either text or choice")
        return values


class Poll(BaseModel):
    """Where the widget stands and how long it will wait."""

    after: conint(ge=0, le=2**31 - 1) = 0  # type: ignore[valid-type]
    wait: confloat(ge=0, le=MAX_WAIT_SECONDS) = 0  # type: ignore[valid-type]

    @validator("after", pre=True)
    def _digits(cls, value: Any) -> Any:
        if isinstance(value, str) and not _DIGITS.match(value):
            raise ValueError("give a whole number in digits")
        return value

    @validator("wait", pre=True)
    def _number(cls, value: Any) -> Any:
        if isinstance(value, str) and not _JSON_NUMBER.match(value):
            raise ValueError("give a number as JSON writes it")
        return value


class Rating(BaseModel):
    """Whether an answer helped."""

    seq: conint(strict=True, ge=1, le=2**31 - 1)  # type: ignore[valid-type]
    helpful: StrictBool

    class Config:
        extra = Extra.forbid


def rating(body: Any) -> Rating:
    """A request's body as a rating.

    Raises:
        Refused: 422.
    """
    try:
        return Rating.parse_obj(body)
    except ValidationError as error:
        raise Refused(422, "invalid_fields") from error


def new_message(body: Any) -> NewMessage:
    """A request's body as a message.

    Raises:
        Refused: 422, with the code that says what is wrong.
    """
    try:
        message = NewMessage.parse_obj(body)
    except ValidationError as error:
        raise Refused(422, "invalid_fields") from error
    if message.text is not None:
        if len(message.text) > MAX_TEXT_CHARACTERS:
            raise Refused(422, "too_long")
        message.text = clean(message.text)
        if not message.text:
            raise Refused(422, "empty")
    return message


def poll(request: Request) -> Poll:
    """A request's query.

    Raises:
        Refused: 422.
    """
    try:
        query = parse_qs(request.url.query, keep_blank_values=True)
        return Poll.parse_obj({name: values[-1] for name, values in query.items()})
    except ValidationError as error:
        raise Refused(422, "invalid_fields") from error


def config() -> dict[str, Any]:
    """What the widget must know before a conversation begins."""
    from clinic.content import get_content
    from clinic.messages.wording import notice

    clinic, settings = get_content().clinic, get_settings()
    about = {
        "name": clinic.name,
        "phone": clinic.phone_shown,
        "phone_href": f"tel:{clinic.phone}" if clinic.phone else None,
        "address": clinic.address,
    }
    # A service that sends for us is no number somebody can text.
    if settings.sms_enabled and _NUMBER.match(settings.twilio_from):
        about["text_href"] = f"sms:{settings.twilio_from}"
    return {
        "clinic": about,
        "retention_days": clinic.retention_days,
        "notice": notice(),
        "language": spoken(),
    }


def as_json(message: WebMessage) -> dict[str, Any]:
    """A message of the transcript. What it does not have is left out."""
    shown: dict[str, Any] = {
        "seq": message.seq,
        "id": message.id,
        "from": message.sender,
        "at": iso(message.at),
        "text": message.text,
        "choices": message.details.get("choices", []),
    }
    if message.client_id:
        shown["client_id"] = message.client_id
    for name in ("kind", "banner", "discreet"):
        if message.details.get(name):
            shown[name] = message.details[name]
    if message.details.get("topic"):
        shown["rating"] = "given" if message.details.get("rated") else "open"
    if shown.get("discreet"):
        # Somebody may read along: it is said once, and nothing of it stays in sight.
        shown.pop("banner", None)
    card = message.details.get("card")
    if card:
        kept = ((name, value) for name, value in card.items() if not name.endswith("_url"))
        links = {
            name: card[name] for name in card if name.endswith("_url") and _is_link(card[name])
        }
        shown["card"] = {**dict(kept), **links}
    source = message.details.get("source")
    if source and _is_link(source.get("url")):
        shown["source"] = {"title": source.get("title", ""), "url": source["url"]}
    return shown


def _is_link(url: Any) -> bool:
    """Whether an address may leave the server: https, tel, mailto, or our own front desk's,
    which on one's own machine has no https."""
    try:
        parts = urlsplit(str(url))
    except ValueError:
        return False
    own = f"{parts.scheme}://{parts.netloc}" == get_settings().base_url
    return parts.scheme in _LINKS or own


def iso(at: datetime) -> str:
    """A time in UTC, as ISO 8601 with milliseconds and Z."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
