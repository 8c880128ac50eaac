"""What a channel says itself, from `content/<its name>.yml`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from clinic.content import get_content
from clinic.content.braces import only_names
from clinic.content.errors import ContentError
from clinic.content.watched import Watched
from clinic.content.yaml_file import line_of, plain, read_yaml
from clinic.ways import Way, ways

NAMES = frozenset({"clinic", "phone", "count", "when", "heading", "hours"})
# Ends the name of what is said while the clinic's number is not known.
NO_PHONE = "_no_phone"
Texts = dict[str, str]


def load_texts(path: Path, wanted: Iterable[str]) -> Texts:
    """A channel's texts, with names in braces still to be filled in.

    Raises:
        ContentError: one is missing, unknown, no text, or has another name in braces.
    """
    data = read_yaml(path)
    texts: Texts = plain(data)
    for name in wanted:
        if not isinstance(texts.get(name), str):
            raise ContentError(path, line_of(data, (name,)), f"{name}: write a text")
    for name, text in texts.items():
        line = line_of(data, (name,))
        if name not in wanted:
            raise ContentError(path, line, f"{name}: there is no such text")
        try:
            only_names(text, NAMES)
        except ValueError as error:
            raise ContentError(path, line, f"{name}: {error}") from error
    return texts


def _texts_of(one: Way) -> Watched[Texts]:
    file = f"{one.name}.yml"
    return Watched((file,), lambda folder: load_texts(folder / file, one.texts), layered=True)


_watched = {one.name: _texts_of(one) for one in ways() if one.texts}


def load_all() -> None:
    """Reads the texts of every channel that has some.

    Raises:
        ContentError: nothing has ever loaded here; else a mistake is told in the log and at the
            desk, and the last that loaded stays in use.
    """
    for texts in _watched.values():
        texts.get()


def say(channel: str, name: str, **values: Any) -> str:
    """One of a channel's texts, filled in; the variant without a phone while none is known."""
    clinic = get_content().clinic
    phone = clinic.phone_shown
    texts = _watched[channel].get()
    if not phone and f"{name}{NO_PHONE}" in texts:
        name = f"{name}{NO_PHONE}"
    unknown = dict.fromkeys(NAMES, "")
    filled = {**unknown, "clinic": clinic.name, "phone": phone or "", **values}
    return texts[name].format(**filled).strip()
