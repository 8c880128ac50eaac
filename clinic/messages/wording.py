"""What the channels say themselves, from `content/channel.yml`."""

from __future__ import annotations

from pydantic import BaseModel, Extra, validator

from clinic.content import get_content
from clinic.content.braces import only_names
from clinic.content.watched import Watched
from clinic.content.yaml_file import read_yaml, validate

ERROR_CODES = (
    "invalid_json",
    "invalid_fields",
    "empty",
    "too_long",
    "unknown_choice",
    "body_too_large",
    "token_missing",
    "token_invalid",
    "token_expired",
    "conversation_closed",
    "origin_refused",
    "too_many_requests",
    "not_found",
    "method_refused",
)


class ChannelWording(BaseModel):
    """The texts, with {phone} and {days} still to be filled in.

    Attributes:
        notice: the line under the chat.
        could_not_answer: when there is no answer and the clinic's number is known.
        could_not_answer_without_phone: the same when it is not.
        errors: why a request was refused, by code.
    """

    notice: str
    could_not_answer: str
    could_not_answer_without_phone: str
    errors: dict[str, str]

    class Config:
        allow_mutation = False
        extra = Extra.forbid

    @validator("notice")
    def _notice(cls, value: str) -> str:
        return only_names(value, ("days",))

    @validator("could_not_answer")
    def _could_not_answer(cls, value: str) -> str:
        return only_names(value, ("phone",))

    @validator("errors")
    def _complete(cls, value: dict[str, str]) -> dict[str, str]:
        missing = [code for code in ERROR_CODES if not value.get(code)]
        unknown = [code for code in value if code not in ERROR_CODES]
        if missing or unknown:
            raise ValueError(f"missing: {missing or 'none'}, unknown: {unknown or 'none'}")
        return value


_wording = Watched(
    ("channel.yml",),
    lambda folder: validate(
        folder / "channel.yml", read_yaml(folder / "channel.yml"), ChannelWording
    ),
)


def channel_wording() -> ChannelWording:
    """The texts in force.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _wording.get()


def notice() -> str:
    """The line that is always in sight: automated, not for emergencies, how long it is kept."""
    return channel_wording().notice.format(days=get_content().clinic.retention_days)


def could_not_answer() -> str:
    """What a patient is told when the assistant has no answer because something failed."""
    phone = get_content().clinic.phone_shown
    if phone:
        return channel_wording().could_not_answer.format(phone=phone)
    return channel_wording().could_not_answer_without_phone


def error_message(code: str) -> str:
    """Why a request was refused, in words a patient may read.

    Where something behind the chat failed ("unavailable"), with the clinic's number.
    """
    if code == "unavailable":
        return could_not_answer()
    return channel_wording().errors[code]
