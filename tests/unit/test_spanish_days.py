"""In Spanish a day in a sentence has its article: "para el viernes", "la cita del viernes"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clinic.content.yaml_file import plain, read_one
from clinic.languages import speaking
from clinic.reading import when
from clinic.settings import ROOT

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=ZONE)
DAY = re.compile(r"\{(?:when|old|day|next_day|until)\}")
# Behind what a day stands by itself: alone on its line, or behind a colon or a bracket.
BY_ITSELF = re.compile(r"(?:^|\n|: |\()$")


def sentences(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file, with where it stands."""
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, (dict, list)):
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        for name, value in inner:
            yield from sentences(value, f"{key}/{name}")


@pytest.mark.parametrize("name", ["replies", "notices", "sms", "channel"])
def test_a_day_in_a_sentence_has_its_article(name: str) -> None:
    wrong = [
        (key, text)
        for key, text in sentences(plain(read_one(ROOT / f"content/es/{name}.yml")))
        for found in DAY.finditer(text)
        # "abierto hasta las {until}" is a time of day.
        if not re.search(r"(?i)\b(?:el|del|al|las) $", text[: found.start()])
        and not BY_ITSELF.search(text[: found.start()])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("friday", "el viernes"),
        ("december 4", "el viernes 4 de diciembre"),
        ("a monday or a wednesday", "el lunes o el miércoles"),
        ("a weekday", "un día entre semana"),
        ("any day but not monday", "cualquier día, pero no el lunes"),
    ],
)
def test_a_wish_is_said_back_with_it(words: str, said: str) -> None:
    with speaking("es"):
        reading = when.read_wish(words, NOW, ZONE, 30)
    assert reading.wish
    assert reading.wish.description == said
