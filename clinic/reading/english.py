"""The words of English, to tell a word from a slip of the thumb or a name."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import Path

import symspellpy

# So many of the commonest words; hardly a name is among them.
COMMONEST = 5_000
_LIST = "frequency_dictionary_en_82_765.txt"


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """The words of symspellpy's list, which are never taken for a misspelling."""
    return frozenset(_words())


@lru_cache(maxsize=1)
def common() -> frozenset[str]:
    """The commonest of them, which are hardly ever names."""
    return frozenset(islice(_words(), COMMONEST))


def _words() -> list[str]:
    path = Path(symspellpy.__file__).with_name(_LIST)
    with path.open(encoding="utf-8-sig") as lines:
        return [line.split(" ", 1)[0] for line in lines]
