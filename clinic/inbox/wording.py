"""What is said when people answer instead of the assistant: content/desk.yml."""

from __future__ import annotations

from pydantic import BaseModel, Extra, constr, validator

from clinic.content import get_content
from clinic.content.braces import only_names
from clinic.content.one_file import watched_file

NAMES = frozenset({"role", "clinic", "phone"})
PAGE_NAMES = frozenset({"clinic", "link"})
CLASH_NAMES = frozenset({"therapist", "when", "reference"})
TRAINING_NAMES = frozenset({"draft", "why"})
REVIEW_NAMES = frozenset({"unreviewed", "due", "files"})
MANY_NAMES = PAGE_NAMES | {"number"}


class Canned(BaseModel):
    """An answer that stands ready.

    Attributes:
        name: what the staff call it.
        text: its words, with names in braces still to be filled in.
    """

    name: constr(min_length=1, max_length=40)  # type: ignore[valid-type]
    text: constr(min_length=1, max_length=1000)  # type: ignore[valid-type]

    class Config:
        allow_mutation = False
        extra = Extra.forbid

    @validator("text")
    def _known_names(cls, value: str) -> str:
        return only_names(value, NAMES)


class DeskTexts(BaseModel):
    """The texts; content/desk.yml says what each is for."""

    role: str
    taken_over: str
    handed_back: str
    silent: str
    silent_waits: str
    staff_waits: str
    busy_clash: str
    staff_review: str
    staff_training: str
    answers: tuple[Canned, ...]
    page_text: str
    page_again: str
    page_many: str
    page_more: str
    page_subject: str

    class Config:
        allow_mutation = False
        extra = Extra.forbid

    @validator("taken_over", "handed_back", "silent", "silent_waits", "staff_waits")
    def _known_names(cls, value: str) -> str:
        return only_names(value, NAMES)

    @validator("staff_training")
    def _known_training_names(cls, value: str) -> str:
        return only_names(value, TRAINING_NAMES)

    @validator("staff_review")
    def _known_review_names(cls, value: str) -> str:
        return only_names(value, REVIEW_NAMES)

    @validator("busy_clash")
    def _known_names_of_a_clash(cls, value: str) -> str:
        return only_names(value, CLASH_NAMES)

    @validator("page_text", "page_again", "page_subject")
    def _known_page_names(cls, value: str) -> str:
        return only_names(value, PAGE_NAMES)

    @validator("page_many", "page_more")
    def _known_names_of_many(cls, value: str) -> str:
        return only_names(value, MANY_NAMES)


_texts = watched_file("desk.yml", DeskTexts)


def get_desk_texts() -> DeskTexts:
    """The texts in force.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    return _texts.get()


def desk_says(name: str) -> str:
    """One of the texts, filled in."""
    return _filled(str(getattr(get_desk_texts(), name)))


def canned_answers() -> list[Canned]:
    """The answers that stand ready, filled in."""
    return [Canned(name=item.name, text=_filled(item.text)) for item in get_desk_texts().answers]


def _filled(text: str) -> str:
    clinic = get_content().clinic
    phone = clinic.phone_shown or clinic.name
    return text.format(role=get_desk_texts().role, clinic=clinic.name, phone=phone)
