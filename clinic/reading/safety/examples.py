"""Reads data/safety/: messages with the signs in them, by the people who wrote them.

A file is one writer's, so that whole writers can be left out when something is measured. A line is
`SIGNS<tab>TEXT`. SIGNS is `none`, or groups of content/safety.yml with how each is meant, joined
by commas: `+` present, `-` denied, `<` long past, `?` asked about, `~` a figure of speech, `!` in
doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.verdict import Status
from clinic.settings import ROOT

FOLDER = ROOT / "data" / "safety"
NONE = "none"
MARKS: dict[str, Status] = {
    "+": "present",
    "-": "denied",
    "<": "past",
    "?": "asked",
    "~": "figure",
    "!": "doubt",
}


@dataclass(frozen=True)
class Example:
    """One message.

    Attributes:
        text: its words.
        signs: the groups that are named in it, and how each is meant.
        writer: whose it is: the name of its file.
    """

    text: str
    signs: tuple[tuple[str, Status], ...]
    writer: str

    @property
    def present(self) -> frozenset[str]:
        """The groups that have to be heard."""
        return frozenset(group for group, status in self.signs if status == "present")

    @property
    def in_doubt(self) -> bool:
        """Whether none is present, and one may be."""
        return not self.present and any(status == "doubt" for _, status in self.signs)

    @property
    def language(self) -> str:
        """ "es" or "en", by the name of the file."""
        return "es" if self.writer.startswith("spanish") else "en"


def load_examples(folder: Path = FOLDER) -> list[Example]:
    """Every example under a folder, by writer.

    Raises:
        ValueError: a line is none, with its file and number.
    """
    return [example for file in sorted(folder.glob("*.tsv")) for example in _of_file(file)]


def _of_file(file: Path) -> Iterator[Example]:
    groups = get_groups().groups
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        labels, tab, text = line.partition("\t")
        if not tab or not text.strip():
            raise ValueError(f"{file.name}:{number}: write SIGNS, a tab, and the message")
        signs = []
        for label in (part.strip() for part in labels.split(",")):
            if label == NONE:
                continue
            group, mark = label[:-1], label[-1:]
            if group not in groups or mark not in MARKS:
                raise ValueError(f"{file.name}:{number}: {label!r} is no sign with its mark")
            signs.append((group, MARKS[mark]))
        yield Example(text.strip(), tuple(signs), file.stem)
