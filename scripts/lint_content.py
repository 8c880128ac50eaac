"""Finds what is wrong with what patients read, each with its file, its line and a sentence for who
knows no programs: for `make lint`, and for the checks of a draft.

Each check takes a text and returns what is wrong, None when nothing is. The clinic's article is
the clinic's own words and is quoted unchanged, so it is exempt from the reading level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import textstat

from clinic.content import ContentError
from clinic.content.watched import mistakes
from clinic.health.contents import READERS
from clinic.languages import ENGLISH, others, speaking
from clinic.publishing.entries import by_key, entries
from clinic.publishing.files import read_texts
from clinic.publishing.importing import PLACEHOLDER
from scripts.lint_sms import (
    Lengths,
    article_problems,
    in_the_alphabet,
    leads_to_no_keyword,
    offers_no_opt_out_word,
)
from scripts.patient_texts import Text, all_texts

# The highest Flesch-Kincaid grade a text may have: sixth grade, as health agencies advise.
GRADE = 6.0
# What a {name} in a response stands for when its reading level is measured: a short word.
FILLED = "it"
# A sentence: more than one word, and an end. Labels and times have no reading level.
SENTENCE = re.compile(r"\w \w.*[.!?]", re.DOTALL)

LINK = re.compile(r"\b(?:https?://|www\.)[^\s)\"']*")

Check = Callable[[Text], str | None]


@dataclass(frozen=True)
class Finding:
    """What has to be mended: where, and what to do, for who knows no programs."""

    file: str
    line: int | None
    says: str

    def __str__(self) -> str:
        return f"content/{self.file}{f':{self.line}' if self.line else ''}: {self.says}"


def reading_level(text: Text) -> str | None:
    """What is wrong with the reading level, None when it is sixth grade or below."""
    if text.language != "en" or not SENTENCE.search(text.text):
        return None
    plain = re.sub(r"\{\w+\}", FILLED, text.text)
    grade = textstat.flesch_kincaid_grade(plain)
    return f"grade {grade:.1f}, at most {GRADE:g}" if grade > GRADE else None


def loading(root: Path) -> Iterator[Finding]:
    """Whether everything loads, in every language, of the content that this process serves."""
    raised = []
    for language in (ENGLISH, *others()):
        with speaking(language):
            for read in READERS:
                try:
                    read()
                except ContentError as error:
                    raised.append(error)
    # What was kept of an earlier version, or is said in English instead, raises nothing.
    found = [finding_of(root, error) for error in (*raised, *mistakes())]
    yield from {(one.file, one.line): one for one in reversed(found)}.values()


def finding_of(root: Path, error: ContentError) -> Finding:
    """What has to be mended for a file to load."""
    try:
        file = error.path.relative_to(root / "content").as_posix()
    except ValueError:
        file = error.path.name
    return Finding(file, error.line, f"This can't be used: {error.message}.")


def texts(root: Path) -> Iterator[Finding]:
    """What is wrong with what patients read."""
    lengths = [Lengths(root, language) for language in (ENGLISH, *others())]
    says: list[tuple[Check, str]] = [
        (reading_level, "This is too hard to read ({}). Use shorter sentences and words."),
        (in_the_alphabet, "A text message with this costs twice as much: {}. Use plain letters."),
        (offers_no_opt_out_word, "Patients may not be told to say this: {}."),
        (leads_to_no_keyword, "Patients may not be led to say this: {}."),
        *((one, "This is too long for a text message: {}. Make it shorter.") for one in lengths),
    ]
    for text in all_texts(root):
        for check, words in says:
            if problem := check(text):
                file, key = text.where.removeprefix("content/").split(": ", 1)
                yield Finding(file, _line(root, file, key, text.text), words.format(problem))
    for problem in article_problems(lengths[0].content):
        where, words = problem.removeprefix("content/").split(": not in ", 1)
        file, topic = where.split(": ", 1)
        line = _line(root, file, topic, "")
        yield Finding(file, line, f"A text message can't show this: not in {words}.")


def links(name: str, text: str) -> Iterator[Finding]:
    """Links that lead nowhere, as far as it can be seen from here."""
    lines = text.split("\n")
    for entry in by_key(name, text).values():
        for link in LINK.findall(entry.value):
            parts = urlsplit(link)
            host = parts.hostname or ""
            if parts.scheme != "https" or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
                says = f"The link {link} can't be followed: write it whole, from https:// on."
                ours = range(entry.line, len(lines) + 1)
                line = next((at for at in ours if link in lines[at - 1]), entry.line)
                yield Finding(name, line, says)


def unwritten(name: str, words: str) -> Iterator[Finding]:
    """Where the clinic's words are still to come."""
    if PLACEHOLDER in words:
        line = words.split(PLACEHOLDER)[0].count("\n") + 1
        yield Finding(name, line, "The clinic's words are still to be written here.")


def content_findings(root: Path) -> Iterator[Finding]:
    """Everything that is wrong with the texts under `root`, when all of it loads."""
    yield from texts(root)
    for name, words in read_texts(root / "content").items():
        yield from links(name, words)
        yield from unwritten(name, words)


def _line(root: Path, file: str, key: str, text: str) -> int | None:
    """Where an entry stands, by the name the checks know it by."""
    found = entries(file, (root / "content" / file).read_text(encoding="utf-8"))
    path = key.replace(".", "/")
    near = [one for one in found if one.key == path or one.key.startswith(f"{path}/")]
    for one in near or found:
        lines = one.value.split("\n")
        if text and (one.value == text or (one.is_list and text in lines)):
            # Of a list, the line of its item, where each has one of its own.
            raw = (root / "content" / file).read_text(encoding="utf-8").split("\n")
            place = one.line - 1 + (lines.index(text) if one.is_list else 0)
            return place + 1 if place < len(raw) and text[:20] in raw[place] else one.line
    # A text in a list is named by its place, from 1: its list stands above it.
    above = [one for one in found if path.startswith(f"{one.key}/")]
    return (near or above)[0].line if near or above else None
