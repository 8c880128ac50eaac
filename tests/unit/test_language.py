"""spaCy runs only the components that something reads."""

from __future__ import annotations

import pytest

from clinic import language

TEXT = "My legs were going numb. Can I book a visit, and what does it cost?"


def test_every_component_of_the_model_is_wanted_by_somebody() -> None:
    assert set(language.model().pipe_names) == {*language.FOR_LEMMAS, *language.FOR_PARSE}


def test_lemmas_are_made_without_a_parse() -> None:
    document = language.read(TEXT)
    assert [token.lemma_ for token in document[:5]] == ["my", "leg", "be", "go", "numb"]
    assert not document.has_annotation("DEP")


def test_sentences_are_found_without_lemmas() -> None:
    document = language.parse(TEXT)
    assert [sentence.text for sentence in document.sents] == [
        "My legs were going numb.",
        "Can I book a visit, and what does it cost?",
    ]
    assert not document.has_annotation("LEMMA")


@pytest.mark.parametrize("reader", [language.read, language.parse])
def test_a_pasted_book_is_cut_by_punctuation_and_costs_no_model(reader) -> None:
    document = reader(TEXT * 100)
    assert len(list(document.sents)) > 100
    assert not document.has_annotation("TAG")
    assert not document.has_annotation("DEP")


@pytest.mark.parametrize("reader", [language.read, language.parse])
def test_a_text_read_twice_is_read_once(reader) -> None:
    assert reader(TEXT) is reader(TEXT)
