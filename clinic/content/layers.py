"""A language's folder laid over `content/`: `content/es/replies.yml` over `content/replies.yml`.

What the layer names takes the place of the English words; what it leaves out stays English. It may
name nothing that the file under it does not: a language has words of its own, and no topics, facts
or replies of its own.

A fact or a passage is told in another language only as long as the English words it was translated
from are the same (`originals.yml` in the folder, written by `python -m scripts.translated`): who
edits the hours of the car park is not contradicted in Spanish.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from clinic.content.errors import ContentError
from clinic.content.lined_yaml import Lined

# Digests of the English words that a language's facts and passages were translated from.
ORIGINALS = "originals.yml"
DIGEST = 12
# Of these files every text is held against its original.
HELD_TO_ORIGINALS = frozenset({"clinic.yml"})
# A reply's wordings, one form a channel, are laid over as a whole.
_FORMS = "any"

_layer: ContextVar[str | None] = ContextVar("layer", default=None)


def layer() -> str | None:
    """The language whose folder is laid over what is read now; None: English alone."""
    return _layer.get()


@contextmanager
def layering(language: str) -> Iterator[None]:
    """What is read inside is read with a language's folder laid over it."""
    token = _layer.set(language)
    try:
        yield
    finally:
        _layer.reset(token)


def layer_path(path: Path, language: str) -> Path:
    """The file that is laid over another one."""
    return path.parent / language / path.name


def lay_over(under: Lined, over: Lined, path: Path, place: str = "") -> None:
    """Puts the words of a language's file in the place of those under it.

    Args:
        under: the English file; it is changed.
        over: the language's file.
        path: of the language's file.
        place: dotted name of the part that is laid over, for the report.

    Raises:
        ContentError: the language's file names what there is not under it.
    """
    for key, words in over.items():
        line = over.lines[key]
        if key not in under:
            raise ContentError(path, line, f"{place}{key}: the English file has no such name")
        if words is None:
            continue
        below = under[key]
        if isinstance(words, Lined) and isinstance(below, Lined) and _FORMS not in below:
            lay_over(below, words, path, f"{place}{key}.")
        else:
            under.put(key, words, line)


def digest(words: str) -> str:
    """Names English words, so that a change of them is seen."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:DIGEST]


def drop_outdated(over: Lined, under: Mapping[str, Any], known: Mapping[str, str]) -> None:
    """Leaves out what was translated from other English words than there are now.

    Args:
        over: a language's file; it is changed.
        under: the English file.
        known: digests of the original, by dotted name.
    """
    for name in list(texts_of(over)):
        *path, last = name.split(".")
        part, original = over, under
        for step in path:
            part, original = part[step], original.get(step) or {}
        words = original.get(last)
        if not isinstance(words, str) or known.get(name) != digest(words):
            part[last] = None


def texts_of(data: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """Dotted names of the texts in a file."""
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from texts_of(value, f"{place}{key}.")
        elif isinstance(value, str):
            yield f"{place}{key}"
