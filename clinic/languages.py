"""Which language is spoken while something is said: patients who write Spanish are answered in it.

A language is a folder of `content/` laid over it (`content/es/`, see `clinic.content.layers`) and a
setting, `LANGUAGES`. What is said in a turn, a notice or a reminder is put together inside
`speaking(language)`; whoever reads content asks nobody which language is meant.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from clinic.settings import get_settings

# What the clinic's own content is written in; every other language is laid over it.
ENGLISH = "en"

# How the staff call the others: all that the encoder of many languages knows, see
# `clinic.reading.learned.multilingual`.
NAMES = {
    "ar": "Arabic",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "tr": "Turkish",
    "zh": "Chinese",
}

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def spoken() -> str:
    """The language that is spoken now ("en", "es")."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything that is said inside is said in this language; in English where it is off."""
    token = _spoken.set(language if language in others() else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def others() -> tuple[str, ...]:
    """The languages beside English that patients are answered in."""
    return tuple(filter(None, map(str.strip, get_settings().languages.split(","))))
