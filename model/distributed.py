"""Several processes that train one network together, as `torchrun` starts them: one a GPU, or one a machine.

Each reads some of the streams; gradients are averaged at every step, so all keep the same weights. The first process,
the chief, knows posts, settings and files and tells the others what they need. One process alone is the ordinary case.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch import distributed as dist

from model.configuration import NetworkConfig, TrainingConfig
from model.torchrun import Process


@dataclass(frozen=True, slots=True)
class Task:
    """What the chief tells the others: the posts to learn from, the shapes, and the state of a run that goes on."""

    posts: list[str]
    characters: str
    network: NetworkConfig
    training: TrainingConfig
    saved: bytes | None

    def to_bytes(self) -> bytes:
        """What `from_bytes` takes: a line of JSON, then the saved state."""
        plain = {
            "posts": self.posts,
            "characters": self.characters,
            "network": self.network.to_json(),
            "training": self.training.to_json(),
            "goes_on": self.saved is not None,
        }
        return json.dumps(plain).encode() + b"\n" + (self.saved or b"")

    @classmethod
    def from_bytes(cls, data: bytes) -> "Task":
        """Read what `to_bytes` wrote."""
        head, _, saved = data.partition(b"\n")
        plain = json.loads(head)
        return cls(
            plain["posts"],
            plain["characters"],
            NetworkConfig.from_json(plain["network"]),
            TrainingConfig.from_json(plain["training"]),
            saved if plain["goes_on"] else None,
        )


class Workers:
    """The processes of this training, and which of them this one is."""

    def __init__(self, process: Process) -> None:
        self.rank = process.rank
        self.count = process.count
        self.local_rank = process.local_rank

    def tell(self, task: Task) -> None:
        """Say to all others what there is to do (the chief)."""
        if self.count > 1:
            data = torch.frombuffer(bytearray(task.to_bytes()), dtype=torch.uint8)
            dist.broadcast(torch.tensor([data.numel()]), src=0)
            dist.broadcast(data, src=0)

    def hear(self) -> Task:
        """What the chief says there is to do (the others)."""
        size = torch.zeros(1, dtype=torch.int64)
        dist.broadcast(size, src=0)
        data = torch.zeros(int(size), dtype=torch.uint8)
        dist.broadcast(data, src=0)
        return Task.from_bytes(data.numpy().tobytes())

    def agree(self, share: float, *, finished: bool) -> tuple[float, bool]:
        """What the chief says of the budget's share that is spent, and of the end: the same in every process."""
        if self.count == 1:
            return share, finished
        said = torch.tensor([share, float(finished)], dtype=torch.float64)
        dist.broadcast(said, src=0)
        return float(said[0]), bool(said[1])

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Make every process's gradients the mean of all of them, in one message."""
        if self.count == 1:
            return
        gradients = [p.grad for p in parameters if p.grad is not None]
        together = torch.cat([gradient.flatten() for gradient in gradients])
        dist.all_reduce(together)
        together /= self.count
        for gradient, averaged in zip(gradients, torch.split(together, [g.numel() for g in gradients]), strict=True):
            gradient.copy_(averaged.view_as(gradient))

    def same_everywhere(self, tensors: Iterable[Tensor]) -> None:
        """Overwrite `tensors` with the chief's."""
        if self.count > 1:
            for tensor in tensors:
                dist.broadcast(tensor, src=0)


@contextmanager
def workers() -> Iterator[Workers]:
    """The processes that torchrun started, joined for the time of the block; else this one alone.

    A caller that has joined them in a way of its own (torch.distributed.init_process_group) parts them, too. Raises
    BadOption.
    """
    process = Process.this()
    if process.count == 1:
        yield Workers(process)
        return
    with_gpu = torch.cuda.is_available()
    if with_gpu:
        torch.cuda.set_device(process.local_rank)
    joined_by_caller = dist.is_initialized()
    if not joined_by_caller:
        # gloo beside nccl: words travel from the processor's memory, gradients and weights from where they are.
        dist.init_process_group("cpu:gloo,cuda:nccl" if with_gpu else "gloo")
    try:
        yield Workers(process)
        if not joined_by_caller:
            # gloo may abort a process that leaves while another still speaks to it: all leave together.
            dist.all_reduce(torch.zeros(1))
    finally:
        if not joined_by_caller:
            dist.destroy_process_group()
