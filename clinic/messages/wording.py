"""What the channels say themselves, from `content/channel.yml`."""

from __future__ import annotations

from pydantic import BaseModel, Extra, validator

from clinic.clock import now
from clinic.content import ClinicFacts, get_content
from clinic.content.braces import only_names
from clinic.content.one_file import watched_file

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
        closed_now: added to it while nobody is at the clinic.
        errors: why a request was refused, by code.
    """

    notice: str
    could_not_answer: str
    could_not_answer_without_phone: str
    closed_now: str
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

    @validator("closed_now")
    def _closed_now(cls, value: str) -> str:
        return only_names(value, ("next_day", "next_time"))

    @validator("errors")
    def _complete(cls, value: dict[str, str]) -> dict[str, str]:
        missing = [code for code in ERROR_CODES if not value.get(code)]
        unknown = [code for code in value if code not in ERROR_CODES]
        if missing or unknown:
            raise ValueError(f"missing: {missing or 'none'}, unknown: {unknown or 'none'}")
        return value


_wording = watched_file("channel.yml", ChannelWording)


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
    clinic = get_content().clinic
    wording = channel_wording()
    said = wording.could_not_answer_without_phone
    if clinic.phone_shown:
        said = wording.could_not_answer.format(phone=clinic.phone_shown)
    return f"{said} {_when_somebody_is_there(clinic)}".strip()


def _when_somebody_is_there(clinic: ClinicFacts) -> str:
    """While the clinic is closed: when it opens, so that nobody waits by the phone."""
    # Imported when first needed, for the door's sake; it needs these messages itself.
    from clinic.screenings import opening, times

    at = now()
    following = None if opening.open_until(clinic, at) else opening.opens_next(clinic, at)
    if following is None:
        return ""
    day, time = times.say_day(following[0]), times.say_clock(following[1])
    return channel_wording().closed_now.format(next_day=day, next_time=time)


def error_message(code: str) -> str:
    """Why a request was refused, in words a patient may read.

    Where something behind the chat failed ("unavailable"), with the clinic's number.
    """
    if code == "unavailable":
        return could_not_answer()
    return channel_wording().errors[code]
