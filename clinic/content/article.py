"""The clinic's articles: each read from a file, cut into one passage a topic, never changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from clinic.content.errors import ContentError
from clinic.content.layers import digest, layer, layer_path
from clinic.content.topics import TOPIC_IDS
from clinic.content.yaml_file import originals

MAIN = "sciatica.md"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SENTENCES = re.compile(r"^sentences? (\d+)(?:-(\d+))?$")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FIELDS = {"title", "source", "url", "language", "reviewer", "reviewed"}


@dataclass(frozen=True)
class Passage:
    """The article's own words on one topic.

    Attributes:
        topic: topic id.
        heading: the article's heading the words stand under.
        text: the words, unchanged; a list item keeps its bullet.
        anchor: fragment of the heading on the article's page, without "#".
        continues: whether the words go on in the paragraph of the passage before.
        title: the article's title.
    """

    topic: str
    heading: str
    text: str
    anchor: str
    continues: bool = False
    title: str = ""


@dataclass(frozen=True)
class Article:
    """A whole article, in its order.

    Attributes:
        file: the name of its file.
        title: the article's title.
        source: where it is from.
        url: where it stands on the web; empty: on the page with the assistant.
        reviewer: who reviewed it, empty until somebody has.
        reviewed: the date of that review as written, empty until then.
        passages: one for each topic it is on, in its order.
    """

    file: str
    title: str
    source: str
    url: str
    reviewer: str
    reviewed: str
    passages: tuple[Passage, ...]

    def text(self) -> str:
        """The article as it was published: title, headings, words."""
        blocks, heading = [self.title], None
        for passage in self.passages:
            if passage.heading != heading:
                blocks.append(passage.heading)
                heading = passage.heading
            if passage.continues:
                blocks[-1] = f"{blocks[-1]} {passage.text}"
            else:
                blocks.append(passage.text)
        return "\n\n".join(blocks)


def topic_intent(topic: str) -> str:
    """The intent that asks about a topic: `treatment:heat_cold` -> `ask_treatment_heat_cold`."""
    return "ask_" + topic.replace(":", "_")


def anchor_of(heading: str) -> str:
    """A heading as a fragment: lower case, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def load_article(path: Path) -> Article:
    """Reads an article.

    Raises:
        ContentError: no front matter, an unknown or repeated topic, a heading without a bar, or
            a passage without words.
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
    sharing: list[_Heading] = []
    for line, heading, text in _sections(path, body, offset):
        sharing.append(_heading(path, line, heading))
        if not text and sharing[-1].sentences:
            continue  # the paragraph stands under a later heading
        for passage in _passages(path, sharing, text):
            if passage.topic in passages:
                raise ContentError(path, line, f"{passage.topic!r} has a heading already")
            passages[passage.topic] = passage
        sharing = []
    if sharing:
        raise ContentError(path, sharing[0].line, f"{sharing[0].topic!r} has no words")
    return Article(
        file=path.name,
        title=fields["title"],
        source=fields["source"],
        url=fields.get("url", ""),
        reviewer=fields.get("reviewer", ""),
        reviewed=fields.get("reviewed", ""),
        passages=tuple(replace(one, title=fields["title"]) for one in passages.values()),
    )


@dataclass(frozen=True)
class _Heading:
    """A heading of the file: topic, the article's own heading, and the sentences, from 1."""

    line: int
    topic: str
    title: str
    sentences: tuple[int, int] | None


def _heading(path: Path, line: int, heading: str) -> _Heading:
    parts = [part.strip() for part in heading.split("|")]
    if len(parts) not in (2, 3) or not parts[1]:
        raise ContentError(
            path, line, "a heading is written `## topic | its heading in the article`"
        )
    if parts[0] not in TOPIC_IDS:
        raise ContentError(path, line, f"there is no topic {parts[0]!r}; see content/topics.yml")
    sentences = None
    if len(parts) == 3:
        match = _SENTENCES.match(parts[2])
        if not match:
            raise ContentError(path, line, "write `sentence 1` or `sentences 2-4` after the bar")
        sentences = int(match.group(1)), int(match.group(2) or match.group(1))
    return _Heading(line, parts[0], parts[1], sentences)


def _passages(path: Path, headings: list[_Heading], text: str) -> list[Passage]:
    """The passages of one paragraph: one, or as many as share it, which have to cover it."""
    last = headings[-1]
    if not text:
        raise ContentError(path, last.line, f"{last.topic!r} has no words under its heading")
    if len(headings) == 1 and last.sentences is None:
        return [Passage(last.topic, last.title, text, anchor_of(last.title))]
    sentences = _SENTENCE_END.split(text)
    passages, following = [], 1
    for heading in headings:
        first, until = heading.sentences or (0, 0)
        if first != following or not first <= until <= len(sentences):
            message = f"sentences {following} and on of the paragraph come next ({len(sentences)})"
            raise ContentError(path, heading.line, message)
        words = " ".join(sentences[first - 1 : until])
        anchor = anchor_of(heading.title)
        passages.append(Passage(heading.topic, heading.title, words, anchor, first > 1))
        following = until + 1
    if following <= len(sentences):
        raise ContentError(path, last.line, f"nobody has the sentences from {following} on")
    return passages


def load_articles(folder: Path) -> tuple[Article, ...]:
    """All articles of a content folder, the one on sciatica first, then by their files' names.

    Raises:
        ContentError: a mistake in one of them; a topic that two are on, or that none is on.
    """
    paths = [folder / MAIN, *sorted(path for path in folder.glob("*.md") if path.name != MAIN)]
    articles, where = [], dict[str, Path]()
    for path in paths:
        article = load_article(path)
        for passage in article.passages:
            if passage.topic in where:
                other = where[passage.topic].name
                raise ContentError(path, None, f"{passage.topic!r} has its words in {other}")
            where[passage.topic] = path
        articles.append(article)
    missing = [topic for topic in TOPIC_IDS if topic not in where]
    if missing:
        raise ContentError(paths[0], None, f"no article has words on {', '.join(missing)}")
    return tuple(articles)


def load_translated(folder: Path, articles: tuple[Article, ...]) -> dict[str, Passage]:
    """The passages in the language that is laid over the content, by topic: those whose English
    words are still the ones that were translated.

    Raises:
        ContentError: a mistake in a translation.
    """
    language = layer()
    if language is None:
        return {}
    found: dict[str, Passage] = {}
    for article in articles:
        path = layer_path(folder / article.file, language)
        if not path.exists():
            continue
        known = originals(path.parent).get(article.file, {})
        own = {passage.topic: passage.text for passage in article.passages}
        for passage in load_article(path).passages:
            words = own.get(passage.topic)
            if words is None:
                raise ContentError(path, None, f"the English article has no {passage.topic!r}")
            if known.get(passage.topic) == digest(words):
                found[passage.topic] = passage
    return found


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
