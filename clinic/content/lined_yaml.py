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
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver

# Deeper than any content, and far from what Python can nest.
DEEPEST = 40
TOO_DEEP = "is nested too deeply"
_STEPS = re.compile(r"[\[{]|(?<![^\s\-?])[-?] ")
# What one takes for a blank, or for the end of a line, and the other does not.
_OTHERWISE = re.compile("[\t\x85\u2028\u2029\ufeff]")
# Half of what stands for one sign: no text that can be sent or kept.
_HALF_A_SIGN = re.compile("[\ud800-\udfff]")
_KINDS, _STRING = VersionedResolver(), "tag:yaml.org,2002:str"
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
        """Sets an item, and the line of its key."""
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
        """Adds an item, and the line it begins on."""
        self.append(value)
        self.lines.append(line)


class Unfit(ValueError):
    """The text is YAML, and holds what no content may.

    Args:
        line: where it stands, from 1; None where that is not known.
        says: what is wrong, for who has never seen a program.
    """

    def __init__(self, line: int | None, says: str) -> None:
        super().__init__(says)
        self.line, self.says = line, says


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
        Unfit: it is, and holds what no content may: a tag, half a character, a date that never was.
    """
    try:
        return _taken_apart(text)
    except (yaml.YAMLError, _OutOfTheOrdinary):
        return load_in_python(text)


def load_in_python(text: str) -> Any:
    """What `load` returns and raises, read by the slower of the two readers."""
    _not_too_deep(text)
    reader: Any = YAML(typ="rt")
    reader.Composer = _NothingTwice
    try:
        return _lined(reader.load(text), 1)
    except (YAMLError, Unfit):
        raise
    except Exception as error:  # a date that never was, a number without end: any of a dozen kinds
        raise Unfit(None, "holds a value that can't be read; put it in quotes") from error


def _not_too_deep(text: str) -> None:
    """Raises `Unfit` for what a reader in Python would be at for minutes."""
    open_ = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("#"):
            continue
        steps = [found.group() for found in _STEPS.finditer(line)]
        open_ += sum(step in "[{" for step in steps) - sum(line.count(one) for one in "]}")
        if max(open_, sum(step not in "[{" for step in steps)) > DEEPEST:
            raise Unfit(number, TOO_DEEP)
        open_ = max(open_, 0)


def _lined(node: Any, line: int) -> Any:
    if isinstance(node, CommentedMap):
        mapping = Lined()
        for key, value in node.items():
            at = node.lc.key(key)[0] + 1
            mapping.put(_text(key, at), _lined(value, at), at)
        return mapping
    if isinstance(node, CommentedSeq):
        sequence = LinedList()
        for place, value in enumerate(node):
            at = node.lc.item(place)[0] + 1
            sequence.put(_lined(value, at), at)
        return sequence
    return _text(node, line)


def _text(value: Any, line: int) -> Any:
    if not (isinstance(value, str) and _HALF_A_SIGN.search(value)):
        return value
    try:  # two halves are a sign
        return value.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeError as error:
        raise Unfit(line, "holds a character that is no text") from error


def _taken_apart(text: str) -> Any:
    if _OTHERWISE.search(text):
        raise _OutOfTheOrdinary
    events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
    found, documents = None, 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if event.version or event.tags:
                raise Unfit(1, "begins with a line for programs (%); leave that out")
            if documents > 1:
                raise _OutOfTheOrdinary
        elif isinstance(event, yaml.NodeEvent):
            found = _node(event, events, 0)
    return found


def _node(event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Any:
    """What begins with an event; the events of it are used up."""
    line = event.start_mark.line + 1
    if depth > DEEPEST:  # the reader in Python would be at it for minutes
        raise Unfit(line, TOO_DEEP)
    if getattr(event, "tag", None):
        raise Unfit(line, 'words that begin with ! have to stand in "quotes"')
    if getattr(event, "anchor", None):
        raise _OutOfTheOrdinary
    if isinstance(event, yaml.ScalarEvent):
        return _text(event.value if event.style else _plain(event.value, line), line)
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
        line, value = named.start_mark.line + 1, next(events)
        if isinstance(value, yaml.AliasEvent):
            raise _OutOfTheOrdinary
        if named.value == "<<":
            raise Unfit(line, "<< is not a name that is known here")
        key = _node(named, events, depth + 1)
        if key in mapping:
            raise _OutOfTheOrdinary
        mapping.put(key, _node(value, events, depth + 1), line)
    return mapping


def _plain(value: str, line: int) -> Any:
    """What stands there without quotes: a word, or what YAML 1.2 makes of it."""
    first = value[:1]
    # Of what is no word only a date with a time has a blank in it.
    is_word = value.lower() not in _NO_WORDS if first.isalpha() else " " in value
    if is_word and not first.isdigit():
        return value
    try:
        return _resolved(value)
    except (ValueError, YAMLError) as error:
        raise Unfit(line, f"{value[:40]} can't be read; put it in quotes") from error


@lru_cache(maxsize=4096)
def _resolved(value: str) -> Any:
    kind = _KINDS.resolve(ScalarNode, value, (True, False))
    return value if kind == _STRING else YAML(typ="safe", pure=True).load(value)
