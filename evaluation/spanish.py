"""What is understood of messages in Spanish by writers who have seen nothing of the product, each
the first of its conversation.

python -m evaluation.spanish [--show]: the figures by kind and writer; with --show what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clinic.reading.intents import APPOINTMENTS, FACTS, NOT_COVERED, PERSON, TOPICS
from clinic.reading.learned.model import IntentModel
from clinic.settings import ROOT
from evaluation.figures import table_of_shares
from evaluation.talking import Talk, report

FOLDER = ROOT / "tests" / "understanding" / "spanish"
KINDS = {
    "article": TOPICS,
    "wishes for visits": APPOINTMENTS,
    "a person": PERSON,
    "facts of the clinic": FACTS,
    "not covered": NOT_COVERED,
}
OTHER = "nothing of the clinic"
# What a plan covers is answered as which plans are taken: both are not known here.
ALIKE = {"ask_insurance": "fact_insurance"}


@dataclass(frozen=True)
class Said:
    """One message.

    Attributes:
        writer: whose it is: its file's name.
        intent: what it means.
        words: how it is said.
        heard: what was understood.
    """

    writer: str
    intent: str
    words: str
    heard: tuple[str, ...]

    @property
    def kind(self) -> str:
        """A key of `KINDS`, or `OTHER`."""
        return next((kind for kind, intents in KINDS.items() if self.intent in intents), OTHER)

    @property
    def right(self) -> bool:
        """Whether it was understood; of what is not covered, as something that is not."""
        if self.kind == "not covered":
            return any(intent in NOT_COVERED | FACTS for intent in self.heard)
        return ALIKE.get(self.intent, self.intent) in self.heard

    @property
    def told(self) -> str:
        """What was said and heard, for a person to read."""
        heard = ", ".join(self.heard) or "nothing"
        return f"{self.writer} {self.intent}: {self.words!r} -> {heard}"


def messages(folder: Path = FOLDER) -> Iterator[tuple[str, str, str]]:
    """Writer, intent and words of every message."""
    for path in sorted(folder.glob("writer_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            intent, words = line.split("\t")
            yield path.stem, intent, words


def say_all(model: IntentModel) -> list[Said]:
    """Says every message."""
    said = []
    for number, (writer, intent, words) in enumerate(messages()):
        talk = Talk(model, f"spanish-{number}")
        talk.say(words)
        heard = tuple(wish.intent for wish in talk.read.wishes)
        said.append(Said(writer, intent, words, heard))
    return said


def table(said: Sequence[Said]) -> str:
    """The figures as a Markdown table: all, by writer, by kind."""
    return table_of_shares(
        "messages in Spanish",
        "understood",
        [
            *(("all", one.right) for one in said),
            *((one.writer, one.right) for one in said),
            *((one.kind, one.right) for one in said),
        ],
    )


if __name__ == "__main__":
    report(__doc__, say_all, table)
