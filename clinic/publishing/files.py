"""The files of a content folder, as texts by name; and with them how patients ask for each topic.

Examples are called `examples/ask_chairs.yml`, wherever the training data stands: they are drafted,
approved and kept like words of the content, though nobody is served them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from clinic.settings import get_settings

EXAMPLES = "examples/"
# `es/safety.yml`: in the folder or in one of a language.
NAME = re.compile(r"(?:[a-z]{2}/|examples/)?[a-z0-9][a-z0-9_-]{0,80}\.(?:md|yml)")
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


def read_all(folder: Path) -> Texts:
    """Every file of the content, and the examples of each topic.

    Raises:
        OSError, UnicodeDecodeError: one can't be read.
    """
    examples = {
        f"{EXAMPLES}{path.name}": path.read_bytes().decode("utf-8")
        for path in sorted(examples_folder().glob("*.yml"))
        if NAME.fullmatch(path.name)
    }
    return {**read_texts(folder), **examples}


def examples_folder() -> Path:
    """Where the examples of topics stand."""
    return get_settings().training_dir / "article"


def sources_folder() -> Path:
    """The project that the training data belongs to: where config.yml, domain.yml and data/ are."""
    return get_settings().training_dir.parents[1]


def is_examples(name: str) -> bool:
    """Whether a file holds how patients ask, not what they are told."""
    return name.startswith(EXAMPLES)


def path_of(folder: Path, name: str) -> Path:
    """Where a file stands.

    Args:
        folder: of the content.
    """
    if is_examples(name):
        return examples_folder() / name.removeprefix(EXAMPLES)
    return folder / name


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
