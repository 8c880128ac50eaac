"""Takes over a page of the clinic's website as an article: its headings become topics that are
proposed, its words stay to the letter."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from clinic.content.topics import LABEL_CHARACTERS

LONGEST_PAGE = 400_000
MOST_TOPICS = 40
# What stands where the clinic's words are still to come; `make check` and the desk's know it.
PLACEHOLDER = "Write the clinic's words here."
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = (*_HEADINGS, "p", "li", "blockquote", "dt", "dd", "figcaption", "td", "th", "div", "br")
# What stands around the words of a page, not in them.
_ASIDE = (
    "script",
    "style",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "noscript",
    "svg",
    "button",
)
_VOID = ("br", "img", "input", "hr", "meta", "link", "source", "wbr")
# What would begin a heading of the file, or end its front matter; however often it is repeated.
_MARKS = re.compile(r"^(?:\s*(?:#+|---))+", re.MULTILINE)
_NO_HEADING = re.compile(r"^(?:## )+", re.MULTILINE)


class NoWords(ValueError):
    """There is nothing in it that could be an article."""


@dataclass(frozen=True)
class Page:
    """A page as an article.

    Attributes:
        file: the name of the article's file.
        article: its text, in the form of content/*.md.
        topics: entries for topics.yml, to be put at its end.
        proposed: the ids of the topics it is cut into.
    """

    file: str
    article: str
    topics: str
    proposed: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """How a topic is named: on its button, and in a sentence ("does not say more on ..."); and
    whether the screening is offered after its answer."""

    label: str = ""
    asks: str = ""
    offer: bool = True


@dataclass
class _Part:
    heading: str
    blocks: list[str] = field(default_factory=list)


def read_page(text: str, url: str, taken: set[str], files: set[str]) -> Page:
    """A page as an article, with a topic proposed for each of its headings.

    Args:
        text: HTML, or plain text: there a short line without an end, between empty ones, is a
            heading.
        url: where it stands on the web; empty: nowhere.
        taken: topics there are already.
        files: files there are already.

    Raises:
        NoWords
    """
    text = _plain_lines(text[:LONGEST_PAGE])
    is_html = re.search(r"<(?:html|body|p|h[1-6]|div|article)\b", text, re.IGNORECASE)
    title, parts = _from_html(text) if is_html else _from_text(text)
    parts = [part for part in parts if part.blocks][:MOST_TOPICS]
    if not parts:
        raise NoWords("No words were found on this page. Paste its words instead.")
    title = title or parts[0].heading or "A page of the website"
    heads = ["---", f"title: {title}", "source: the clinic's website"]
    # An address ends at the first space: what follows it would be a line of the file's own.
    url = next(iter(url.split()), "")
    heads += [f"url: {url}"] if url.startswith("https://") else []
    lines = [*heads, "reviewer:", "reviewed:", "---"]
    entries: list[str] = []
    proposed: list[str] = []
    for part in parts:
        heading = (part.heading or title).replace("|", "/")
        topic = _named(heading, {*taken, *proposed})
        proposed.append(topic)
        lines += ["", f"## {topic} | {heading}", "", _NO_HEADING.sub("", _together(part.blocks))]
        entries.append(_entry(topic, heading, Said()))
    file = _named(title, {name.removesuffix(".md") for name in files}, "-") + ".md"
    return Page(file, "\n".join(lines) + "\n", "".join(entries), tuple(proposed))


def write_page(
    heading: str, words: str, taken: set[str], files: set[str], said: Said | None = None
) -> Page:
    """One question and its answer as an article of a topic of its own.

    Args:
        heading: the question, as patients see it.
        words: the answer, kept to the letter.
        taken, files: as `read_page` has them.
        said: how the topic is named and what goes with it; what is left out is made of the heading.

    Raises:
        NoWords: one of the two is empty.
    """
    heading = " ".join(heading.replace("|", "/").split())
    words = _MARKS.sub("", _plain_lines(words)).strip()
    if not heading or not words:
        raise NoWords("Write both: the question, and the answer.")
    topic = _named(heading, taken)
    file = _named(heading, {name.removesuffix(".md") for name in files}, "-") + ".md"
    heads = ["---", f"title: {heading}", "source: the clinic", "reviewer:", "reviewed:"]
    article = "\n".join([*heads, "---", "", f"## {topic} | {heading}", "", words])
    return Page(file, f"{article}\n", _entry(topic, heading, said or Said()), (topic,))


def _plain_lines(text: str) -> str:
    """A text in which every line ends the same way: files are read so, whatever ends one."""
    return "\n".join(text.splitlines())


def _together(blocks: list[str]) -> str:
    """Paragraphs apart, the items of a list one under the other."""
    words = blocks[0]
    for before, block in pairwise(blocks):
        words += ("\n" if before.startswith("•") and block.startswith("•") else "\n\n") + block
    return words


def _entry(topic: str, heading: str, said: Said) -> str:
    label = said.label or heading.strip(" ?!.:")
    while len(label) > LABEL_CHARACTERS:
        label = label.rpartition(" ")[0] or label[:LABEL_CHARACTERS]
    asks = heading.strip(" ?!.:")
    asks = said.asks or asks[:1].lower() + asks[1:]
    return (
        f"{topic}:\n  label: {quoted(label)}\n  asks: {quoted(asks)}\n"
        f"  related: [symptoms, treatment_overview]\n  offer: {str(said.offer).lower()}\n"
    )


def quoted(words: str) -> str:
    """Words as a value of a YAML file, whatever they hold."""
    return '"' + " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _named(words: str, taken: set[str], joined: str = "_") -> str:
    """A name made of words that nothing has yet."""
    parts = re.findall(r"[a-z0-9]+", words.lower())[:5] or ["page"]
    name = joined.join(parts)[:48]
    name = name if name[0].isalpha() else f"about{joined}{name}"
    found, number = name, 2
    while found in taken:
        found, number = f"{name}{joined}{number}", number + 1
    return found


def _from_text(text: str) -> tuple[str, list[_Part]]:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    title, parts = "", [_Part("")]
    for place, block in enumerate(blocks):
        is_heading = "\n" not in block and len(block) <= 90 and not re.search(r"[.!:;]$", block)
        if is_heading and place == 0 and len(blocks) > 1:
            title = block
        elif is_heading:
            parts.append(_Part(block))
        else:
            parts[-1].blocks.append(block)
    return title, parts


def _from_html(text: str) -> tuple[str, list[_Part]]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_block()
    return reader.title, reader.parts


class _Reader(HTMLParser):
    """Reads the words of a page, block by block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.parts = "", [_Part("")]
        self._words: list[str] = []
        self._kind, self._aside = "p", 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag in _ASIDE:
            self._aside += 1
        elif tag == "title" or tag in _BLOCKS:
            self.end_block()
            self._kind = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _ASIDE:
            self._aside = max(0, self._aside - 1)
        elif tag == "title" or (tag in _BLOCKS and tag not in _VOID):
            self.end_block()
            self._kind = "p"

    def handle_data(self, data: str) -> None:
        if not self._aside:
            self._words.append(data)

    def end_block(self) -> None:
        """What was read until here is a block."""
        words = " ".join("".join(self._words).split())
        self._words = []
        if not words:
            return
        if self._kind == "title":
            self.title = self.title or words
        elif self._kind == "h1":
            self.title = words
        elif self._kind in _HEADINGS:
            self.parts.append(_Part(words))
        else:
            self.parts[-1].blocks.append(f"• {words}" if self._kind == "li" else words)
