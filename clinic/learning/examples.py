"""The training examples in `data/nlu/`: read, and one line added without touching another."""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

# Emergencies, and replies that mean something only where they are given, are not added to from
# the desk: the first are reviewed by a clinician, the second are no questions.
_NOT_OFFERED = re.compile(
    r"report_|ask_about_red_flag|inform$|affirm$|deny$|none_of|one_or|change_time"
)
_INTENT = re.compile(r"^\s*- intent:\s*(\S+)\s*$")
_BLOCK = re.compile(r"^\s*examples:\s*\|")
_EXAMPLE = re.compile(r"^(\s*)- ")


# In an intent's metadata: wordings kept apart from learning, to measure with.
HELD_OUT = "held_out"

# Every example with its intent, those kept apart, and the file each intent is first in; not to be
# changed.
_Known = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...], dict[str, Path]]


class UnknownIntent(ValueError):
    """There are no examples of this intent to add one to."""


class Examples:
    """The training examples of a folder, as they are now.

    Args:
        folder: `data/nlu`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        paths = sorted(folder.rglob("*.yml"))
        known, apart, self._files = _all(tuple((path, *_as_it_is(path)) for path in paths))
        self.texts = list(known)  # (example, intent)
        self.held_out = list(apart)  # (wording, intent), of the intents that bring some

    @property
    def intents(self) -> list[str]:
        """Every intent that has examples."""
        return list(self._files)

    def add(self, text: str, intent: str) -> Path:
        """Adds an example at the end of its intent's; everything else in the file stays as it is.

        Args:
            text: one line.

        Returns:
            The file that was changed.

        Raises:
            UnknownIntent: no file has examples of it.
            RuntimeError: the changed file would not read as meant; nothing was written.
        """
        path = self._files.get(intent)
        if path is None:
            raise UnknownIntent(f"no file of {self.folder.name}/ has examples of {intent}")
        with _alone(path):
            before = path.read_text(encoding="utf-8")
            after = _with_line(before, text, intent)
            if _read(after) != _expected(_read(before), text, intent):
                raise RuntimeError(f"{path.name} is laid out in a way an example can't be added to")
            draft = path.with_suffix(".draft")
            draft.write_text(after, encoding="utf-8")
            os.replace(draft, path)
        return path


def offered_intents(examples: Examples) -> list[str]:
    """The intents that examples may be added to from the desk."""
    return [intent for intent in examples.intents if not _NOT_OFFERED.match(intent)]


# Kept until a file changes: a page of the desk asks at each look, and there are a hundred of them.
@lru_cache(maxsize=2)
def _all(files: tuple[tuple[Path, int, int, int], ...]) -> _Known:
    texts: list[tuple[str, str]] = []
    apart: list[tuple[str, str]] = []
    where: dict[str, Path] = {}
    for path, *_ in files:
        text = path.read_text(encoding="utf-8")
        apart.extend(_apart(text))
        for intent, said in _read(text):
            texts.extend((words, intent) for words in said)
            where.setdefault(intent, path)
    return tuple(texts), tuple(apart), where


def _as_it_is(path: Path) -> tuple[int, int, int]:
    """What is another when a file was written."""
    found = path.stat()
    return found.st_ino, found.st_mtime_ns, found.st_size


# Of those, each again as long as it stays: another one has changed.
@lru_cache(maxsize=256)
def _read(text: str) -> list[tuple[str, list[str]]]:
    """(intent, its examples) of each block of a file, in its order; not to be changed."""
    return [(item["intent"], _said(item.get("examples", ""))) for item in _blocks(text)]


def _apart(text: str) -> list[tuple[str, str]]:
    """What the blocks of a file keep apart, with the intent of each."""
    if f"{HELD_OUT}:" not in text:
        return []
    return [
        (words, item["intent"])
        for item in _blocks(text)
        for words in _said((item.get("metadata") or {}).get(HELD_OUT, ""))
    ]


def _blocks(text: str) -> list[Any]:
    data = YAML(typ="safe").load(text) or {}
    return [item for item in data.get("nlu", []) if "intent" in item]


def _said(examples: object) -> list[str]:
    """The texts of a block: lines of it, or entries with what each was said in."""
    if isinstance(examples, list):
        return [str(entry["text"]).strip() for entry in examples]
    lines = (line.strip() for line in str(examples).splitlines())
    return [line[2:].strip() for line in lines if line.startswith("- ")]


def _expected(
    before: list[tuple[str, list[str]]], text: str, intent: str
) -> list[tuple[str, list[str]]]:
    first = [name for name, _ in before].index(intent)
    return [
        (name, [*texts, text] if place == first else texts)
        for place, (name, texts) in enumerate(before)
    ]


def _with_line(content: str, text: str, intent: str) -> str:
    """The file with one line more, after the last example of the intent's first block."""
    lines = content.splitlines(keepends=True)
    current, in_block, last, indent = None, False, None, ""
    for number, line in enumerate(lines):
        named = _INTENT.match(line)
        if named:
            if last is not None:
                break
            current, in_block = named.group(1), False
        elif current == intent and _BLOCK.match(line):
            in_block = True
        elif current == intent and in_block and (example := _EXAMPLE.match(line)):
            last, indent = number, example.group(1)
    if last is None:
        raise UnknownIntent(f"no block of examples of {intent}")
    if not lines[last].endswith("\n"):
        lines[last] += "\n"
    lines.insert(last + 1, f"{indent}- {text}\n")
    return "".join(lines)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keeps two people who accept at the same moment from overwriting each other's line."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)  # which ends the lock
