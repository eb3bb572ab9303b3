"""The network's forward pass for writing: int8 weights on ONNX Runtime, one symbol of many streams at a time. No torch.

A stream's numbers are the same to the last bit alone and in any company: products are of whole numbers, hence exact in
any order (see `inference_graph`), and all else goes element by element.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime

from model.checkpoint import Checkpoint
from model.inference_graph import HIDDEN_STEPS, HIDDEN_ZERO, input_graph, step_graph
from model.told import NO_TOPIC
from model.vocabulary import Ids

# Streams that are computed together. More gain nothing (2×512: 94 µs a character alone, 28 by 8, 25 by 16 or by 64)
# and take more memory; fewer are not worth waking a thread for.
_ROWS_AT_ONCE = 32
_ONLY_ERRORS = 3  # ONNX Runtime's level of severity

Array = npt.NDArray[np.float32]
Told = tuple[int, int, int]  # a row, its topic and its part (see `model.told`)


@dataclass(frozen=True, slots=True)
class Memory:
    """What the network remembers of one stream: hidden state, (layers, H) uint8, and cell state, (layers, H)."""

    hidden: npt.NDArray[np.uint8]
    cell: Array


class State:
    """What the network remembers of each of a number of streams, what they read and the logits they got.

    All in place: ONNX Runtime reads and writes these very arrays, for which it is bound once for each range of rows.
    Copying in and out took a fifth of a step of one stream.
    """

    def __init__(self, start: Memory, rows: int, vocabulary_size: int) -> None:
        self.hidden = np.repeat(start.hidden[:, None], rows, axis=1)  # (layers, rows, H)
        self.cell = np.repeat(start.cell[:, None], rows, axis=1)  # (layers, rows, H)
        # What the first layer adds up of each row's symbol and of what is told of it.
        self.first_input = np.empty((rows, 4 * start.hidden.shape[1]), dtype=np.float32)
        self.logits = np.empty((rows, vocabulary_size), dtype=np.float32)
        self._bindings: dict[tuple[int, int], onnxruntime.IOBinding] = {}

    def memory(self, row: int) -> Memory:
        """A copy of one row's."""
        return Memory(self.hidden[:, row].copy(), self.cell[:, row].copy())

    def put(self, row: int, memory: Memory) -> None:
        """Let a row go on from `memory`."""
        self.hidden[:, row], self.cell[:, row] = memory.hidden, memory.cell

    def binding(self, session: onnxruntime.InferenceSession, first: int, end: int) -> onnxruntime.IOBinding:
        """These rows as inputs and outputs of one step.

        The new memory may overwrite the old: of what is written, nothing can be computed before the old has been read.
        """
        found = self._bindings.get((first, end))
        if found is not None:
            return found
        rows = slice(first, end)
        binding = session.io_binding()
        _bind(binding.bind_input, "first_input", self.first_input[rows])
        _bind(binding.bind_output, "logits", self.logits[rows])
        for layer in range(len(self.hidden)):
            for name, array in (("hidden", self.hidden[layer, rows]), ("cell", self.cell[layer, rows])):
                _bind(binding.bind_input, f"{name}_{layer}", array)
                _bind(binding.bind_output, f"new_{name}_{layer}", array)
        self._bindings[first, end] = binding
        return binding


class Int8Network:
    """The network of a checkpoint, for writing and for measuring what writes."""

    def __init__(self, checkpoint: Checkpoint, threads: int = 1) -> None:
        """Takes 20 ms for 1×448, 130 ms for 2×512. Many streams are shared out among `threads`; none waits spinning."""
        weights = checkpoint.weights
        self._vocabulary_size = checkpoint.vocabulary.size
        hidden = np.rint(np.clip(weights["start.hidden"], -1, 1) * HIDDEN_STEPS) + HIDDEN_ZERO
        self.start = Memory(hidden.astype(np.uint8), weights["start.cell"].copy())
        self._session = _session(step_graph(checkpoint))
        symbols, *told = _session(input_graph(checkpoint)).run(None, {})
        self._symbols: Array = symbols  # (V, 4H)
        # Topics and parts, for a network that is told of them.
        self._told: tuple[Array, Array] | None = (told[0], told[1]) if told else None
        self.parts = checkpoint.manifest.network.parts
        self._threads = threads
        self._others = ThreadPoolExecutor(threads - 1, "inference") if threads > 1 else None

    def new_state(self, rows: int) -> State:
        """The state of `rows` streams at the end of a post, about to read what separates it from the next."""
        return State(self.start, rows, self._vocabulary_size)

    def step(self, ids: Ids | Sequence[int], state: State, told: Sequence[Told] = ()) -> Array:
        """Read one symbol of each of the first N streams, ids (N,); returns logits (N, V) of the symbol that follows.

        `told` is for those rows of which something is told; a network that is told nothing leaves it be. Rows beyond N
        keep their memory. The logits are overwritten by the state's next step.
        """
        count = len(ids)
        np.take(self._symbols, ids, axis=0, out=state.first_input[:count], mode="clip")
        if self._told is not None:
            of_topics, of_parts = self._told
            for row, topic, part in told:
                if topic != NO_TOPIC:
                    state.first_input[row] += of_topics[topic]
                state.first_input[row] += of_parts[min(part, self.parts)]
        parts = [
            state.binding(self._session, first, min(first + _ROWS_AT_ONCE, count))
            for first in range(0, count, _ROWS_AT_ONCE)
        ]
        if self._others is None or len(parts) == 1:
            self._run(parts)
            return state.logits[:count]
        shares = [parts[thread :: self._threads] for thread in range(min(self._threads, len(parts)))]
        elsewhere = [self._others.submit(self._run, share) for share in shares[1:]]
        self._run(shares[0])
        for share in elsewhere:
            share.result()
        return state.logits[:count]

    def _run(self, parts: Sequence[onnxruntime.IOBinding]) -> None:
        for part in parts:
            self._session.run_with_iobinding(part)


def _session(graph: bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(graph, _options(), providers=["CPUExecutionProvider"])


def _bind(bind: Callable[..., None], name: str, array: npt.NDArray[np.generic]) -> None:
    bind(name, "cpu", 0, array.dtype.type, array.shape, array.ctypes.data)


def _options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    # One thread a call: a small step is over before a second thread has woken, and threads of ONNX Runtime's own would
    # either spin beside a training or sleep too deep. Big batches are cut in parts instead, each on its own thread.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # it would remember one plan for each number of streams
    options.log_severity_level = _ONLY_ERRORS
    return options
