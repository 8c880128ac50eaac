"""Checks that each topic can be understood and answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from clinic.content import Content, topic_intent
from clinic.content.yaml_file import read_yaml
from clinic.learning.examples import Examples
from clinic.learning.nearness import alike
from clinic.publishing.learnable import FEWEST_EXAMPLES
from scripts.topic import EXAMPLES

MEASURED = "tests/understanding/heldout.yml"
_EXAMPLE = re.compile(r"^ {6}- ", re.MULTILINE)


def topic_problems(root: Path, content: Content) -> Iterator[str]:
    """Everything that is wrong with the topics under `root`, as `where: what`.

    Args:
        content: as it loaded from there.
    """
    intents = [topic_intent(topic) for topic in content.topics]
    known = set(read_yaml(root / "domain.yml")["intents"])
    many = {
        path.stem: len(_EXAMPLE.findall(path.read_text(encoding="utf-8")))
        for path in (root / EXAMPLES).glob("*.yml")
    }
    for intent in intents:
        if many.get(intent, 0) < FEWEST_EXAMPLES:
            where = f"{EXAMPLES}/{intent}.yml"
            yield f"{where}: {many.get(intent, 0)} examples, at least {FEWEST_EXAMPLES}"
        if intent not in known:
            yield f"domain.yml: lacks the intent {intent}"
    examples = Examples(root / "data/nlu")
    for wording, intent in examples.held_out:
        near = [one for one, meant in examples.texts if meant == intent and alike(one, wording)]
        if near:
            where = f"{EXAMPLES}/{intent}.yml"
            yield f"{where}: {wording!r} is held out, and is nearly learned: {near[0]!r}"
    for intent in sorted(set(many) - set(intents)):
        yield f"{EXAMPLES}: {intent} is learned, but content/topics.yml has no such topic"


def unmeasured(root: Path, content: Content) -> list[str]:
    """The topics of which nothing is held out to measure them with; all of them where the messages
    of the evaluation are not here."""
    path = root / MEASURED
    measured = read_yaml(path)["answer"] if path.exists() else {}
    own = {intent for _, intent in Examples(root / "data/nlu").held_out}
    return [one for one in content.topics if one not in measured and topic_intent(one) not in own]
