"""Reads a YAML content file into a pydantic model, with errors that name the line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from clinic.content.errors import ContentError, Misplaced
from clinic.content.in_words import field_mistake, yaml_mistake
from clinic.content.layers import (
    HELD_TO_ORIGINALS,
    ORIGINALS,
    drop_outdated,
    lay_over,
    layer,
    layer_path,
)
from clinic.content.lined_yaml import Lined, LinedList, Unfit, load

Model = TypeVar("Model", bound=BaseModel)


def read_yaml(path: Path) -> Lined:
    """The mapping a YAML file holds, with the words of the language that is laid over it; it
    remembers the line of each of its keys.

    Raises:
        ContentError: the file or the one laid over it is missing, not readable, not YAML, or not a
            mapping.
    """
    data = read_one(path)
    language = layer()
    over = layer_path(path, language) if language else None
    if over and over.exists():
        words = read_one(over)
        if path.name in HELD_TO_ORIGINALS:
            drop_outdated(words, plain(data), originals(over.parent).get(path.name, {}))
        lay_over(data, words, over)
    return data


def originals(folder: Path) -> dict[str, dict[str, str]]:
    """Digests of the English words that a language was translated from, by file and dotted name."""
    path = folder / ORIGINALS
    known: dict[str, dict[str, str]] = plain(read_one(path)) if path.exists() else {}
    return known


def read_one(path: Path) -> Lined:
    """The mapping of one file, nothing laid over it.

    Raises:
        ContentError: the file is missing, not readable, not YAML, or not a mapping.
    """
    try:
        data = load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ContentError(path, None, f"can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise ContentError(path, None, "is not UTF-8 text; save it as UTF-8") from error
    except MarkedYAMLError as error:
        line, words = yaml_mistake(error)
        raise ContentError(path, line, f"can't be read: {words}") from error
    except Unfit as error:
        raise ContentError(path, error.line, error.says) from error
    except YAMLError as error:  # a character that no YAML file may hold
        raise ContentError(path, None, "holds a character that is no text") from error
    if not isinstance(data, Lined):
        raise ContentError(path, 1, "should hold `name: value` lines")
    return data


def validate(path: Path, data: Lined, model: type[Model], line: int | None = None) -> Model:
    """`data` as a `model`.

    Args:
        line: where the data begins, for what is missing in it.

    Raises:
        ContentError: for the first mistake, at the line of the field it is about.
    """
    try:
        return model.parse_obj(plain(data))
    except ValidationError as error:
        found = error.errors()
        # A name that is misspelt is missing as well: where it stands is where to look.
        spelt = next((one for one in found if one["type"] == "value_error.extra"), None)
        first = spelt or found[0]
        field = ".".join(str(part) for part in first["loc"] if part != "__root__")
        words = field_mistake(dict(first))
        message = f"{field}: {words}" if field else words
        place = (*first["loc"], *(() if spelt else _place_inside(error.raw_errors[0])))
        raise ContentError(path, line_of(data, place) or line, message) from error


def _place_inside(error: Any) -> tuple[str | int, ...]:
    """Where in its field a mistake is, when the validator said it."""
    while isinstance(error, list) and error:
        error = error[0]
    cause = getattr(error, "exc", None)
    if isinstance(cause, ValidationError):
        return _place_inside(cause.raw_errors)
    return cause.place if isinstance(cause, Misplaced) else ()


def plain(node: Any) -> Any:
    """A YAML node as plain dictionaries and lists."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node


def line_of(data: Any, location: tuple[Any, ...]) -> int | None:
    """The line, from 1, of the deepest part of `location` that the file really has."""
    line: int | None = None
    for part in location:
        known = isinstance(data, Lined) and part in data
        if known or (isinstance(data, LinedList) and isinstance(part, int) and part < len(data)):
            line = data.lines[part]
            data = data[part]
        else:
            break
    return line
