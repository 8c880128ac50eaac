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
from clinic.content.errors import ContentError
from clinic.content.lined_yaml import Lined, LinedList, Unfit, load, load_in_python
from clinic.content.yaml_file import read_one
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
        *("|\n  two\n   lines\n", ">\n  two\n  lines\n", "&a b", "*a", "---", "...", "--- a"),
        *("5 a\n\n    b", "~ a\n\n  - b", "24 hours.\n\n  I am a bot.", '"\\ud83d\\ude00"'),
    ],
)
def test_a_value_is_the_same_to_both(value: str) -> None:
    for text in (f"key: {value}\n", f"- {value}\n", f"{value}: key\n", f"? {value}\n: key\n"):
        assert found(load, text) == found(load_in_python, text), text


def found(read: Any, text: str) -> Any:
    try:
        return with_lines(read(text))
    except Unfit:
        return "Unfit"
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
    slowly, read = found(load_in_python, text), found(load, text)
    # libyaml lets a slip pass here and there, as a comment's missing blank.
    assert read == slowly or "Unfit" in (read, slowly) or isinstance(slowly, str)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('a: 1\nb: "one \\ud83d"\n', 2, "a character that is no text"),
        ("a: 1\nclosed: [2026-02-30]\n", 2, "2026-02-30 can't be read"),
        ("a: 1\nb: 2026-12-25T25:00:00\n", 2, "can't be read"),
        (f"a: 1\nb: {'9' * 5000}\n", 2, "can't be read"),
        ("a: 1\nb: !now or never\n", 2, "begin with !"),
        ("a: 1\nb: !!omap [b: c]\n", 2, "begin with !"),
        ("a: 1\nb: =\n", 2, "can't be read"),
        ("a: 1\n<<: {address: here}\n", 2, "<<"),
        ("%YAML 1.1\n---\na: no\n", 1, "for programs"),
        (f"a: 1\nb: {'[' * 3000}\n", 2, "nested"),
        (f"a: 1\nb: {'[a, ' * 3000}\n", 2, "nested"),
        (f"a: 1\nb:\n{'- ' * 3000}\n", 3, "nested"),
        ("".join(f"{' ' * depth}a:\n" for depth in range(600)), 41, "nested"),
    ],
)
def test_what_no_content_may_hold_is_refused_at_its_line(
    text: str, line: int, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "clinic.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as refused:
        read_one(path)
    assert refused.value.line == line
    assert refused.value.path == path
    assert says in str(refused.value)


def test_a_line_in_a_comment_is_not_deep() -> None:
    text = f"# {'- ' * 200}\n# {'[' * 200}\na: no\t\n"
    assert found(load, text) == found(load_in_python, text)
