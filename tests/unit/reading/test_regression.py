"""What the learned reading is made of."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from clinic.reading.learned.regression import SoftmaxRegression
from clinic.reading.safety.signs import denials_marked


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("no leaking at all", "no not_leaking not_at not_all"),
        ("it isn't leaking", "it not not_leaking"),
        ("no fever but it is leaking", "no not_fever but it is leaking"),
        ("not numb. it leaks", "not not_numb . it leaks"),
        ("in 2015 it leaked", "in someyear it leaked"),
        ("it leaks", "it leaks"),
    ],
)
def test_denied_words_are_marked_as_far_as_the_denial_reaches(text: str, marked: str) -> None:
    assert denials_marked(text) == marked


@pytest.mark.parametrize("balanced", [True, False])
def test_the_regression_finds_what_scikit_learns_finds(balanced: bool) -> None:
    random = np.random.default_rng(5)
    dense = random.normal(size=(240, 6)).astype(np.float32)
    sparse = csr_matrix((random.random((240, 9)) > 0.7).astype(np.float32))
    joined = np.hstack([dense, sparse.toarray()])
    scores = joined @ random.normal(size=(15, 3)) + [2.0, 0.0, -1.0]
    labels = np.array(["a", "b", "c"])[scores.argmax(axis=1)]
    ours = SoftmaxRegression(c=1.0, steps=500, balanced=balanced).fit(dense, sparse, labels)
    weights = "balanced" if balanced else None
    theirs = LogisticRegression(C=1.0, max_iter=500, class_weight=weights).fit(joined, labels)
    assert list(ours.classes_) == list(theirs.classes_)
    assert ours.predict_proba(dense, sparse) == pytest.approx(
        theirs.predict_proba(joined), abs=5e-3
    )
