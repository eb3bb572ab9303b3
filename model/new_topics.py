"""Teach a network topics that have come since it was trained, and nothing else, so that it forgets nothing.

A topic is one row of the embedding, told at every symbol of its texts (`model.told`). It begins as the mean of the
topics that are known, and it alone is learned, from some twenty texts, in seconds: every other weight stays as it is,
and so does all that is written without the new topic. (Learning one vector for a frozen network: Lester et al., "The
Power of Scale for Parameter-Efficient Prompt Tuning", 2021.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from model import checkpoint as checkpoints
from model.beside import Beside
from model.checkpoint import BEST, Checkpoint, Weights
from model.dataset import Streams
from model.errors import BadOption
from model.held_out import HeldOut
from model.network import Network, State
from model.separator import Separator
from model.starting_point import StartingPoint, adapt
from model.told import Marks
from model.vocabulary import MOST_CHARACTERS, Vocabulary

_EPOCHS = 30
# Epochs without a better figure on the texts put aside, or where there are none on those that are learned.
_PATIENCE = 5
_STREAMS = 8
_LENGTH = 64
_LEARNING_RATE = 0.03


@dataclass(frozen=True, slots=True)
class Taught:
    """Bits per character of the new topics' texts, put aside or else learned, before and after."""

    before: float
    after: float
    steps: int


def teach(checkpoint: Checkpoint, beside: Beside, folder: Path, seed: int = 0) -> Taught:
    """Make `folder`, whose name is the run's, hold the checkpoint with the topics of `beside` learned as well.

    Repeatable to the bit, on one thread. Raises BadOption for a network that is told of no topics or knows these all,
    UnusableCheckpoint.
    """
    config = checkpoint.manifest.network
    known = checkpoint.vocabulary.characters
    new = "".join(c for c in beside.special if c not in known)
    if not config.parts:
        raise BadOption(f"{checkpoint.name} has learned no captions yet: train it first.")
    if not new or len(known) + len(new) > MOST_CHARACTERS:
        raise BadOption(f"There is no template that {checkpoint.name} could learn.")
    vocabulary = Vocabulary(known + new)
    start = StartingPoint.of_checkpoint(checkpoint)
    # Of no text: the new marks are never written, only read, so nothing is to be taken from what is.
    weights = adapt(start, vocabulary, (), config.parts)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        taught = _Teaching(checkpoint, vocabulary, weights, seed).learn(beside, new)
    finally:
        torch.set_num_threads(threads)
    manifest = replace(
        checkpoint.manifest,
        run=checkpoints.check_run_name(folder.name),
        vocabulary_size=vocabulary.size,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        started_from=start.title,
        templates=tuple(sorted({*checkpoint.manifest.templates, *beside.templates})),
        captions_hash=beside.hash,
        captions_bits_per_character=taught.after,
    )
    checkpoints.make_folder(folder)
    started = {name: array for name, array in checkpoint.weights.items() if name.startswith("start.")}
    checkpoints.save(folder / BEST, manifest, vocabulary, {**weights, **started})
    return taught


class _Teaching:
    """The network with all but some rows frozen; `weights` are given the rows that read best."""

    def __init__(self, checkpoint: Checkpoint, vocabulary: Vocabulary, weights: Weights, seed: int) -> None:
        self._config = replace(checkpoint.manifest.network, dropout=0.0, input_dropout=0.0, recurrent_dropout=0.0)
        self._vocabulary = vocabulary
        self._separator = Separator.of(checkpoint.manifest.training.separator, vocabulary)
        self._weights = weights
        self._seed = seed
        self._network = Network(self._config, vocabulary.size)
        self._network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
        self._network.requires_grad_(False)

    def learn(self, beside: Beside, new: str) -> Taught:
        rows = torch.from_numpy(self._vocabulary.encode(new))
        rows = rows[torch.from_numpy(Marks.of(self._vocabulary).topics)[rows]]
        table = self._network.embedding.weight.requires_grad_()
        learned = torch.zeros(len(table), 1)
        learned[rows] = 1.0
        table.register_hook(lambda gradient: gradient * learned)  # type: ignore[no-untyped-call]
        adam = torch.optim.Adam([table], lr=_LEARNING_RATE)
        streams = self._streams(beside.training)
        judge = HeldOut(
            beside.validation or beside.training,
            self._vocabulary,
            self._separator,
            torch.device("cpu"),
            self._config.parts,
        )
        before = best = judge.bits_per_character(self._network, bf16=False)
        steps = without_better = 0
        for epoch in range(_EPOCHS):
            steps += self._epoch(streams, epoch, adam)
            bits = judge.bits_per_character(self._network, bf16=False)
            if bits < best:
                best, without_better = bits, 0
                self._weights["embedding.weight"] = table.detach().numpy().copy()
            else:
                without_better += 1
                if without_better == _PATIENCE:
                    break
        return Taught(before, best, steps)

    def _streams(self, texts: Sequence[str]) -> Streams:
        return Streams(
            texts, self._vocabulary, self._separator, _STREAMS, _LENGTH, self._seed, parts=self._config.parts
        )

    def _epoch(self, streams: Streams, epoch: int, adam: torch.optim.Optimizer) -> int:
        """Read all texts once, a step a window; returns the steps."""
        self._network.train()
        state: State | None = None
        steps = 0
        for window in streams.windows(epoch, 0):
            assert window.told is not None  # noqa: S101 - the streams tell parts
            ids, targets, told = (torch.from_numpy(part) for part in (window.ids, window.targets, window.told))
            logits, state = self._network(ids, state, told)
            loss: Tensor = cross_entropy(logits.flatten(0, 1), targets.flatten())
            adam.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            adam.step()
            steps += 1
        return steps
