"""What hurried thumbs write is read as the words it stands for, in wishes and in signs."""

from __future__ import annotations

import pytest

from clinic.reading.safety.normal import plain_words
from clinic.reading.safety.vocabulary import get_vocabulary
from clinic.reading.words import spelt_out

HURRIED = [
    ("back pain w/ numbness", "back pain with numbness"),
    ("pain w/o numbness", "pain without numbness"),
    ("W/O insurance", "without insurance"),
    ("b4 friday", "before friday"),
    ("me w/ my mom, b4 noon", "me with my mom, before noon"),
]


@pytest.mark.parametrize(("text", "meant"), HURRIED)
def test_shorthand_is_spelt_out(text: str, meant: str) -> None:
    assert spelt_out(text) == meant


@pytest.mark.parametrize(("text", "meant"), [*HURRIED, ("pain w/numbness", "pain with numbness")])
def test_shorthand_hides_no_sign(text: str, meant: str) -> None:
    vocabulary = get_vocabulary()
    assert plain_words(text, vocabulary) == plain_words(meant, vocabulary)
