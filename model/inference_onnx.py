"""A computation graph as the bytes of an ONNX model: as much of the format as `inference_graph` needs, and no more.

The `onnx` package writes such bytes too, but costs the writer process 12 MB and a quarter of its start; a test has that
package read what is written here. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; bytes:
https://protobuf.dev/programming-guides/encoding/.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

# ONNX's numbers of element types.
_ELEMENT_TYPES = {
    np.dtype(np.float32): 1,
    np.dtype(np.uint8): 2,
    np.dtype(np.int8): 3,
    np.dtype(np.int64): 7,
}
_IR_VERSION = 8  # of ONNX 1.13: old enough for every runtime that knows the operators
_INT = 2  # AttributeProto.AttributeType

Shape = Sequence[int | str]


class OnnxGraph:
    """Nodes, constants, inputs and outputs, put together one by one. Names are the caller's and must differ."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._inputs: list[bytes] = []
        self._outputs: list[bytes] = []

    def constant(self, name: str, array: npt.NDArray[np.generic]) -> str:
        """A value that never changes; returns its name."""
        dims = b"".join(_number(1, size) for size in array.shape)
        data = _bytes(9, array.astype(array.dtype.newbyteorder("<")).tobytes())
        self._constants.append(_bytes(5, dims + _number(2, _ELEMENT_TYPES[array.dtype]) + _text(8, name) + data))
        return name

    def input(self, name: str, element: npt.DTypeLike, shape: Shape) -> str:
        """A value that is given at each run; a text in its shape stands for a size that may change."""
        self._inputs.append(_bytes(11, _value(name, element, shape)))
        return name

    def output(self, name: str, element: npt.DTypeLike, shape: Shape) -> None:
        """Let each run give back the value of this name."""
        self._outputs.append(_bytes(12, _value(name, element, shape)))

    def node(
        self, operator: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **attributes: int
    ) -> str:
        """Compute `outputs` from `inputs`; an empty name is an input that is left out. Returns the first output's name.

        Nodes run in the order in which they are added.
        """
        told = [
            *(_text(1, name) for name in inputs),
            *(_text(2, name) for name in outputs),
            _text(4, operator),
            *(_bytes(5, _text(1, key) + _number(3, value) + _number(20, _INT)) for key, value in attributes.items()),
            _text(7, domain),
        ]
        self._nodes.append(_bytes(1, b"".join(told)))
        return outputs[0]

    def to_bytes(self, opsets: Mapping[str, int]) -> bytes:
        """The whole model. `opsets` names each domain's version; the domain of ONNX itself is the empty text."""
        graph = b"".join([*self._nodes, _text(2, "step"), *self._constants, *self._inputs, *self._outputs])
        imports = (_bytes(8, _text(1, domain) + _number(2, version)) for domain, version in opsets.items())
        return _number(1, _IR_VERSION) + _bytes(7, graph) + b"".join(imports)


def _value(name: str, element: npt.DTypeLike, shape: Shape) -> bytes:
    """ValueInfoProto: a name, an element type and a shape."""
    sizes = (_bytes(1, _number(1, size) if isinstance(size, int) else _text(2, size)) for size in shape)
    tensor = _number(1, _ELEMENT_TYPES[np.dtype(element)]) + _bytes(2, b"".join(sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _number(field: int, value: int) -> bytes:
    """A field that holds a whole number from 0 up."""
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, data: bytes) -> bytes:
    """A field that holds bytes, or another message."""
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _text(field: int, text: str) -> bytes:
    return _bytes(field, text.encode())


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first, the top bit set on all but the last."""
    given = bytearray()
    while value > 0x7F:
        given.append(value & 0x7F | 0x80)
        value >>= 7
    given.append(value)
    return bytes(given)
