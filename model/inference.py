"""The network's forward pass in numpy, one symbol of many streams at a time. Needs no torch.

Computed in blocks of BLOCK rows, always: BLAS picks its kernel, and with it the order of additions, by the shape of the
matrices, so the same stream would come out a little different alone and in company. In blocks of one shape a stream's
numbers depend on nothing but itself.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.checkpoint import Checkpoint
from model.vocabulary import Ids

# Measured on one Zen 4 core, 2×256: a block of 8 costs 1.4 times a block of 2 and is four times as many streams.
BLOCK = 8

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class State:
    """What the network remembers of each stream: hidden and cell state, (layers, rows, H) each. Changed in place."""

    hidden: Array
    cell: Array


class NumpyNetwork:
    """The network of a checkpoint, for writing."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        weights = checkpoint.weights
        config = checkpoint.manifest.network
        self.vocabulary_size = checkpoint.vocabulary.size
        self._hidden = config.hidden
        # sigmoid(x) = (1 + tanh(x / 2)) / 2: with three of the gates halved beforehand, one tanh serves all four.
        halve = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], dtype=np.float32), config.hidden)  # (4H,)
        first_input = weights["embedding.weight"] @ weights["lstm.weight_ih_l0"].T  # (V, 4H)
        self._first = np.ascontiguousarray((first_input + _bias(weights, 0)) * halve)
        self._first_recurrent = np.ascontiguousarray(weights["lstm.weight_hh_l0"].T * halve)  # (H, 4H)
        self._upper = []
        for layer in range(1, config.layers):
            both = np.concatenate([weights[f"lstm.weight_ih_l{layer}"], weights[f"lstm.weight_hh_l{layer}"]], axis=1)
            self._upper.append((np.ascontiguousarray(both.T * halve), _bias(weights, layer) * halve))  # (2H, 4H), (4H,)
        self._output = np.ascontiguousarray(weights["output.weight"].T)  # (H, V)
        self._output_bias = weights["output.bias"]
        self._start = weights["start.hidden"], weights["start.cell"]  # (layers, H) each

    def new_state(self, rows: int) -> State:
        """The state of `rows` streams that are about to read their first END; `rows` must be a multiple of BLOCK."""
        if rows % BLOCK:
            raise ValueError(f"rows must be a multiple of {BLOCK}")
        hidden, cell = (np.repeat(part[:, None], rows, axis=1) for part in self._start)
        return State(hidden, cell)

    def restart(self, state: State, row: int) -> None:
        """Let a row of `state` begin anew, for another stream."""
        state.hidden[:, row], state.cell[:, row] = self._start

    def step(self, ids: Ids, state: State) -> Array:
        """Read one symbol of each of the first N streams, ids (N,); returns logits (N, V) of the symbol that follows.

        N is a multiple of BLOCK; rows beyond N keep their state.
        """
        logits = np.empty((len(ids), self.vocabulary_size), dtype=np.float32)
        for start in range(0, len(ids), BLOCK):
            block = slice(start, start + BLOCK)
            logits[block] = self._step_block(ids[block], state.hidden[:, block], state.cell[:, block])
        return logits

    def _step_block(self, ids: Ids, hidden: Array, cell: Array) -> Array:
        gates = hidden[0] @ self._first_recurrent  # (BLOCK, 4H)
        gates += self._first[ids]
        x = self._cells(gates, hidden[0], cell[0])  # (BLOCK, H)
        for layer, (weight, bias) in enumerate(self._upper, start=1):
            gates = np.concatenate([x, hidden[layer]], axis=1) @ weight
            gates += bias
            x = self._cells(gates, hidden[layer], cell[layer])
        logits: Array = x @ self._output
        logits += self._output_bias
        return logits

    def _cells(self, gates: Array, hidden: Array, cell: Array) -> Array:
        """One layer's new state, written into `hidden` and `cell`. Hochreiter & Schmidhuber 1997, with forget gates."""
        np.tanh(gates, out=gates)
        size = self._hidden
        let_in = gates[:, :size] * 0.5 + 0.5
        keep = gates[:, size : 2 * size] * 0.5 + 0.5
        let_out = gates[:, 3 * size :] * 0.5 + 0.5
        cell *= keep
        cell += let_in * gates[:, 2 * size : 3 * size]
        np.multiply(let_out, np.tanh(cell), out=hidden)
        return hidden


def _bias(weights: dict[str, Array], layer: int) -> Array:
    return weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"]
