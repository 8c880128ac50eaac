"""What the text message channel says itself, from `content/sms.yml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, Extra, validator

from clinic.content import get_content
from clinic.content.braces import only_names
from clinic.content.watched import Watched
from clinic.content.yaml_file import read_yaml, validate

NAMES = frozenset({"clinic", "phone", "count", "when", "heading"})
FILE = "sms.yml"


class SmsTexts(BaseModel):
    """The texts, with names in braces still to be filled in; content/sms.yml says what each is
    for. Those that end in `_no_phone` are used while the clinic's number is not known."""

    introduction: str
    first_notice: str
    source: str
    source_brief: str
    choose: str
    not_a_choice: str
    no_choices: str
    help: str
    help_no_phone: str
    opted_out: str
    opted_out_cancel: str
    opted_out_cancel_no_phone: str
    opted_in: str
    visit_stands: str
    attachment: str
    attachment_beside: str
    location: str
    no_words: str
    too_many: str
    too_many_no_phone: str
    other_script: str
    other_script_no_phone: str
    staff_texted_cancel: str
    staff_opted_out_wrote: str
    staff_missed_text: str
    staff_alarm_not_delivered: str
    staff_not_delivered: str
    staff_opted_out_with_carrier: str
    staff_unreachable: str
    staff_no_such_phone: str
    staff_filtered: str

    class Config:
        allow_mutation = False
        extra = Extra.forbid

    @validator("*")
    def _known_names(cls, value: str) -> str:
        return only_names(value, NAMES)


def _load(folder: Path) -> SmsTexts:
    return validate(folder / FILE, read_yaml(folder / FILE), SmsTexts)


_texts = Watched((FILE,), _load)


def get_texts() -> SmsTexts:
    """The texts in force.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _texts.get()


def say(name: str, **values: Any) -> str:
    """One of the texts, filled in; the variant without a phone while none is known."""
    clinic = get_content().clinic
    phone = clinic.phone_shown
    texts = get_texts()
    if not phone and hasattr(texts, f"{name}_no_phone"):
        name = f"{name}_no_phone"
    unknown = dict.fromkeys(NAMES, "")
    filled = {**unknown, "clinic": clinic.name, "phone": phone or "", **values}
    return str(getattr(texts, name)).format(**filled).strip()
