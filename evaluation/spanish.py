"""What is understood of messages in Spanish by writers who have seen nothing of the product, each
the first of its conversation, and which of their whole conversations go right.

python -m evaluation.spanish [--show]: the figures by kind and writer; with --show what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.reading.intents import APPOINTMENTS, FACTS, NOT_COVERED, PERSON, TOPICS
from clinic.reading.learned.model import IntentModel
from clinic.settings import ROOT
from evaluation.figures import Share, table_of_shares
from evaluation.spanish_conversations import Held, hold_all
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


def try_all(model: IntentModel) -> list[Said | Held]:
    """Says every message, and holds every conversation."""
    return [*say_all(model), *hold_all(model, FOLDER)]


def messages_of(tried: Sequence[Said | Held]) -> list[Said]:
    """The messages among all that was tried."""
    return [one for one in tried if isinstance(one, Said)]


def kept(said: Sequence[Said]) -> dict[str, Any]:
    """Right ones and how many, by kind, as the README's figures are kept."""
    found: dict[str, Any] = {"kinds": list(KINDS)}
    for kind in KINDS:
        share = Share.among([one.right for one in said if one.kind == kind])
        found[kind] = [share.right, share.of]
    return found


def table(tried: Sequence[Said | Held]) -> str:
    """The figures as two Markdown tables: messages by writer and kind, conversations by writer."""
    said = messages_of(tried)
    held = [one for one in tried if isinstance(one, Held)]
    of_messages = table_of_shares(
        "messages in Spanish",
        "understood",
        [
            *(("all", one.right) for one in said),
            *((one.writer, one.right) for one in said),
            *((one.kind, one.right) for one in said),
        ],
    )
    of_turns = [place >= len(one.faults) for one in held for place in range(one.turns)]
    of_conversations = table_of_shares(
        "conversations in Spanish",
        "right",
        [
            *(("all, whole", one.right) for one in held),
            *((f"{one.writer}, whole", one.right) for one in held),
            *(("all, turns", right) for right in of_turns),
        ],
    )
    return f"{of_messages}\n\n{of_conversations}"


if __name__ == "__main__":
    report(__doc__, try_all, table)
