"""Checks what patients read: `python -m scripts.lint_content`.

Each check takes a text and returns what is wrong, None when nothing is. The clinic's article is
the clinic's own words and is quoted unchanged, so it is exempt from the reading level.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import textstat

from clinic.languages import ENGLISH, others
from clinic.settings import ROOT
from scripts.lint_languages import language_problems
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

Check = Callable[[Text], str | None]


def reading_level(text: Text) -> str | None:
    """What is wrong with the reading level, None when it is sixth grade or below."""
    if text.language != "en" or not SENTENCE.search(text.text):
        return None
    plain = re.sub(r"\{\w+\}", FILLED, text.text)
    grade = textstat.flesch_kincaid_grade(plain)
    return f"grade {grade:.1f}, at most {GRADE:g}" if grade > GRADE else None


def problems(root: Path = ROOT) -> Iterator[str]:
    """Everything that is wrong with the texts under `root`, as `where: what`."""
    checks: tuple[Check, ...] = (
        reading_level,
        in_the_alphabet,
        offers_no_opt_out_word,
        leads_to_no_keyword,
        *(Lengths(root, language) for language in (ENGLISH, *others())),
    )
    for text in all_texts(root):
        for check in checks:
            if problem := check(text):
                yield f"{text.where}: {problem}"
    yield from article_problems(root)
    for language in others():
        yield from language_problems(root / "content", language)


def main(root: Path = ROOT) -> None:
    found = list(problems(root))
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
