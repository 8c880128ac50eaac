"""The words for times and notices: content/times.yml and the screenings' part of messages.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, Extra, conlist

from clinic.content.yaml_file import read_yaml, validate
from clinic.settings import get_settings


class _Strict(BaseModel):
    class Config:
        allow_mutation = False
        extra = Extra.forbid


class Words(_Strict):
    """How times are said; see the comments in content/times.yml."""

    weekdays: conlist(str, min_items=7, max_items=7)  # type: ignore[valid-type]
    months: conlist(str, min_items=12, max_items=12)  # type: ignore[valid-type]
    am: str
    pm: str
    noon: str
    day: str
    long: str
    short: str
    sms: str


class Wording(_Strict):
    """All words the screenings say."""

    times: Words


def get_words() -> Wording:
    """The words in force; read again when a file changed.

    Raises:
        ContentError: at the file and line of a mistake.
    """
    folder = get_settings().content_dir
    path = folder / "times.yml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, stamp: int) -> Wording:
    return Wording(times=validate(path, read_yaml(path), Words))
