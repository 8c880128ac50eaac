"""Adds a topic: `make topic NAME=chairs LABEL="Getting up"`.

Writes what a topic needs to be understood and answered, and says which two files to fill: the
clinic's words, and how patients ask for them. `make lint` finds what is left to do.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from clinic.content import topic_intent
from clinic.content.topics import ID, LABEL_CHARACTERS
from clinic.publishing.importing import PLACEHOLDER
from clinic.publishing.learnable import NAMED_IN, NotLearnable, examples_text, with_intent
from clinic.settings import ROOT
from scripts.plainly import plainly

EXAMPLES = Path("data/nlu/article")
FIRST_RELATED = "symptoms, treatment_overview"


class TopicRefused(ValueError):
    """A topic that can't be added; the message says why."""


# An intent and two files are named after it.
ID_CHARACTERS = 60


def add_topic(topic: str, label: str, root: Path = ROOT) -> list[Path]:
    """Adds a topic to the files under `root`.

    Returns:
        The two files to fill, relative to `root`.

    Raises:
        TopicRefused: the name or label can't be used, or a file is there already.
    """
    if not ID.fullmatch(topic) or len(topic) > ID_CHARACTERS:
        raise TopicRefused(
            f"{topic[:ID_CHARACTERS]!r}: name a topic with 1 to {ID_CHARACTERS} "
            "small letters, digits and _"
        )
    if not label.strip() or len(label) > LABEL_CHARACTERS or not label.isprintable():
        raise TopicRefused(
            f"The label goes on a button: one line of 1 to {LABEL_CHARACTERS} characters"
        )
    intent = topic_intent(topic)
    article = Path("content") / f"{topic.replace(':', '-')}.md"
    examples = EXAMPLES / f"{intent}.yml"
    for path in (article, examples):
        if (root / path).exists():
            raise TopicRefused(f"{path} is there already")
    topics = (root / "content/topics.yml").read_text(encoding="utf-8")
    if re.search(rf"^\"?{re.escape(topic)}\"?:", topics, re.MULTILINE):
        raise TopicRefused(f"content/topics.yml has {topic!r} already")
    fields = {
        "label": label,
        "asks": label[:1].lower() + label[1:],
        "related": f"[{FIRST_RELATED}]",
        "offer": "true",
    }
    entry = f"{topic}:\n" + "".join(f"  {name}: {value}\n" for name, value in fields.items())
    written = {
        root / "content/topics.yml": f"{topics.rstrip()}\n{entry}",
        root / article: (
            f"---\ntitle: {label}\nsource: the clinic\n---\n\n"
            f"## {topic} | {label}\n\n{PLACEHOLDER}\n"
        ),
        **_learnable(topic, label, root),
    }
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return [article, examples]


def _learnable(topic: str, label: str, root: Path) -> dict[Path, str]:
    """The texts of the files in which an intent stands, with one more."""
    intent = topic_intent(topic)
    try:
        named = {
            root / name: with_intent(name, (root / name).read_text(encoding="utf-8"), intent)
            for name in NAMED_IN
        }
    except NotLearnable as error:
        raise TopicRefused(str(error)) from error
    return {**named, root / EXAMPLES / f"{intent}.yml": examples_text(topic, [label])}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.topic", description=__doc__)
    parser.add_argument("name", help="its id: small letters, digits and _")
    parser.add_argument("label", help="what stands on its button")
    given = parser.parse_args()
    try:
        article, examples = add_topic(given.name, given.label)
    except TopicRefused as error:
        sys.exit(str(error))
    print(f"Now write the clinic's words in   {article}")
    print(f"and how patients ask for them in  {examples}  (a line each, a dozen or more)")
    print("Then `make lint` says what is left to do, and `make run` learns the topic.")


if __name__ == "__main__":
    plainly(main)
