"""Many yes-or-no regressions at once over a dense and a sparse block of features.

Each output is a logistic regression of its own; they share the reading of the features, which is
what takes the time. An example may say nothing about an output: its weight there is 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
# Adam's constants, and a start that no output is surer of than this.
FADE, SQUARES_FADE, TINY = 0.9, 0.99, 1e-6
LEAST, MOST = 1e-4, 0.9
# Weights that are changed at a time: with all that a step keeps of them they fit in a core's cache.
AT_A_TIME = 16_384


class Sigmoids:
    """The regressions.

    Args:
        rounds: over all examples.
        rate: of learning at the beginning; it falls to almost nothing.
        decay: pull of the weights to zero.
        batch: examples a step.
    """

    def __init__(
        self, rounds: int = 7, rate: float = 0.02, decay: float = 2e-4, batch: int = 512
    ) -> None:
        self._rounds, self._rate, self._decay, self._batch = rounds, rate, decay, batch
        self._blocks: list[Floats] = []

    def fit(self, dense: Floats, sparse: csr_matrix, right: Floats, weight: Floats) -> Sigmoids:
        """Learns.

        Args:
            dense: (n, d).
            sparse: (n, s).
            right: (n, outputs), 0 to 1.
            weight: of each of those; 0 where an example says nothing.
        """
        count, outputs = right.shape
        base = np.clip((right * weight).sum(0) / np.maximum(weight.sum(0), 1), LEAST, MOST)
        blocks = [
            np.zeros((dense.shape[1], outputs), np.float32),
            np.zeros((sparse.shape[1], outputs), np.float32),
            np.log(base / (1 - base)).astype(np.float32),
        ]
        learned = [_Adam(block) for block in blocks]
        order = np.random.default_rng(0)
        steps, step = self._rounds * -(-count // self._batch), 0
        for _ in range(self._rounds):
            shuffled = order.permutation(count)
            for start in range(0, count, self._batch):
                rows = shuffled[start : start + self._batch]
                some = sparse[rows]
                scores = dense[rows] @ blocks[0] + some @ blocks[1] + blocks[2]
                wrong = (_squash(scores) - right[rows]) * weight[rows] / len(rows)
                slopes = (dense[rows].T @ wrong, np.asarray(some.T @ wrong), wrong.sum(0))
                step += 1
                rate = self._rate * (1 - step / steps) + self._rate / 200
                for place, slope in enumerate(slopes):
                    # The last one is where each output starts from.
                    decay = self._decay if place < 2 else 0.0
                    learned[place].move(slope, rate, decay, step)
        self._blocks = blocks
        return self

    def of(self, dense: Floats, sparse: csr_matrix) -> Floats:
        """Probabilities (n, outputs) of rows (n, d) and (n, s)."""
        first, second, start = self._blocks
        return _squash(dense @ first + sparse @ second + start)


class _Adam:
    """Some weights that are learned, with the moments of their slopes.

    Attributes:
        block: the weights.
    """

    def __init__(self, block: Floats) -> None:
        self.block = block
        self._mean, self._square = np.zeros_like(block), np.zeros_like(block)

    def move(self, slope: Floats, rate: float, decay: float, step: int) -> None:
        """A step down the slope, in place; the slope is used up.

        All the arithmetic is done on a few weights before the next ones are fetched. Over whole
        arrays it waits for memory, more than twice as long.
        """
        arrays = (self.block, self._mean, self._square, slope)
        flat = [array.reshape(-1) for array in arrays]
        one, other = (np.empty(min(AT_A_TIME, self.block.size), np.float32) for _ in range(2))
        for start in range(0, self.block.size, AT_A_TIME):
            weights, first, second, slopes = (array[start : start + AT_A_TIME] for array in flat)
            a, b = one[: len(weights)], other[: len(weights)]
            np.multiply(weights, decay, out=a)
            slopes += a
            np.subtract(slopes, first, out=a)
            a *= 1 - FADE
            first += a
            np.multiply(slopes, slopes, out=a)
            a -= second
            a *= 1 - SQUARES_FADE
            second += a
            np.divide(second, 1 - SQUARES_FADE**step, out=a)
            np.sqrt(a, out=a)
            a += TINY
            np.divide(first, 1 - FADE**step, out=b)
            b *= rate
            b /= a
            weights -= b


def _squash(scores: Floats) -> Floats:
    squashed: Floats = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
    return squashed
