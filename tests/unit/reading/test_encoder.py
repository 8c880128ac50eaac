"""The sentence encoder: one vector for a sentence, whoever stands beside it."""

from __future__ import annotations

import ast

import numpy as np
import onnx
import pytest

from clinic.reading.learned.encoder import Encoder, get_encoder
from clinic.reading.learned.encoder.build import model_file
from clinic.reading.learned.encoder.runtime import SIZE
from clinic.reading.learned.encoder.weights import LAYERS, TUNED_FROM
from clinic.settings import ROOT

TEXTS = ["my leg is numb", "what does it cost?", "a longer question about the back of my left leg"]


def test_every_vector_has_length_1() -> None:
    vectors = get_encoder().encode(TEXTS)
    assert vectors.shape == (3, SIZE)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * 3, abs=1e-4)


def test_products_are_exact_on_every_processor() -> None:
    # With signed weights processors without VNNI add up in 16 bits, and cut off what is more.
    graph = onnx.load(str(model_file())).graph
    types = {tensor.name: tensor.data_type for tensor in graph.initializer}
    weights = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    assert len(weights) > 30
    assert {types[name] for name in weights} == {onnx.TensorProto.UINT8}


def test_neighbours_and_threads_change_no_vector() -> None:
    alone = np.concatenate([get_encoder().encode([text]) for text in TEXTS])
    assert (get_encoder().encode(TEXTS) == alone).all()
    assert (Encoder(threads=2).encode(TEXTS) == alone).all()


def test_what_means_the_same_is_nearer_than_what_does_not() -> None:
    one, same, other = get_encoder().encode(
        ["how much is a visit", "what does an appointment cost", "my leg is numb"]
    )
    assert one @ same > one @ other + 0.2


def test_no_text_and_an_empty_text_are_taken() -> None:
    assert get_encoder().encode([]).shape == (0, SIZE)
    assert get_encoder().encode([""]).shape == (1, SIZE)


def test_a_very_long_text_is_read_at_its_beginning() -> None:
    long = "numb " * 5_000
    assert get_encoder().encode([long]) @ get_encoder().encode([long + "cost"]).T > 0.999


def test_a_tuned_vector_stands_beside_the_one_as_it_comes() -> None:
    encoder = get_encoder()
    both = encoder.read(TEXTS)
    assert both.shape == (3, 2 * SIZE)
    assert (both[:, :SIZE] == encoder.encode(TEXTS)).all()
    tuned = both[:, SIZE:]
    assert np.linalg.norm(tuned, axis=1) == pytest.approx([1.0] * 3, abs=1e-4)
    assert (np.abs(tuned - both[:, :SIZE]).max(axis=1) > 0.01).all()


def test_what_was_said_before_changes_the_tuned_vector() -> None:
    encoder = get_encoder()
    after = encoder.read_after([("what number can we call?", text) for text in TEXTS])
    assert after.shape == (3, SIZE)
    assert np.linalg.norm(after, axis=1) == pytest.approx([1.0] * 3, abs=1e-4)
    assert (np.abs(after - encoder.read(TEXTS)[:, SIZE:]).max(axis=1) > 0.01).all()
    assert (
        Encoder(threads=2).read_after([("why?", TEXTS[0])])
        == encoder.read_after([("why?", TEXTS[0])])
    ).all()


def test_the_layers_that_are_tuned_are_those_that_are_built() -> None:
    tree = ast.parse((ROOT / "evaluation" / "tuning_steps.py").read_text(encoding="utf-8"))
    said = {
        name.id: value.value
        for line in tree.body
        if isinstance(line, ast.Assign)
        for target in line.targets
        if isinstance(target, ast.Tuple) and isinstance(line.value, ast.Tuple)
        for name, value in zip(target.elts, line.value.elts, strict=True)
        if isinstance(name, ast.Name) and isinstance(value, ast.Constant)
    }
    assert (said["LAYERS"], said["TUNED_FROM"]) == (LAYERS, TUNED_FROM)
