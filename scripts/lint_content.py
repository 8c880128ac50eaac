"""Checks what patients read: `python -m scripts.lint_content`.

Each check takes every text and returns what is wrong, as `where: what`. The clinic's article is
the clinic's own words and is quoted unchanged, so it is exempt from the reading level.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import textstat
import yaml

from clinic.settings import ROOT

# The highest Flesch-Kincaid grade a text may have: sixth grade, as health agencies advise.
GRADE = 6.0
# What a {name} in a response stands for when its reading level is measured: a short word.
FILLED = "it"


@dataclass(frozen=True)
class Text:
    """One text that patients read.

    Attributes:
        where: file and name, for the report.
        channel: the channel it is for, None for all.
        text: the text, with its {names}.
        language: `en` or `es`.
    """

    where: str
    channel: str | None
    text: str
    language: str = "en"


def all_texts() -> Iterator[Text]:
    """Every response of domain.yml, and every text of content/ that is not the article."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for name, variants in domain["responses"].items():
        for variant in variants:
            language = "es" if "spanish" in name else "en"
            where = f"domain.yml: {name}"
            yield Text(where, variant.get("channel"), variant["text"], language)
    for file in ("channel.yml", "notices.yml", "safety.yml", "sms.yml", "times.yml"):
        path = ROOT / "content" / file
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, text in _texts_in(content, ()):
            yield Text(f"content/{file}: {name}", _channel_of(name), text)


def reading_level(text: Text) -> str | None:
    """What is wrong with the reading level, None when it is sixth grade or below."""
    if text.language != "en" or text.where.endswith("utter_answer"):
        return None
    plain = re.sub(r"\{\w+\}", FILLED, text.text)
    grade = textstat.flesch_kincaid_grade(plain)
    return f"grade {grade:.1f}, at most {GRADE:g}" if grade > GRADE else None


CHECKS: tuple[Callable[[Text], str | None], ...] = (reading_level,)


def main() -> None:
    problems = [
        f"{text.where}: {problem}"
        for text in all_texts()
        for check in CHECKS
        if (problem := check(text))
    ]
    if problems:
        sys.exit("\n".join(problems))


def _texts_in(node: object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The sentences in a content file, by dotted name: strings with a space and a full stop."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts_in(value, (*path, str(key)))
    elif isinstance(node, str) and re.search(r"\w \w.*[.!?]", node, re.DOTALL):
        yield ".".join(path), node


def _channel_of(name: str) -> str | None:
    return "sms" if "sms" in name.split(".") else None


if __name__ == "__main__":
    main()
