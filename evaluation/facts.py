"""The clinic's facts, asked for by a writer who has not seen the product: is each told, or rightly
said to be unknown where the clinic left its field empty?

python -m evaluation.facts [--show]: the figures by subject; with --show what went wrong.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from clinic.content import Content, get_content
from clinic.content.facts import Answers
from clinic.dialogue.clinic_facts import FIELDS
from clinic.reading.learned.model import IntentModel
from clinic.settings import ROOT
from evaluation.figures import Share
from evaluation.talking import Talk, learned, own_clinic
from scripts.train import train

FOLDER = ROOT / "tests" / "understanding" / "facts"
WHOLE_SENTENCE = "This is what our clinic says about {}."


@dataclass(frozen=True)
class Asked:
    """One question.

    Attributes:
        subject: what it is about.
        words: how it is asked.
        filled: whether the clinic has filled in the field.
        right: whether it was told, or rightly said to be unknown.
        came: the reply.
    """

    subject: str
    words: str
    filled: bool
    right: bool
    came: str


def questions(folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """Subject and wording of every question."""
    for path in sorted(folder.glob("writer_*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            subject, words = line.split("\t")
            yield subject, words


def ask_all(model: IntentModel) -> list[Asked]:
    """Asks every question, with the fields filled and with the fields empty."""
    asked = []
    for filled in (True, False):
        content = _content(filled)
        for number, (subject, words) in enumerate(questions()):
            talk = Talk(model, f"fact-{filled}-{number}", content=content)
            came = talk.say(words)
            asked.append(Asked(subject, words, filled, _expected(subject, content, came), came))
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


def table(asked: list[Asked]) -> str:
    """The figures as a Markdown table."""
    by: dict[str, list[bool]] = defaultdict(list)
    for one in asked:
        for name in ("all", "field filled" if one.filled else "field empty"):
            by[name].append(one.right)
    for one in asked:
        by[one.subject].append(one.right)
    rows = [f"| {name} | {Share.among(found)} |" for name, found in by.items()]
    return "\n".join(["| facts of the clinic | told, or rightly unknown |", "|---|---|", *rows])


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    shows = parser.parse_args().show
    with own_clinic():
        asked = ask_all(learned(train()))
    if shows:
        print("\n".join(f"{one.subject}: {one.words!r} -> {one.came!r}" for one in asked
                        if not one.right))  # fmt: skip
    print(table(asked))


if __name__ == "__main__":
    main()
