"""Checks that each topic can be understood and answered: `python -m scripts.lint_topics`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from clinic.content import load_content, topic_intent
from clinic.content.yaml_file import read_yaml
from clinic.publishing.importing import PLACEHOLDER
from clinic.publishing.learnable import FEWEST_EXAMPLES
from clinic.settings import ROOT
from scripts.topic import EXAMPLES

_EXAMPLE = re.compile(r"^ {6}- ", re.MULTILINE)


def topic_problems(root: Path) -> Iterator[str]:
    """Everything that is wrong with the topics under `root`, as `where: what`."""
    content = load_content(root / "content")
    intents = {topic_intent(topic): topic for topic in content.topics}
    known = set(read_yaml(root / "domain.yml")["intents"])
    steps = read_yaml(root / "data/rules/dialogue.yml")["rules"][0]["steps"]
    ruled = {one["intent"] for step in steps for one in step.get("or", [])}
    many = {
        path.stem: len(_EXAMPLE.findall(path.read_text(encoding="utf-8")))
        for path in (root / EXAMPLES).glob("*.yml")
    }
    for intent, topic in intents.items():
        if PLACEHOLDER in content.passage(topic).text:
            yield f"content: {topic}: the clinic's words are still to be written"
        if many.get(intent, 0) < FEWEST_EXAMPLES:
            where = f"{EXAMPLES}/{intent}.yml"
            yield f"{where}: {many.get(intent, 0)} examples, at least {FEWEST_EXAMPLES}"
        if intent not in known:
            yield f"domain.yml: lacks the intent {intent}"
        if intent not in ruled:
            yield f"data/rules/dialogue.yml: lacks the intent {intent}"
    for intent in sorted(set(many) - set(intents)):
        yield f"{EXAMPLES}: {intent} is learned, but content/topics.yml has no such topic"


def main(root: Path = ROOT) -> None:
    found = list(topic_problems(root))
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
