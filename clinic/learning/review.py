"""What a training example must not be, and how one is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ruamel.yaml import YAML

from clinic.attention.identity import without_identity
from clinic.learning.examples import Examples
from clinic.learning.nearness import alike, plain
from clinic.reading.safety import assess
from clinic.settings import ROOT

# Messages the assistant is measured with: trained on, they would measure nothing any more.
MEASURED = tuple(
    ROOT / "tests" / name
    for name in (
        "understanding/heldout.yml",
        "understanding/development.yml",
        "safety/open.yml",
        "safety/kept.yml",
    )
)
SHORTEST, LONGEST = 2, 200
# The intents that say that a sign is there.
REPORTS = "report_"
# Rasa reads these as marks in an example; the first is also what a removed name leaves behind.
_MARKS = re.compile(r"[\[\]{}<>\\\x00-\x1f]")


class ExampleRefused(ValueError):
    """An example that is not written; the message says what to do."""


class Unusable(ExampleRefused):
    """Empty, too long, or with marks that training would read as something else."""


class PersonalData(ExampleRefused):
    """It holds something that may say who asked."""


class AlreadyTrained(ExampleRefused):
    """The same words are an example already."""


class SafetySign(ExampleRefused):
    """The safety reading hears a sign in it, and it was to be learned as something else."""


class NotReworded(ExampleRefused):
    """It is nearly what a patient wrote."""


class HeldOut(ExampleRefused):
    """It is nearly a message the assistant is measured with."""


def checked(
    text: str,
    intent: str,
    examples: Examples,
    patients: Iterable[str] = (),
    measured: Iterable[Path] = MEASURED,
) -> str:
    """An example as it may be learned.

    Args:
        text: the words, as staff put them.
        intent: what they mean.
        examples: those there are.
        patients: what patients wrote: no example may be nearly that, whatever it is about.
        measured: files of messages that are kept apart from training, beside what topics bring.

    Raises:
        ExampleRefused
    """
    text = " ".join(text.split())
    _check_words(text)
    _check_safe(text, intent, examples)
    _check_new(text, examples)
    _check_reworded(text, patients)
    kept_apart = [words for words, _ in examples.held_out]
    kept_apart += [words for path in measured for words in _messages(path)]
    if any(alike(text, kept) for kept in kept_apart):
        raise HeldOut(
            "This is nearly one of the messages the assistant is measured with, so it must not be "
            "learned. Use another wording, or leave it out."
        )
    return text


def reworded(text: str, patients: Iterable[str]) -> str:
    """What patients wrote, in words of our own, as it may be kept and published.

    Args:
        text: one line.
        patients: what they wrote.

    Raises:
        Unusable, PersonalData, NotReworded
    """
    text = " ".join(text.split())
    _check_words(text)
    _check_reworded(text, patients)
    return text


def accept(text: str, intent: str, folder: Path, measured: Iterable[Path] = MEASURED) -> Path:
    """Writes an example into `data/nlu/`, for whoever commits it; it counts after the next
    training.

    Returns:
        The file with the new line.

    Raises:
        ExampleRefused, UnknownIntent.
    """
    examples = Examples(folder)
    return examples.add(checked(text, intent, examples, measured=measured), intent)


def _check_words(text: str) -> None:
    if not SHORTEST <= len(text) <= LONGEST or not any(letter.isalpha() for letter in text):
        raise Unusable(f"Write a question of {SHORTEST} to {LONGEST} characters.")
    if "[" in text:
        raise PersonalData("Take out what stands in [brackets], or put other words there.")
    if _MARKS.search(text) or text.startswith(("-", "/")):
        raise Unusable("Take out brackets, slashes at the start, and other marks.")
    if without_identity(text) != text:
        raise PersonalData(
            "Take out names, numbers, dates and addresses: nobody may be known by it."
        )


def _check_reworded(text: str, patients: Iterable[str]) -> None:
    if any(alike(text, said) for said in patients):
        raise NotReworded(
            "These are nearly the patient's own words, which are not kept. Say what is meant in "
            "words of your own."
        )


def _check_safe(text: str, intent: str, examples: Examples) -> None:
    """Refuses a line that could teach the assistant to take a sign for something harmless: one in
    which a sign is present or in doubt, or that is nearly a known report of one."""
    if intent.startswith(REPORTS):
        return
    found = assess(text)
    reports = (known for known, meant in examples.texts if meant.startswith(REPORTS))
    if found.tier or found.question or any(alike(text, known) for known in reports):
        raise SafetySign(
            "This speaks of a warning sign, so it can't be taught as something else. Use a wording "
            "without the sign, or leave it out and tell your clinician about it."
        )


def _check_new(text: str, examples: Examples) -> None:
    for known, intent in examples.texts:
        if plain(known) == plain(text):
            raise AlreadyTrained(f"These words are an example of {intent} already.")


def _messages(path: Path) -> list[str]:
    """The messages of a file of labels, lists and messages; none when there is no such file.

    Beside a key `messages` (the safety corpus) stands what they are, and no message.
    """
    if not path.exists():
        return []
    found: list[str] = []
    waiting = [YAML(typ="safe").load(path.read_text(encoding="utf-8"))]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            waiting.extend([item["messages"]] if "messages" in item else item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found
