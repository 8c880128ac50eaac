"""Publishes an approved draft that brings new topics: `make publish DRAFT=7`.

A topic answers once it is learned, so this is done by who trains, not at the desk: it writes the
draft into the content, and what its topics need to be learned beside it.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path

from clinic.publishing import drafts, publishing
from clinic.publishing.entries import values
from clinic.settings import ROOT, get_settings
from clinic.storage import Database, get_database
from scripts.topic import TopicRefused, make_learnable


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.publish", description=__doc__)
    parser.add_argument("draft", type=int, help="its number, as the desk names it")
    number = parser.parse_args().draft
    try:
        said, examples = publish(get_database(), number, get_settings().content_dir)
    except (drafts.NoSuchDraft, drafts.NotThisWay, TopicRefused) as error:
        sys.exit(f"Nothing was published: {error}")
    print(f"Draft {number} is published. {said}")
    for path in examples:
        print(f"Now write how patients ask for it in  {path}  (a line each, a dozen or more)")
    print("`make train` learns it, and it answers from the next start on.")


def publish(
    database: Database, number: int, folder: Path, root: Path = ROOT
) -> tuple[str, list[Path]]:
    """Publishes a draft, and writes what its new topics need to be learned under `root`.

    Returns:
        What became of it in git, and the files to fill with examples.

    Raises:
        NoSuchDraft, NotThisWay, TopicRefused
    """
    with database.read() as connection:
        draft = drafts.get(connection, number)
    topics = draft.checked["new_topics"] if draft.is_checked else []
    labels = values("topics.yml", draft.texts.get("topics.yml"))
    said = publishing.publish(database, folder, number, f"command by {getpass.getuser()}")
    return said, [
        make_learnable(topic, labels.get(f"{topic}/label", topic), root) for topic in topics
    ]


if __name__ == "__main__":
    main()
