"""The clinic's article: read from `sciatica.md`, cut into one passage a topic, never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from clinic.content.errors import ContentError
from clinic.content.topics import TOPIC_IDS

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FIELDS = {"title", "source", "language", "reviewer", "reviewed"}


@dataclass(frozen=True)
class Passage:
    """The article's own words on one topic.

    Attributes:
        topic: topic id.
        heading: the article's heading the words stand under.
        text: the words, unchanged; a list item keeps its bullet.
        anchor: fragment of the heading on the article's page, without "#".
    """

    topic: str
    heading: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Article:
    """The whole article, in its order.

    Attributes:
        title: the article's title.
        source: where it is from.
        reviewer: who reviewed it, empty until somebody has.
        reviewed: the date of that review as written, empty until then.
        passages: one for each topic, in the article's order.
    """

    title: str
    source: str
    reviewer: str
    reviewed: str
    passages: tuple[Passage, ...]

    def passage(self, topic: str) -> Passage:
        """The passage on `topic`.

        Raises:
            KeyError: there is no such topic.
        """
        for passage in self.passages:
            if passage.topic == topic:
                return passage
        raise KeyError(topic)

    def text(self) -> str:
        """The article as it was published: title, headings, words."""
        blocks, heading = [self.title], None
        for passage in self.passages:
            if passage.heading != heading:
                blocks.append(passage.heading)
                heading = passage.heading
            blocks.append(passage.text)
        return "\n\n".join(blocks)


def topic_intent(topic: str) -> str:
    """The intent that asks about a topic: `treatment:heat_cold` -> `ask_treatment_heat_cold`."""
    return "ask_" + topic.replace(":", "_")


def anchor_of(heading: str) -> str:
    """A heading as a fragment: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def load_article(path: Path) -> Article:
    """Reads the article.

    Raises:
        ContentError: no front matter, an unknown or repeated topic, a heading without a bar,
            a passage without words, or a topic that is missing.
    """
    try:
        raw = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, None, "can't be read as UTF-8 text") from error
    front = _FRONT_MATTER.match(raw)
    if not front:
        raise ContentError(path, 1, "should begin with front matter between two lines of ---")
    fields = _fields(path, front.group(1))
    passages: dict[str, Passage] = {}
    # Comments are blanked, not removed, so that line numbers stay true.
    body = _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), raw[front.end() :])
    offset = raw[: front.end()].count("\n")
    for line, heading, text in _sections(path, body, offset):
        topic, bar, title = (part.strip() for part in heading.partition("|"))
        if not bar or not title:
            raise ContentError(
                path, line, "a heading is written `## topic | the article's heading`"
            )
        if topic not in TOPIC_IDS:
            raise ContentError(path, line, f"there is no topic {topic!r}; see content/topics.yml")
        if topic in passages:
            raise ContentError(path, line, f"{topic!r} has a heading already")
        if not text:
            raise ContentError(path, line, f"{topic!r} has no words under its heading")
        passages[topic] = Passage(topic, title, text, anchor_of(title))
    missing = [topic for topic in TOPIC_IDS if topic not in passages]
    if missing:
        raise ContentError(path, None, f"has no heading for {', '.join(missing)}")
    return Article(
        title=fields["title"],
        source=fields["source"],
        reviewer=fields.get("reviewer", ""),
        reviewed=fields.get("reviewed", ""),
        passages=tuple(passages.values()),
    )


def _fields(path: Path, front: str) -> dict[str, str]:
    fields = {}
    for number, line in enumerate(front.split("\n"), 2):
        name, colon, value = line.partition(":")
        if not colon or name.strip() not in _FIELDS:
            raise ContentError(path, number, f"front matter knows {', '.join(sorted(_FIELDS))}")
        fields[name.strip()] = value.strip()
    for name in ("title", "source"):
        if not fields.get(name):
            raise ContentError(path, 1, f"front matter lacks {name!r}")
    return fields


def _sections(path: Path, body: str, offset: int) -> list[tuple[int, str, str]]:
    sections: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(body.split("\n"), offset + 1):
        if line.startswith("## "):
            sections.append((number, line[3:], []))
        elif sections:
            sections[-1][2].append(line)
        elif line.strip():
            raise ContentError(path, number, "words before the first `## topic | heading`")
    return [(number, heading, "\n".join(lines).strip()) for number, heading, lines in sections]
