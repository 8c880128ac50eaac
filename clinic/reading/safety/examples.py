"""Reads data/safety/: messages with the signs in them, by the people who wrote them.

A file is one writer's, so that whole writers can be left out when something is measured. A line is
`SIGNS<tab>TEXT`. SIGNS is `none`, or groups of content/safety.yml with how each is meant, joined
by commas: `+` present, `-` denied, `<` long past, `?` asked about, `~` a figure of speech, `!` in
doubt.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.reading.safety.groups import get_groups
from clinic.reading.safety.verdict import Status
from clinic.settings import ROOT

FOLDER = ROOT / "data" / "safety"
# Whose messages the encoder's upper layers were not tuned on (`evaluation.tuning`): the evidence is
# weighed on theirs (`evaluation.weigh`).
UNREAD = frozenset({"writer_2", "writer_5", "writer_8"})
# Of each writer so many stories are put together, of so many messages without a sign; every other
# one has a message with a sign among them.
STORIES, SHORTEST_STORY, LONGEST_STORY = 100, 4, 9
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
        story: put together of several messages.
    """

    text: str
    signs: tuple[tuple[str, Status], ...]
    writer: str
    story: bool = False

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
        return language_of_writer(self.writer)


def language_of_writer(name: str) -> str:
    """ "es" or "en": the language of a writer, by the name of their file."""
    return "es" if name.startswith("spanish") else "en"


def load_examples(folder: Path = FOLDER) -> list[Example]:
    """Every example under a folder, by writer.

    Raises:
        ValueError: a line is none, with its file and number.
    """
    return [example for file in sorted(folder.glob("*.tsv")) for example in _of_file(file)]


def stories(examples: Sequence[Example]) -> list[Example]:
    """Long messages, each put together of messages of one writer: a sign in the middle of much
    else is a sign, and much that is sad or sore, one thing after the other, is none.

    The same examples make the same stories. A writer of too few messages has none.
    """
    found: list[Example] = []
    for writer in sorted({example.writer for example in examples}):
        mine = [example for example in examples if example.writer == writer]
        plain = [example for example in mine if not example.present and not example.in_doubt]
        signs = [example for example in mine if example.present]
        if len(plain) < LONGEST_STORY or not signs:
            continue
        chance = random.Random(f"stories {writer}")
        for number in range(STORIES):
            told = chance.sample(plain, chance.randint(SHORTEST_STORY, LONGEST_STORY))
            if number % 2:
                told.insert(chance.randint(0, len(told)), chance.choice(signs))
            text = " ".join(_with_an_end(example.text, chance) for example in told)
            named = dict.fromkeys(sign for example in told for sign in example.signs)
            found.append(Example(text, tuple(named), writer, story=True))
    return found


def _with_an_end(text: str, chance: random.Random) -> str:
    """A message as a sentence of a story: voice-to-text has no stops, and goes on with "and"."""
    return text if text[-1] in ".!?" else text + chance.choice((".", ".", "", " and"))


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
