"""What can be edited of a content file by itself: an answer, a fact, a reply, a list.

A new value goes into the file's text where the old one stands; comments, order and everything
else stay to the letter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from clinic.content.in_words import BEGINS_WITH_A_SIGN

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FIELD = re.compile(r"^(title|source|url|reviewer|reviewed):[^\S\n]*(.*)$", re.MULTILINE)
_HEADING = re.compile(
    r"^## ([^|\n]+)\|([^|\n]+)(?:\|[^\S\n]*sentences? (\d+)(?:-(\d+))?[^\S\n]*)?$"
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_STRING = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"


class NoSuchEntry(LookupError):
    """The file has no such entry, or is none that can be read."""


@dataclass(frozen=True)
class Entry:
    """One value of a file.

    Attributes:
        key: where it stands: names and positions, joined by "/"; of an article the topic.
        value: what it is; of a list a line for each item.
        line: on which it begins, from 1.
        is_list: whether each line is an item.
    """

    key: str
    value: str
    line: int
    is_list: bool = False


def entries(name: str, text: str) -> list[Entry]:
    """The entries of a file, in its order.

    Raises:
        NoSuchEntry: the text can't be read as what its name says.
    """
    if name.endswith(".md"):
        return [*_fields(text), *(Entry(one.key, one.value, one.line) for one in _sections(text))]
    return [entry for entry, _ in _scalars(_parsed(text), text, ())]


def values(name: str, text: str | None) -> dict[str, str]:
    """The entries of a file by key; none where it is not there or can't be read."""
    return {key: entry.value for key, entry in by_key(name, text).items()}


def by_key(name: str, text: str | None) -> dict[str, Entry]:
    """The same, whole."""
    try:
        return {entry.key: entry for entry in entries(name, text)} if text else {}
    except NoSuchEntry:
        return {}


def change(name: str, text: str, key: str, value: str) -> str:
    """The file's text with another value in one place.

    Raises:
        NoSuchEntry
    """
    value = value.replace("\r\n", "\n").strip()
    if name.endswith(".md"):
        return _change_article(text, key, value)
    found = {entry.key: (entry, node) for entry, node in _scalars(_parsed(text), text, ())}
    if key not in found:
        raise NoSuchEntry(f"{name} has no {key}")
    entry, node = found[key]
    if entry.value == value:
        return text
    if isinstance(node, yaml.SequenceNode):
        return _spliced(text, node, _list(text, node, value.split("\n")))
    for written in _ways_to_write(node, value):
        after = _spliced(text, node, written)
        if values(name, after).get(key) == value:
            return after
    raise NoSuchEntry(f"{key} can't hold these words")


# --- YAML


def _parsed(text: str) -> Any:
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if getattr(event, "anchor", None):  # an alias has one as well
                raise NoSuchEntry(f"line {event.start_mark.line + 1}: {BEGINS_WITH_A_SIGN}")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise NoSuchEntry("the file is not valid YAML") from error
    if not isinstance(node, yaml.MappingNode):
        raise NoSuchEntry("the file should hold `name: value` lines")
    return node


