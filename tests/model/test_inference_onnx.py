"""The onnx package reads what we write without it."""

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import numpy_helper

from model.checkpoint import Checkpoint
from model.inference_graph import input_graph, step_graph
from model.inference_onnx import OnnxGraph


def test_the_onnx_package_finds_the_graph_of_a_network_valid(untrained: Checkpoint) -> None:
    model = onnx.load_from_string(step_graph(untrained))

    onnx.checker.check_model(model, full_check=True)

    assert [value.name for value in model.graph.input] == ["first_input", "hidden_0", "cell_0", "hidden_1", "cell_1"]
    assert {value.name for value in model.graph.output} == {
        "logits", "new_hidden_0", "new_cell_0", "new_hidden_1", "new_cell_1",
    }  # fmt: skip
    shape = model.graph.input[1].type.tensor_type.shape
    assert [size.dim_param or size.dim_value for size in shape.dim] == ["N", 16]


def test_the_onnx_package_finds_the_graph_of_its_input_valid(untrained: Checkpoint) -> None:
    model = onnx.load_from_string(input_graph(untrained))

    onnx.checker.check_model(model, full_check=True)

    assert [value.name for value in model.graph.output] == ["symbols"]


@pytest.mark.parametrize("element", [np.float32, np.uint8, np.int8, np.int64])
def test_constants_come_back_as_they_were(element: type[np.generic]) -> None:
    array = np.arange(-6, 6).reshape(3, 4).astype(element)
    graph = OnnxGraph()
    graph.constant("a", array)

    (found,) = onnx.load_from_string(graph.to_bytes({"": 17})).graph.initializer

    assert found.name == "a"
    assert np.array_equal(numpy_helper.to_array(found), array)
    assert numpy_helper.to_array(found).dtype == element


@given(st.integers(0, 2**63 - 1))
def test_every_whole_number_survives(number: int) -> None:
    graph = OnnxGraph()
    graph.node("Concat", ["a", "", "b"], ["c"], domain="x", axis=number)

    (node,) = onnx.load_from_string(graph.to_bytes({"": 17})).graph.node

    assert (node.op_type, node.domain, list(node.input), list(node.output)) == ("Concat", "x", ["a", "", "b"], ["c"])
    (attribute,) = node.attribute
    assert (attribute.name, attribute.i) == ("axis", number)
