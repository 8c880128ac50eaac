"""Builds the encoder's ONNX graph from its weights: BERT, mean pooling, unit length.

It ends twice: in the vector as it comes, and, over upper layers that were tuned for it, in one that
tells apart the signs and wishes of patients. The lower layers are read once for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from clinic.reading.learned.encoder.weights import (
    LAYERS,
    MEANING,
    TUNED_FROM,
    TUNED_LAYERS,
    TUNED_MEANING,
)

HEADS, HIDDEN = 12, 384
HEAD_SIZE = HIDDEN // HEADS
OPSET = 17
EPSILON = 1e-12


class _Graph:
    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def weight(self, name: str) -> str:
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(self.weights[name], name)
        return name

    def constant(self, name: str, value: NDArray[np.float32]) -> str:
        self.initializers.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def linear(self, source: str, name: str, output: str) -> str:
        """A dense layer. Weights are stored (out, in); MatMul wants them the other way round."""
        turned = np.ascontiguousarray(self.weights[f"{name}.weight"].T)
        matrix = self.constant(f"{name}.weight.T", turned)
        product = self.node("MatMul", [source, matrix], f"{output}.product")
        return self.node("Add", [product, self.weight(f"{name}.bias")], output)

    def norm(self, source: str, name: str, output: str) -> str:
        return self.node(
            "LayerNormalization",
            [source, self.weight(f"{name}.weight"), self.weight(f"{name}.bias")],
            output,
            axis=-1,
            epsilon=EPSILON,
        )


def build_graph(weights: Mapping[str, NDArray[np.float32]]) -> onnx.ModelProto:
    """The encoder as a model.

    Inputs: `input_ids` and `attention_mask`, int64, (batch, tokens).
    Outputs: `embedding` and `tuned_embedding`, float32, (batch, 384), each row of length 1.
    """
    graph = _Graph(weights)
    hidden = _embeddings(graph)
    mask = _attention_bias(graph)
    for layer in range(TUNED_FROM):
        hidden = _layer(graph, hidden, mask, f"encoder.layer.{layer}")
    for upper, output in (("encoder", MEANING), (TUNED_LAYERS, TUNED_MEANING)):
        last = hidden
        for layer in range(TUNED_FROM, LAYERS):
            last = _layer(graph, last, mask, f"{upper}.layer.{layer}")
        _pool(graph, last, output)
    shape = ["batch", "tokens"]
    proto = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [
            helper.make_tensor_value_info("input_ids", TensorProto.INT64, shape),
            helper.make_tensor_value_info("attention_mask", TensorProto.INT64, shape),
        ],
        [
            helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", HIDDEN])
            for output in (MEANING, TUNED_MEANING)
        ],
        list(graph.initializers.values()),
    )
    model = helper.make_model(proto, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def _embeddings(graph: _Graph) -> str:
    name = "embeddings"
    words = graph.node(
        "Gather", [graph.weight(f"{name}.word_embeddings.weight"), "input_ids"], "words"
    )
    shape = graph.node("Shape", ["input_ids"], "ids.shape")
    tokens = graph.node(
        "Gather", [shape, graph.constant("one", np.array(1, dtype=np.int64))], "tokens"
    )
    zero = graph.constant("zero", np.array(0, dtype=np.int64))
    places = graph.node("Range", [zero, tokens, "one"], "places")
    positions = graph.node(
        "Gather", [graph.weight(f"{name}.position_embeddings.weight"), places], "positions"
    )
    placed = graph.node("Add", [words, positions], "words.placed")
    # A message is one segment, so its type is 0 throughout.
    kind = graph.constant("type", graph.weights[f"{name}.token_type_embeddings.weight"][0])
    return graph.norm(
        graph.node("Add", [placed, kind], "words.typed"), f"{name}.LayerNorm", "embedded"
    )


def _attention_bias(graph: _Graph) -> str:
    """0 where there is a token, a large negative number where there is padding."""
    mask = graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    wide = graph.node(
        "Unsqueeze", [mask, graph.constant("axes", np.array([1, 2], dtype=np.int64))], "mask.wide"
    )
    one = graph.constant("one.float", np.array(1, dtype=np.float32))
    missing = graph.node("Sub", [one, wide], "mask.missing")
    return graph.node(
        "Mul", [missing, graph.constant("far", np.array(-1e9, dtype=np.float32))], "mask.bias"
    )


def _layer(graph: _Graph, hidden: str, mask: str, name: str) -> str:
    split = graph.constant("split", np.array([0, 0, HEADS, HEAD_SIZE], dtype=np.int64))
    merge = graph.constant("merge", np.array([0, 0, HIDDEN], dtype=np.int64))

    def heads(part: str, order: list[int]) -> str:
        dense = graph.linear(hidden, f"{name}.attention.self.{part}", f"{name}.{part}")
        apart = graph.node("Reshape", [dense, split], f"{name}.{part}.apart")
        return graph.node("Transpose", [apart], f"{name}.{part}.heads", perm=order)

    query, key = heads("query", [0, 2, 1, 3]), heads("key", [0, 2, 3, 1])
    value = heads("value", [0, 2, 1, 3])
    raw = graph.node("MatMul", [query, key], f"{name}.raw")
    scale = graph.constant("scale", np.array(1 / np.sqrt(HEAD_SIZE), dtype=np.float32))
    scaled = graph.node("Mul", [raw, scale], f"{name}.scaled")
    weights = graph.node(
        "Softmax", [graph.node("Add", [scaled, mask], f"{name}.masked")], f"{name}.weights", axis=-1
    )
    mixed = graph.node("MatMul", [weights, value], f"{name}.mixed")
    together = graph.node("Transpose", [mixed], f"{name}.together", perm=[0, 2, 1, 3])
    joined = graph.node("Reshape", [together, merge], f"{name}.joined")
    attended = graph.linear(joined, f"{name}.attention.output.dense", f"{name}.attended")
    first = graph.norm(
        graph.node("Add", [attended, hidden], f"{name}.first"),
        f"{name}.attention.output.LayerNorm",
        f"{name}.first.norm",
    )
    inner = graph.linear(first, f"{name}.intermediate.dense", f"{name}.inner")
    active = _gelu(graph, inner, name)
    outer = graph.linear(active, f"{name}.output.dense", f"{name}.outer")
    return graph.norm(
        graph.node("Add", [outer, first], f"{name}.second"),
        f"{name}.output.LayerNorm",
        f"{name}.out",
    )


def _gelu(graph: _Graph, source: str, name: str) -> str:
    """x * (1 + erf(x / sqrt 2)) / 2, which opset 17 has no operator for."""
    root = graph.constant("root2", np.array(np.sqrt(2), dtype=np.float32))
    half = graph.constant("half", np.array(0.5, dtype=np.float32))
    error = graph.node(
        "Erf", [graph.node("Div", [source, root], f"{name}.gelu.div")], f"{name}.gelu.erf"
    )
    raised = graph.node(
        "Add",
        [error, graph.constant("one.float", np.array(1, dtype=np.float32))],
        f"{name}.gelu.add",
    )
    product = graph.node("Mul", [source, raised], f"{name}.gelu.mul")
    return graph.node("Mul", [product, half], f"{name}.gelu")


def _pool(graph: _Graph, hidden: str, output: str) -> None:
    """The mean of the tokens that are there, at unit length."""
    last = graph.constant("axis.last", np.array([-1], dtype=np.int64))
    middle = graph.constant("axis.tokens", np.array([1], dtype=np.int64))
    mask = graph.node("Unsqueeze", ["mask", last], f"{output}.mask")
    kept = graph.node("Mul", [hidden, mask], f"{output}.kept")
    total = graph.node("ReduceSum", [kept, middle], f"{output}.total", keepdims=0)
    count = graph.node("ReduceSum", [mask, middle], f"{output}.count", keepdims=0)
    mean = graph.node("Div", [total, count], f"{output}.mean")
    graph.node("LpNormalization", [mean], output, axis=-1, p=2)