def _scalars(node: Any, text: str, path: tuple[str, ...]) -> Iterator[tuple[Entry, Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, text, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode) and _is_lines(node):
        value = "\n".join(item.value for item in node.value)
        yield Entry("/".join(path), value, node.start_mark.line + 1, True), node
    elif isinstance(node, yaml.SequenceNode):
        for place, item in enumerate(node.value):
            yield from _scalars(item, text, (*path, str(place)))
    else:
        value = "" if node.tag == _NULL else node.value
        yield Entry("/".join(path), value, node.start_mark.line + 1), node


def _is_lines(node: Any) -> bool:
    return all(isinstance(item, yaml.ScalarNode) and "\n" not in item.value for item in node.value)


def _spliced(text: str, node: Any, written: str) -> str:
    begin, end = _place(text, node)
    before = text[:begin]
    if begin == end and before and not before[-1].isspace():
        written = f" {written}" if written else ""
    return before + written + text[end:]


def _place(text: str, node: Any) -> tuple[int, int]:
    """Where a node stands, without what follows it."""
    begin, end = node.start_mark.index, node.end_mark.index
    while end > begin and text[end - 1].isspace():
        end -= 1
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        end = max(_place(text, item)[1] for item in node.value)
    return begin, end


def _ways_to_write(node: Any, value: str) -> Iterator[str]:
    if not value:
        yield "" if node.tag == _NULL else '""'
        if node.tag == _STRING and not node.style:
            yield ""
        return
    # 20 stays a number, true stays true; words stay as they were written where they can.
    if "\n" not in value and (not node.style or node.tag not in (_STRING, _NULL)):
        if node.tag in (_STRING, _NULL) and not _is_plain(value):
            yield _quoted(value)
        yield value
    yield _quoted(value)


def _is_plain(value: str) -> bool:
    """Whether words are read as these words when they stand in a file without quotes."""
    if re.search(r": |:$| #|^[-?:,\[\]{}#&*!|>'\"%@`]", value):
        return False
    try:
        read = yaml.safe_load(value)
    except yaml.YAMLError:
        return False
    return bool(read == value) and isinstance(read, str)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(text: str, node: Any, items: list[str]) -> str:
    items = [item.strip() for item in items if item.strip()]
    written = []
    kept = {item.value: text[slice(*_place(text, item))] for item in node.value}
    quoted = any(item.style for item in node.value) or not node.value
    for item in items:
        plain = _is_plain(item) and not quoted and not re.search(r"[\[\]{},]", item)
        written.append(kept.get(item) or (item if plain else _quoted(item)))
    if node.flow_style or not items:
        return f"[{', '.join(written)}]"
    indent = " " * node.start_mark.column
    return f"\n{indent}".join(f"- {item}" for item in written)


# --- articles


@dataclass(frozen=True)
class _Section:
    """A topic's words: the heading's line, and where its paragraph stands; `sharing` are the
    lines of all headings over it."""

    key: str
    value: str
    line: int
    sharing: tuple[int, ...]
    begin: int
    end: int


def _fields(text: str) -> Iterator[Entry]:
    front = _FRONT_MATTER.match(text)
    for field in _FIELD.finditer(front.group() if front else ""):
        yield Entry(field.group(1), field.group(2).strip(), text.count("\n", 0, field.start()) + 1)


def _sections(text: str) -> list[_Section]:
    # Comments and front matter are blanked, so that places stay true.
    blank = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)
    lines = blank.split("\n")
    starts = [0]
    for words in text.split("\n"):
        starts.append(starts[-1] + len(words) + 1)
    heads = [number for number, line in enumerate(lines) if line.startswith("## ")]
    found: list[_Section] = []
    group: list[int] = []
    for head, following in zip(heads, [*heads[1:], len(lines)], strict=True):
        group.append(head)
        begin, end = starts[head + 1], starts[following]
        words = text[begin:end] if following < len(lines) else text[begin:]
        if not blank[begin:end].strip():
            continue
        begin += len(words) - len(words.lstrip())
        end = begin + len(words.strip())
        whole = text[begin:end]
        sentences = _SENTENCE_END.split(whole)
        for line in group:
            match = _HEADING.match(lines[line].rstrip())
            if not match:
                raise NoSuchEntry(f"line {line + 1} is no heading such as `## topic | heading`")
            one, until = match.group(3), match.group(4) or match.group(3)
            mine = " ".join(sentences[int(one) - 1 : int(until)]) if one else whole
            key = match.group(1).strip()
            found.append(_Section(key, mine, line + 1, tuple(group), begin, end))
        group = []
    return found


def _change_article(text: str, key: str, value: str) -> str:
    front = _FRONT_MATTER.match(text)
    for field in _FIELD.finditer(front.group() if front else ""):
        if field.group(1) == key:
            line = f"{key}: {' '.join(value.split())}".rstrip()
            return text[: field.start()] + line + text[field.end() :]
    sections = _sections(text)
    mine = next((one for one in sections if one.key == key), None)
    if mine is None:
        raise NoSuchEntry(f"the article has no words on {key}")
    together = [one for one in sections if one.begin == mine.begin]
    words = [value if one is mine else one.value for one in together]
    after = text[: mine.begin] + " ".join(words) + text[mine.end :]
    if len(together) == 1:
        return after
    # Each of those who share a paragraph names its sentences anew.
    lines, number = after.split("\n"), 1
    for one, said in zip(together, words, strict=True):
        last = number + len(_SENTENCE_END.split(said)) - 1
        head = "|".join(lines[one.line - 1].split("|")[:2]).rstrip()
        which = f"sentence {last}" if number == last else f"sentences {number}-{last}"
        lines[one.line - 1] = f"{head} | {which}"
        number = last + 1
    return "\n".join(lines)
