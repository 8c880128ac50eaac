"""The quick reader of YAML reads what the slow one reads, and leaves to it what it can't."""

from __future__ import annotations

import string
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from clinic.content import lined_yaml
from clinic.content.lined_yaml import Lined, LinedList, load, load_in_python
from clinic.settings import ROOT

FILES = sorted([*(ROOT / "content").rglob("*.yml"), ROOT / "domain.yml"])


def with_lines(node: Any) -> Any:
    """A node with its lines, and the kind of each value: `1`, `1.0` and `true` are equal."""
    if isinstance(node, Lined):
        return [(key, node.lines[key], with_lines(value)) for key, value in node.items()]
    if isinstance(node, LinedList):
        return list(zip(node.lines, map(with_lines, node), strict=True))
    kinds = (bool, int, float, str)
    kind = next((kind.__name__ for kind in kinds if isinstance(node, kind)), "")
    return kind, getattr(node, "value", node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_content_is_read_alike(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text(encoding="utf-8")
    slowly = load_in_python(text)
    monkeypatch.setattr(lined_yaml, "load_in_python", lambda _: pytest.fail("was left to it"))
    assert with_lines(load(text)) == with_lines(slowly)


@pytest.mark.parametrize(
    "value",
    [
        *("no", "Yes", "on", "true", "False", "TRUE", "null", "~", "Null", "none", "n", "t", ""),
        *("9:30", "09:00-12:00", "1_000", "0o17", "017", "0x1F", "+5", "-5", ".5", "1e3", ".inf"),
        *(".nan", "2026-12-25", "2026-12-25 10:00:00", "20 minutes", "(414) 555-0142", "1.0", "-"),
        *("¿Sí?", "a: b", "a #b", "'quoted'", '"\\u00e9"', "[1, 9:00, no]", "{a: 1, b: no}", "é"),
        *("=", "<<", "|\n  two\n   lines\n", ">\n  two\n  lines\n", "!!str 5", "&a b", "*a"),
    ],
)
def test_a_value_is_the_same_to_both(value: str) -> None:
    for text in (f"key: {value}\n", f"- {value}\n", f"{value}: key\n", f"? {value}\n: key\n"):
        assert found(load, text) == found(load_in_python, text), text


def found(read: Any, text: str) -> Any:
    try:
        return with_lines(read(text))
    except YAMLError as error:
        return type(error).__name__
    except TypeError:  # a mapping as a key
        return "TypeError"


WORDS = some.text(string.printable[:95] + "\n\té¿😀", max_size=12)
VALUES = some.one_of(WORDS, some.integers(), some.booleans(), some.none(), some.dates())
NODES = some.recursive(
    VALUES,
    lambda inside: some.one_of(
        some.lists(inside, max_size=4), some.dictionaries(WORDS, inside, max_size=4)
    ),
    max_leaves=12,
)


@given(NODES)
@example({"hours": ["9:00", "no"], "a": {"b": None}})
def test_what_is_written_is_read_alike(data: Any) -> None:
    written = StringIO()
    YAML().dump({"data": data}, written)
    text = written.getvalue()
    assert found(load, text) == found(load_in_python, text)


@settings(max_examples=300)
@given(some.text(string.printable + "\x85\u2028\ufeffé¿😀", max_size=40))
def test_no_text_is_read_otherwise(text: str) -> None:
    slowly = found(load_in_python, text)
    if isinstance(slowly, str):
        found(load, text)  # libyaml lets a slip pass here and there, as a comment's missing blank
    else:
        assert found(load, text) == slowly
