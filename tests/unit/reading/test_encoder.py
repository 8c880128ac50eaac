"""The sentence encoder: one vector for a sentence, whoever stands beside it."""

from __future__ import annotations

import numpy as np
import pytest

from clinic.reading.learned.encoder import Encoder, get_encoder
from clinic.reading.learned.encoder.runtime import SIZE

TEXTS = ["my leg is numb", "what does it cost?", "a longer question about the back of my left leg"]


def test_every_vector_has_length_1():
    vectors = get_encoder().encode(TEXTS)
    assert vectors.shape == (3, SIZE)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * 3, abs=1e-4)


def test_neighbours_and_threads_change_no_vector():
    alone = np.concatenate([get_encoder().encode([text]) for text in TEXTS])
    assert (get_encoder().encode(TEXTS) == alone).all()
    assert (Encoder(threads=2).encode(TEXTS) == alone).all()


def test_what_means_the_same_is_nearer_than_what_does_not():
    one, same, other = get_encoder().encode(
        ["how much is a visit", "what does an appointment cost", "my leg is numb"]
    )
    assert one @ same > one @ other + 0.2


def test_no_text_and_an_empty_text_are_taken():
    assert get_encoder().encode([]).shape == (0, SIZE)
    assert get_encoder().encode([""]).shape == (1, SIZE)


def test_a_very_long_text_is_read_at_its_beginning():
    long = "numb " * 5_000
    assert get_encoder().encode([long]) @ get_encoder().encode([long + "cost"]).T > 0.999


def test_signs_have_a_vector_of_their_own_beside_that_of_what_is_meant():
    encoder = get_encoder()
    both = encoder.read(TEXTS)
    assert both.shape == (3, 2 * SIZE)
    assert (both[:, :SIZE] == encoder.encode(TEXTS)).all()
    signs = both[:, SIZE:]
    assert np.linalg.norm(signs, axis=1) == pytest.approx([1.0] * 3, abs=1e-4)
    # Its layers are not those of what is meant.
    assert (np.abs(signs - both[:, :SIZE]).max(axis=1) > 0.01).all()
