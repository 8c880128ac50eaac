"""Softmax regression over a dense and a sparse block of features.

scikit-learn's takes one matrix: joined to the sparse n-grams, the dense embedding is multiplied
number by number, and training takes about twice as long for the same weights.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

# L-BFGS keeps so many steps to guess the curvature from.
MEMORY = 8
THREADS = 2


class SoftmaxRegression:
    """Multinomial logistic regression.

    Args:
        c: inverse of the regularization of both blocks' weights.
        steps: of the solver, at most.
        balanced: every class weighs the same, however many examples it has; else every example.

    Attributes:
        classes_: the labels, sorted, in the order of the probabilities.
    """

    def __init__(self, c: float, steps: int, balanced: bool = True) -> None:
        self._c, self._steps, self._balanced = c, steps, balanced
        self.classes_ = np.empty(0, dtype=object)

    def fit(
        self, dense: NDArray[np.float32], sparse: csr_matrix, labels: NDArray[np.str_]
    ) -> SoftmaxRegression:
        """Learns from rows (n, d) and (n, s), and their n labels."""
        self.classes_, right = np.unique(labels, return_inverse=True)
        rows, classes = np.arange(len(right)), len(self.classes_)
        weights = (
            len(right) / (classes * np.bincount(right)) if self._balanced else np.ones(classes)
        )
        balance = weights[right].astype(np.float32)[:, None]
        dense = np.ascontiguousarray(dense, dtype=np.float32)
        sizes = (dense.shape[1], sparse.shape[1], 1)
        with ThreadPoolExecutor(THREADS) as pool:
            forward, backward = _Product(sparse, pool), _Product(sparse.T.tocsr(), pool)

            def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
                of_dense, of_sparse, bias = _blocks(flat.astype(np.float32), sizes, classes)
                chances = _softmax(dense @ of_dense + forward(of_sparse) + bias)
                missed = -float((balance[:, 0] * np.log(chances[rows, right] + 1e-12)).sum())
                size = float((of_dense**2).sum()) + float((of_sparse**2).sum())
                chances[rows, right] -= 1
                chances *= balance
                gradient = np.concatenate(
                    [
                        (dense.T @ chances + of_dense / self._c).ravel(),
                        (backward(chances) + of_sparse / self._c).ravel(),
                        chances.sum(axis=0),
                    ]
                )
                return missed + size / (2 * self._c), gradient.astype(np.float64)

            options: dict[str, Any] = {"maxiter": self._steps, "maxcor": MEMORY}
            start = np.zeros(sum(sizes) * classes)
            found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
        blocks = _blocks(found.x.astype(np.float32), sizes, classes)
        self._of_dense, self._of_sparse, self._bias = (np.ascontiguousarray(w) for w in blocks)
        return self

    def predict_proba(self, dense: NDArray[np.float32], sparse: csr_matrix) -> NDArray[np.float32]:
        """Probabilities (n, classes) of rows (n, d) and (n, s)."""
        return _softmax(dense @ self._of_dense + sparse @ self._of_sparse + self._bias)


class _Product:
    """A sparse matrix that is multiplied in as many parts as there are threads."""

    def __init__(self, matrix: csr_matrix, pool: ThreadPoolExecutor) -> None:
        matrix = matrix.astype(np.float32)
        edges = np.linspace(0, matrix.shape[0], THREADS + 1).astype(int)
        self._parts = [matrix[low:high] for low, high in pairwise(edges)]
        self._pool = pool

    def __call__(self, other: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.concatenate(list(self._pool.map(lambda part: part @ other, self._parts)))


def _blocks(
    flat: NDArray[np.float32], sizes: tuple[int, ...], classes: int
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    first, second, third = np.split(flat.reshape(sum(sizes), classes), np.cumsum(sizes)[:-1])
    return first, second, third


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    scores = np.asarray(scores) - scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    chances: NDArray[np.float32] = scores / scores.sum(axis=1, keepdims=True)
    return chances
