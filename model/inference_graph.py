"""One step of the network, in whole numbers, as an ONNX graph.

Hidden states lie between -1 and 1, so one fixed scale serves them all: no range is looked for at run time (dynamic
quantisation would make a stream depend on its neighbours), and products of small whole numbers add up exactly in
whatever order a machine takes them. Seven bits are enough for a hidden state (docs/training-log.md), and with seven
the sums of two products fit into 16 bits, which processors without VNNI need.
"""

import numpy as np
import numpy.typing as npt

from model.checkpoint import Checkpoint, Weights
from model.configuration import NetworkConfig
from model.inference_onnx import OnnxGraph, Shape

# A hidden state h is held as round(63 h) + 64: 1 … 127.
HIDDEN_STEPS = 63
HIDDEN_ZERO = 64
_OPSETS = {"": 17, "com.microsoft": 1}

Array = npt.NDArray[np.float32]


def input_graph(checkpoint: Checkpoint) -> bytes:
    """The ONNX model of all that the first layer's input product can be: it depends on the symbol and what is told.

    Outputs, not quantised: `symbols` (V, 4H) with the bias, `topics` (V, 4H) and `parts` (parts + 1, 4H) without it,
    to be added to a symbol's row. (numpy's BLAS would keep 30 MB of buffers for this.)
    """
    weights, config = checkpoint.weights, checkpoint.manifest.network
    graph = OnnxGraph()
    graph.constant("embedding", weights["embedding.weight"])  # (V, E)
    graph.constant("input_weight", np.ascontiguousarray(_gates(weights["lstm.weight_ih_l0"]).T))  # (E, 4H)
    graph.constant("input_bias", _bias(weights, 0))
    topics = graph.node("MatMul", ["embedding", "input_weight"], ["topics"])
    graph.output(graph.node("Add", [topics, "input_bias"], ["symbols"]), np.float32, ["V", 4 * config.hidden])
    if config.parts:
        graph.constant("part", weights["part.weight"])  # (parts + 1, E)
        graph.output(topics, np.float32, ["V", 4 * config.hidden])
        graph.output(graph.node("MatMul", ["part", "input_weight"], ["parts"]), np.float32, ["P", 4 * config.hidden])
    return graph.to_bytes(_OPSETS)


def step_graph(checkpoint: Checkpoint) -> bytes:
    """The ONNX model of one step: N streams' symbols and memory in, N rows of logits and their new memory out.

    Inputs: `first_input` (N, 4H), the first layer's input product (see `input_graph`); of each layer `hidden_…` (N, H)
    uint8 and `cell_…` (N, H) fp32. Outputs: `logits` (N, V); of each layer `new_hidden_…`, `new_cell_…`. No row's
    numbers depend on the other rows.
    """
    weights, config = checkpoint.weights, checkpoint.manifest.network
    graph = OnnxGraph()
    graph.constant("hidden_scale", np.array(1 / HIDDEN_STEPS, dtype=np.float32))
    graph.constant("hidden_zero", np.array(HIDDEN_ZERO, dtype=np.uint8))
    graph.constant("three_and_one", np.array([3 * config.hidden, config.hidden]))
    graph.constant("three", np.array([config.hidden] * 3))
    below = graph.input("first_input", np.float32, ["N", 4 * config.hidden])
    for layer in range(config.layers):
        below = _layer(graph, weights, config, layer, below)
    _product(graph, "logits", below, weights["output.weight"], weights["output.bias"])
    graph.output("logits", np.float32, ["N", checkpoint.vocabulary.size])
    return graph.to_bytes(_OPSETS)


def _layer(graph: OnnxGraph, weights: Weights, config: NetworkConfig, layer: int, below: str) -> str:
    """One LSTM layer; `below` names its input, (N, H) uint8, or in the first layer the input's product, (N, 4H)."""
    shape: Shape = ["N", config.hidden]
    hidden = graph.input(f"hidden_{layer}", np.uint8, shape)
    cell = graph.input(f"cell_{layer}", np.float32, shape)

    def node(operator: str, inputs: list[str], output: str) -> str:
        return graph.node(operator, inputs, [f"{output}_{layer}"])

    recurrent = _gates(weights[f"lstm.weight_hh_l{layer}"])  # (4H, H)
    if layer == 0:
        gates = node("Add", [_product(graph, "product_0", hidden, recurrent), below], "gates")  # (N, 4H)
    else:
        # Both are hidden states and have one scale: one product instead of two.
        both = np.concatenate([_gates(weights[f"lstm.weight_ih_l{layer}"]), recurrent], axis=1)  # (4H, 2H)
        joined = graph.node("Concat", [below, hidden], [f"joined_{layer}"], axis=1)  # (N, 2H)
        gates = _product(graph, f"gates_{layer}", joined, both, _bias(weights, layer))
    # Hochreiter & Schmidhuber 1997, with forget gates.
    valves, candidate = f"valves_{layer}", f"candidate_{layer}"
    graph.node("Split", [gates, "three_and_one"], [valves, candidate], axis=1)
    let_in, keep, let_out = f"let_in_{layer}", f"keep_{layer}", f"let_out_{layer}"
    graph.node("Split", [node("Sigmoid", [valves], "opened"), "three"], [let_in, keep, let_out], axis=1)
    kept = node("Mul", [keep, cell], "kept")
    added = node("Mul", [let_in, node("Tanh", [candidate], "squashed")], "added")
    new_cell = node("Add", [kept, added], "new_cell")
    exact = node("Mul", [let_out, node("Tanh", [new_cell], "shown")], "exact_hidden")
    new_hidden = node("QuantizeLinear", [exact, "hidden_scale", "hidden_zero"], "new_hidden")
    graph.output(new_hidden, np.uint8, shape)
    graph.output(new_cell, np.float32, shape)
    return new_hidden


def _product(graph: OnnxGraph, name: str, hidden: str, weight: Array, bias: Array | None = None) -> str:
    """(N, K) hidden states times (M, K) weights in whole numbers, then as fp32 (N, M), plus `bias`."""
    quantised, scale = quantise(weight)
    inputs = [
        hidden,
        graph.constant(f"{name}_weight", np.ascontiguousarray(quantised.T)),
        "hidden_scale",
        graph.constant(f"{name}_scale", scale),
        "hidden_zero",
        "",  # the weights' zero is 0
    ]
    if bias is not None:
        inputs.append(graph.constant(f"{name}_bias", bias))
    return graph.node("MatMulIntegerToFloat", inputs, [name], domain="com.microsoft")


def quantise(weight: Array) -> tuple[npt.NDArray[np.int8], Array]:
    """(M, K) weights → whole numbers -127 … 127 of the same shape and (M,) what one of each row's steps is worth."""
    scale = np.abs(weight).max(axis=1) / np.float32(127)  # (M,)
    scale[scale == 0] = 1
    return np.rint(weight / scale[:, None]).astype(np.int8), scale


def _bias(weights: Weights, layer: int) -> Array:
    """(4H,) torch's two biases as one."""
    return _gates(weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"])


def _gates(rows: Array) -> Array:
    """(4H, …) in torch's order of gates (input, forget, cell, output) → the three valves first, the candidate last."""
    let_in, keep, candidate, let_out = np.split(rows, 4)
    return np.concatenate([let_in, keep, let_out, candidate])
