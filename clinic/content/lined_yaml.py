"""Reads YAML into dictionaries and lists that know the line of each of their items.

Every process reads the content as it starts. libyaml takes both languages apart in a twentieth of
a second, a reader in Python in two. But libyaml's YAML is that of 2005, where `no` is false and
9:30 a number, and it says less of what is wrong. So it only takes the text apart, and whether a
piece is a word, a number or a date is told as YAML 1.2 tells it. What libyaml can't read, or what
the content has no use for, is left to the reader in Python, which refuses it with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.events import AliasEvent

# Deeper than any content, and far from what Python can nest.
DEEPEST = 40
# What one takes for a blank, or for the end of a line, and the other does not.
_OTHERWISE = re.compile("[\t\x85\u2028\u2029\ufeff]")
# What begins with a letter and is no word.
_NO_WORDS = frozenset({"true", "false", "null"})


class Lined(dict[Any, Any]):
    """A mapping.

    Attributes:
        lines: the line, from 1, on which each key stands.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}

    def put(self, key: Any, value: Any, line: int) -> None:
        self[key] = value
        self.lines[key] = line


class LinedList(list[Any]):
    """A sequence.

    Attributes:
        lines: the line, from 1, on which each item begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []

    def put(self, value: Any, line: int) -> None:
        self.append(value)
        self.lines.append(line)


class _OutOfTheOrdinary(ValueError):
    """Something that the reader in Python has to look at."""


class _NothingTwice(Composer):
    """Takes no words that stand elsewhere in the file (`*name`), nor a name for such (`&name`)."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent) or event.anchor:
            raise ComposerError(None, None, "alias", event.start_mark)
        return super().compose_node(parent, index)


def load(text: str) -> Any:
    """What a YAML text holds: `Lined`, `LinedList`, words, numbers, dates.

    Raises:
        ruamel.yaml.error.YAMLError: it is no YAML, names a key twice, or has an anchor in it.
    """
    try:
        return _taken_apart(text)
    except (yaml.YAMLError, _OutOfTheOrdinary):
        return load_in_python(text)


def load_in_python(text: str) -> Any:
    """What `load` returns and raises, read by the slower of the two readers."""
    reader: Any = YAML(typ="rt")
    reader.Composer = _NothingTwice
    return _lined(reader.load(text))


def _lined(node: Any) -> Any:
    if isinstance(node, CommentedMap):
        mapping = Lined()
        for key, value in node.items():
            mapping.put(key, _lined(value), node.lc.key(key)[0] + 1)
        return mapping
    if isinstance(node, CommentedSeq):
        sequence = LinedList()
        for place, value in enumerate(node):
            sequence.put(_lined(value), node.lc.item(place)[0] + 1)
        return sequence
    return node


def _taken_apart(text: str) -> Any:
    if _OTHERWISE.search(text):
        raise _OutOfTheOrdinary
    events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
    found, documents = None, 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1 or event.version or event.tags:
                raise _OutOfTheOrdinary
        elif isinstance(event, yaml.NodeEvent):
            found = _node(event, events, 0)
    return found


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
    """What begins with an event; the events of it are used up."""
    told = getattr(event, "anchor", None) or getattr(event, "tag", None)
    if told or depth > DEEPEST:
        raise _OutOfTheOrdinary
    if isinstance(event, yaml.ScalarEvent):
        return event.value if event.style else _plain(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        sequence = LinedList()
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            sequence.put(_node(item, events, depth + 1), item.start_mark.line + 1)
        return sequence
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, depth)
    raise _OutOfTheOrdinary


def _mapping(events: Iterator[yaml.Event], depth: int) -> Lined:
    mapping = Lined()
    while not isinstance(named := next(events), yaml.MappingEndEvent):
        if not isinstance(named, yaml.ScalarEvent):
            raise _OutOfTheOrdinary
        key = _node(named, events, depth + 1)
        if key in mapping or key == "<<":
            raise _OutOfTheOrdinary
        mapping.put(key, _node(next(events), events, depth + 1), named.start_mark.line + 1)
    return mapping


def _plain(value: str) -> Any:
    """What stands there without quotes: a word, or what YAML 1.2 makes of it."""
    first = value[:1]
    # Of what is no word only a date with a time has a blank in it.
    is_word = value.lower() not in _NO_WORDS if first.isalpha() else " " in value
    return value if is_word and not first.isdigit() else _resolved(value)


@lru_cache(maxsize=4096)
def _resolved(value: str) -> Any:
    try:
        found = YAML(typ="safe", pure=True).load(value)
    except Exception as error:  # whatever it is, it is looked at in its place
        raise _OutOfTheOrdinary from error
    if isinstance(found, (dict, list)):
        raise _OutOfTheOrdinary
    return found
