"""Checks the words, the topics, and what leads where, without running anything: `make lint`.

`python -m scripts.lint [ROOT]` prints a line for each mistake: the file, the line, and what to do.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path


def problems(root: Path) -> Iterator[str]:
    """Everything that is wrong under `root`, a sentence each; of what does not load, that alone."""
    # Here, after `main` has said which content is meant: its topics are read with these.
    from clinic.content import load_content
    from clinic.languages import others
    from scripts.lint_content import content_findings, loading
    from scripts.lint_languages import language_problems
    from scripts.lint_leads import lead_problems
    from scripts.lint_topics import topic_problems

    unread = list(loading(root))
    yield from map(str, unread)
    if unread:
        return
    content = load_content(root / "content")
    yield from map(str, content_findings(root))
    for language in others():
        yield from language_problems(root / "content", language)
    yield from topic_problems(root, content)
    yield from lead_problems(root, content)


def notes(root: Path) -> Iterator[str]:
    """What is no mistake, and good to know."""
    from clinic.content import load_content
    from clinic.languages import others
    from scripts.lint_languages import untranslated
    from scripts.lint_topics import unmeasured

    for topic in unmeasured(root, load_content(root / "content")):
        yield f"{topic} is not measured: nothing is written under `held_out:`, beside its examples"
    for language in others():
        for topic in untranslated(root / "content", language):
            yield f"content/{language}: {topic} is told in English until it is translated"


def main(root: Path) -> None:
    with tempfile.TemporaryDirectory() as var:
        # The files as they are, apart from what this installation keeps and reviews.
        own = {"CONTENT_DIR": str(root / "content"), "VAR_DIR": var, "CONTENT_REVIEW": "off"}
        os.environ.update(own)
        logging.disable()  # what does not load is among the problems
        found = list(problems(root))
        known = [] if found else list(notes(root))
    if known:
        print("\n".join(known))
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
