"""The clinic's facts, asked for by a writer who has not seen the product: is each told, or rightly
said to be unknown where the clinic left its field empty?

python -m evaluation.facts [--show]: the figures by subject; with --show what went wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from clinic.content import Content, get_content
from clinic.content.facts import Answers
from clinic.dialogue.clinic_facts import FIELDS
from clinic.reading.learned.model import IntentModel
from clinic.settings import ROOT
from evaluation.counts import Json, pair
from evaluation.figures import Share, table_of_shares
from evaluation.talking import Talk, report

FOLDER = ROOT / "tests" / "understanding" / "facts"
WHOLE_SENTENCE = "This is what our clinic says about {}."


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        writer: whose it is: its file's name.
        subject: what it is about.
        words: how it is asked.
        filled: whether the clinic has filled in the field.
        right: whether it was told, or rightly said to be unknown.
        came: the reply.
    """

    writer: str
    subject: str
    words: str
    filled: bool
    right: bool
    came: str

    @property
    def told(self) -> str:
        """What was asked and came back, for a person to read."""
        return f"{self.subject}: {self.words!r} -> {self.came!r}"


def questions(folder: Path = FOLDER) -> Iterator[tuple[str, str, str]]:
    """Writer, subject and wording of every question."""
    for path in sorted(folder.glob("writer_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            subject, words = line.split("\t")
            yield path.stem, subject, words


def ask_all(model: IntentModel) -> list[Asked]:
    """Asks every question, with the fields filled and with the fields empty."""
    asked = []
    for filled in (True, False):
        content = _content(filled)
        for number, (writer, subject, words) in enumerate(questions()):
            talk = Talk(model, f"fact-{filled}-{number}", content=content)
            came = talk.say(words)
            right = _expected(subject, content, came)
            asked.append(Asked(writer, subject, words, filled, right, came))
    return asked


def _content(filled: bool) -> Content:
    """The content in force, with every answer of clinic.yml filled in, or none."""
    content = get_content()
    fields = FIELDS.values()
    said = {name: WHOLE_SENTENCE.format(name) if filled else None for name in fields}
    changed: dict[str, object] = {"answers": Answers(**said)}
    if not filled:
        changed["what_to_bring"] = None
    return replace(content, clinic=content.clinic.copy(update=changed))


def _expected(subject: str, content: Content, came: str) -> bool:
    clinic = content.clinic
    if subject == "length":
        return str(clinic.screening.length_minutes) in came
    if subject == "therapists":
        return any(therapist.name in came for therapist in clinic.therapists)
    held = clinic.what_to_bring if subject == "bring" else None
    held = getattr(clinic.answers, FIELDS[subject]) if subject in FIELDS else held
    if held:
        return held in came
    article = content.passage("screening_info").text
    if subject == "cost" and article in came:
        return True  # that it is free stands in the article as well
    return content.replies[f"thing_{subject}"].texts[0] in came


def kept(asked: Sequence[Asked]) -> Json:
    """Right ones and how many, as they are kept."""
    writers = sorted({one.writer for one in asked})
    return {
        "all": _pair(asked),
        "filled": _pair([one for one in asked if one.filled]),
        "empty": _pair([one for one in asked if not one.filled]),
        "writers": {name: _pair([one for one in asked if one.writer == name]) for name in writers},
    }


def _pair(asked: Sequence[Asked]) -> list[int]:
    return pair(Share.among([one.right for one in asked]))


def table(asked: Sequence[Asked]) -> str:
    """The figures as a Markdown table: all, by whether the field is filled, by subject."""
    return table_of_shares(
        "facts of the clinic",
        "told, or rightly unknown",
        [
            *(("all", one.right) for one in asked),
            *((one.writer, one.right) for one in asked),
            *(("field filled" if one.filled else "field empty", one.right) for one in asked),
            *((one.subject, one.right) for one in asked),
        ],
    )


if __name__ == "__main__":
    report(__doc__, ask_all, table)
