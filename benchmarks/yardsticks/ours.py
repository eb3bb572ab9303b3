"""Wallflower's own training, writing and network as one of the systems of a comparison."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import torch

from benchmarks.yardsticks.budget import Budget, Clock
from benchmarks.yardsticks.held_out import STREAMS
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.rnn import FittedRnn
from benchmarks.yardsticks.system import Learned
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.dataset import Split
from model.network import Network
from model.planning import Plan, plan
from model.sampling import SamplingOptions
from model.speed import multiplications_per_s
from model.training import train
from model.training_progress import Progress
from model.vocabulary import END, Ids
from model.writing import WritingBatch


def ours(
    material: Material,
    budget: Budget,
    seed: int,
    on_plan: Callable[[Plan], None] = lambda plan: None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Learned:
    """`model.training.train` as planned for this corpus, machine and time; the best weights by `validation` count.

    The clock runs from before the planning, of which `on_plan` hears, to the last checkpoint's being on the disk.
    """
    clock = Clock()
    settings = planned(material, budget, seed)
    on_plan(settings)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "ours"
        parts = Split(material.training, material.validation)
        result = train(parts, folder, settings.network, settings.training, on_progress)
        spent = clock.spent(round(result.epochs * material.characters), result.steps)
        return Learned(FittedCheckpoint(checkpoints.load(folder / BEST)), spent)


def planned(material: Material, budget: Budget, seed: int) -> Plan:
    """What our planning chooses for torch's number of threads."""
    minutes, threads = budget.seconds / 60, torch.get_num_threads()
    if budget.steps is None:
        return plan(material.characters, minutes, threads, seed, multiplications_per_s(minutes))
    chosen = plan(material.characters, minutes, threads, seed)
    return replace(chosen, training=replace(chosen.training, minutes=None, steps=budget.steps))


def network_of(checkpoint: Checkpoint) -> Network:
    """The network of a checkpoint as it was trained, in fp32."""
    network = Network(checkpoint.manifest.network, checkpoint.vocabulary.size)
    weights = {name: array for name, array in checkpoint.weights.items() if not name.startswith("start.")}
    network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
    return network.eval()


class FittedCheckpoint:
    """The port `Fitted`, over a checkpoint: judged like the others, written with by the product's own writer."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._network = FittedRnn(network_of(checkpoint))

    @property
    def parameters(self) -> int:
        """Numbers that it learned."""
        return self._network.parameters

    def bits_per_character(self, run: Ids, streams: int = STREAMS) -> float:
        """In fp32, with the state carried over the whole of `run` (N,), read as so many streams side by side."""
        return self._network.bits_per_character(run, streams)

    def symbols(self, temperature: float, seed: int) -> Iterator[int]:
        """Post after post, one at a time."""
        batch: WritingBatch[int] = WritingBatch(self._checkpoint)
        for number in count(seed):
            batch.join(number, "", SamplingOptions(temperature, seed=number))
            while len(batch):
                for _, sample in batch.step():
                    yield from self._checkpoint.vocabulary.encode(sample.text).tolist()
                    yield END
