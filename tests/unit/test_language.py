"""spaCy runs only the components that something reads."""

from __future__ import annotations

import pytest

from clinic import language

TEXT = "My legs were going numb. Can I book a visit, and what does it cost?"


def test_only_what_makes_lemmas_is_loaded() -> None:
    wanted = {"tok2vec", "tagger", "attribute_ruler", "lemmatizer"}
    assert set(language.model().pipe_names) == wanted


def test_lemmas_are_those_of_a_dictionary() -> None:
    assert [token.lemma_ for token in language.read(TEXT)[:5]] == ["my", "leg", "be", "go", "numb"]


def test_sentences_end_with_their_mark_or_line() -> None:
    document = language.sentences(f"{TEXT}\nthank you… bye")
    assert [sentence.text.strip() for sentence in document.sents] == [
        "My legs were going numb.",
        "Can I book a visit, and what does it cost?",
        "thank you…",
        "bye",
    ]


@pytest.mark.parametrize("between", ["\n\n", "\r\n", " \n \r\n", "... ", "…\n\n"])
def test_empty_lines_and_dots_end_a_sentence(between: str) -> None:
    document = language.sentences(f"what causes it{between}how do you treat it")
    assert len(list(document.sents)) == 2


def test_a_pasted_book_costs_no_model() -> None:
    assert not language.read(TEXT * 100).has_annotation("TAG")


def test_a_text_read_twice_is_read_once() -> None:
    assert language.read(TEXT) is language.read(TEXT)
