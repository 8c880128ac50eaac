"""The n-grams of letters and of words, held against scikit-learn's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from clinic.reading.learned.ngrams import Grams, beside, letters_of, words_of

TEXTS = [
    "can I book a visit",
    "book a visit, please",
    "my leg is numb",
    "my leg isn't numb at all, my leg is fine",
    "a",
    "",
]
THEIRS = {
    letters_of: {"analyzer": "char_wb", "ngram_range": (3, 4)},
    words_of: {"token_pattern": r"[\w']+", "ngram_range": (1, 3)},
}


@pytest.mark.parametrize("cut", [letters_of, words_of])
@pytest.mark.parametrize("rare", [1, 2])
def test_they_weigh_as_scikit_learns_do(cut: Callable[[str], list[str]], rare: int) -> None:
    ours = Grams(cut, rare).fit(TEXTS)
    theirs = TfidfVectorizer(**THEIRS[cut], min_df=rare, sublinear_tf=True).fit(TEXTS)
    new = [*TEXTS, "MY visit is numb", "qwxz"]
    found = beside((ours.weigh(new), ours.size, 1.0)).toarray()
    assert found == pytest.approx(theirs.transform(new).toarray(), abs=1e-6)


def test_blocks_stand_beside_each_other_each_with_its_weight() -> None:
    letters, words = Grams(letters_of, 1).fit(TEXTS), Grams(words_of, 1).fit(TEXTS)
    rows = letters.weigh(TEXTS), words.weigh(TEXTS)
    both = beside((rows[0], letters.size, 2.0), (rows[1], words.size, 3.0)).toarray()
    apart = [
        beside((rows[0], letters.size, 2.0)).toarray(),
        beside((rows[1], words.size, 3.0)).toarray(),
    ]
    assert (both == np.hstack(apart)).all()


def test_a_text_without_known_n_grams_is_an_empty_row() -> None:
    grams = Grams(words_of, 1).fit(["book a visit"])
    assert beside((grams.weigh(["qwxz", ""]), grams.size, 1.0)).nnz == 0
    assert beside((grams.weigh([]), grams.size, 1.0)).shape == (0, grams.size)
