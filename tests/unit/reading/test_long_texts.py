"""What is eight times as long takes about eight times as long to read, whatever it is."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from typing import Literal

import pytest

from clinic.reading.clauses import clauses
from clinic.reading.learned.ranking import Ranking
from clinic.reading.tongues import TONGUES, phrasebook
from clinic.reading.tongues.phrasebook import Phrasebook, without_accents

SPANISH = TONGUES["es"]
LONGER = 8
# Between what is linear (8) and what looks at each pair of characters (64).
AT_MOST = 28


def seconds(read: Callable[[str], object], text: str) -> float:
    """Of the processor, for reading a text, at best."""
    took = []
    for _ in range(4):
        begun = time.process_time()
        read(text)
        took.append(time.process_time() - begun)
    return min(took)


def in_spanish(text: str) -> list[str]:
    """The clauses, where each part of them may be a wish."""
    return SPANISH.clauses(text, lambda some: [_heard(part) for part in some])


def _heard(text: str) -> Ranking:
    return Ranking(text, text, [("fact_hours", 1.0)], {"fact_hours": 1.0})


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (SPANISH.spelling.mend, lambda size: "." * size + "a" + " A a" * (size // 4)),
        (clauses, lambda size: "\n" * size),
        (clauses, lambda size: "\n" * size + "("),
        (clauses, lambda size: "(" + " " * 6 * size + "x"),
        (in_spanish, lambda size: "hola" + "\n" * size),
        (in_spanish, lambda size: "\n" * size + "\x01" + ".\n" * size),
        (in_spanish, lambda size: "\n \n" * size + "x"),
        (in_spanish, lambda size: "hola," + " " * size + "y " * size + "x"),
    ],
    ids=["capitals", "lines", "bracket", "gap", "end", "stops", "gaps", "joins"],
)
def test_a_longer_text_takes_no_more_than_its_length(
    read: Callable[[str], object], text: Callable[[int], str]
) -> None:
    read(text(80))
    assert seconds(read, text(80 * LONGER)) < AT_MOST * seconds(read, text(80))


def test_accents_are_taken_off_once_and_again_where_a_phrase_was_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counted(text: str) -> str:
        read.append(text)
        return without_accents(text)

    monkeypatch.setattr(phrasebook, "without_accents", counted)
    phrases = [(f"palabra{number}", "word") for number in range(40)]
    assert Phrasebook(phrases).apply("sí, palabra7") == "sí, word"
    assert len(read) == 2


def test_each_letter_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    normalize = unicodedata.normalize

    def counted(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
        looked_up.append(text)
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", counted)
    assert without_accents("ñandú " * 200) == "nandu " * 200
    assert len(looked_up) <= len(set("ñandú "))


def test_a_text_is_put_into_english_once(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[str] = []
    apply = Phrasebook.apply

    def counted(book: Phrasebook, text: str) -> str:
        put.append(text)
        return apply(book, text)

    monkeypatch.setattr(Phrasebook, "apply", counted)
    said = {SPANISH.in_english("el jueves a las once y cuarto, tío") for _ in range(30)}
    assert len(said) == len(put) == 1
