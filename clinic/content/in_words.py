"""What is wrong with a file, in words for who has never seen a program."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.error import MarkedYAMLError

# To YAML an anchor or an alias, which the content has no use for: a few lines of them stand for
# millions.
BEGINS_WITH_A_SIGN = 'words that begin with & or * have to stand in "quotes"'
# What the reader of YAML says, and what it means. The first that is found counts.
_YAML = (
    ("duplicate key", "this name stands there twice; keep one of them"),
    (r"\t", "it begins with a tab; use spaces"),
    ("alias", BEGINS_WITH_A_SIGN),
    ("anchor", BEGINS_WITH_A_SIGN),
    ("mapping values", 'words with ": " in them have to stand in "quotes"'),
    ("could not find expected ':'", 'a ":" is missing between a name and its words'),
    ("flow", "a list that begins with [ has to end with ], with a comma between its items"),
    ("quoted scalar", 'words that begin with a quote " have to end with one'),
    (
        "<block end>",
        'it does not fit to the lines above; look for a missing quote ", or spaces in front of it',
    ),
)
# Where these begin is where they have to be mended, however much later it was noticed.
_BEGINS = re.compile("simple key|flow|quoted scalar")
# By type of pydantic's error; {} are what it knows besides.
_FIELDS = {
    "value_error.missing": "is missing",
    "value_error.extra": "is not a name that is known here; look how it is spelled",
    "type_error.integer": "should be a whole number",
    "type_error.float": "should be a number",
    "value_error.number.not_ge": "should be {limit_value} or more",
    "value_error.number.not_gt": "should be more than {limit_value}",
    "value_error.number.not_le": "should be {limit_value} or less",
    "value_error.number.not_lt": "should be less than {limit_value}",
    "value_error.any_str.min_length": "should not be empty",
    "value_error.any_str.max_length": "should have {limit_value} characters at most",
    "value_error.strictbool": "should be true or false",
    "type_error.bool": "should be true or false",
    "type_error.str": "should be words",
    "type_error.list": "should be a list",
    "type_error.tuple": "should be a list",
    "type_error.dict": "should hold `name: value` lines",
    "type_error.none.not_allowed": "should not be empty",
}


def yaml_mistake(error: MarkedYAMLError) -> tuple[int | None, str]:
    """The line to look at, from 1, and what is wrong there."""
    problem, context = str(error.problem or ""), str(error.context or "")
    mark = error.problem_mark
    if _BEGINS.search(context) and error.context_mark:
        mark = error.context_mark
    whole = f"{problem} {context}"
    words = next((words for told, words in _YAML if told in whole), problem)
    return (mark.line + 1 if mark else None), words


def field_mistake(error: dict[str, Any]) -> str:
    """One of pydantic's errors in words; those that are written for people stay."""
    if error["type"] == "value_error.const":
        return "should be " + " or ".join(map(str, error["ctx"]["permitted"]))
    words = _FIELDS.get(error["type"])
    return words.format(**error.get("ctx", {})) if words else str(error["msg"])
