"""The files of a content folder, as texts by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

# `es/safety.yml`: in the folder or in one of a language.
NAME = re.compile(r"(?:[a-z]{2}/)?[a-z0-9][a-z0-9_-]{0,80}\.(?:md|yml)")
SAFETY = re.compile(r"(?:[a-z]{2}/)?safety(?:_words)?\.yml")

Texts = dict[str, str]


def read_texts(folder: Path) -> Texts:
    """Every file of the content, by its name.

    Raises:
        OSError, UnicodeDecodeError: one can't be read.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return {
        name: (folder / name).read_bytes().decode("utf-8")
        for name in names
        if NAME.fullmatch(name) and (folder / name).is_file()
    }


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes files into a folder nobody reads yet."""
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


def digest(texts: Mapping[str, str | None]) -> str:
    """A digest of texts and their names."""
    whole = hashlib.sha256()
    for name, text in sorted(texts.items()):
        one = "-" if text is None else hashlib.sha256(text.encode()).hexdigest()
        whole.update(f"{name}\0{one}\0".encode())
    return whole.hexdigest()


def is_safety(name: str) -> bool:
    """Whether a file holds what is said or heard in an emergency."""
    return bool(SAFETY.fullmatch(name))
