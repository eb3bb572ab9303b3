"""The steps of a training, as every process of it makes them. Knows no files and no held-out posts."""

import math
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from model.checkpoint import Weights
from model.configuration import TrainingConfig
from model.dataset import Streams, Window
from model.distributed import Task, Workers
from model.errors import BadOption, Diverged
from model.network import Network, State
from model.optimisation import AveragedWeights, learning_rate, optimizer
from model.separator import Separator
from model.threads import ThreadCount
from model.training_state import Position, unpack
from model.vocabulary import Vocabulary


class TrainingLoop:
    """Network, optimizer and where they stand. A run that goes on gives `weights` and, in the task, what was saved."""

    def __init__(self, task: Task, team: Workers, weights: Weights | None = None, path: Path = Path()) -> None:
        """`path` is named in errors. Raises BadOption, UnusableCheckpoint."""
        self.config = task.training
        self.team = team
        self.device = _device(task.training, team)
        vocabulary = Vocabulary(task.characters)
        separator = Separator.of(self.config.separator, vocabulary)
        self.streams = Streams(
            task.posts,
            vocabulary,
            separator,
            self.config.batch,
            self.config.length,
            self.config.seed,
            task.network.parts,
        )
        torch.manual_seed(self.config.seed)
        self.network = Network(task.network, len(task.characters) + 2).to(self.device)
        if weights is not None:
            self.network.load_state_dict({name: torch.from_numpy(array) for name, array in weights.items()})
        team.same_everywhere(self.network.state_dict().values())
        if self.streams.batch < team.count:
            raise BadOption(f"{self.streams.batch} streams can't be shared among {team.count} processes: start fewer.")
        if team.rank:
            torch.manual_seed(self.config.seed + team.rank)  # or all would leave out the same cells
        self.optimizer = optimizer(self.network, self.config)
        self.averaged = AveragedWeights(self.network, self.config.averaging)
        self.position = Position()
        self._state: State | None = None
        if task.saved is not None:
            self.position, state = unpack(task.saved, path, self.optimizer, self.averaged, self.streams.batch)
            self._state = state if team.count == 1 else None
        repeatable = self.config.steps is not None
        alone = repeatable or self.device.type != "cpu" or team.count > 1
        self._threads = ThreadCount([1] if alone else [1, torch.get_num_threads()])
        self._loss_sum = torch.zeros((), device=self.device)
        self._symbols = 0

    @property
    def epochs(self) -> float:
        """How often the training posts were read."""
        return self.position.epoch + self.position.window / self.streams.windows_per_epoch

    def go(
        self, spent_share: Callable[[], float] = lambda: 0.0, look_around: Callable[[], None] = lambda: None
    ) -> None:
        """Make steps until `position.finished`, which `look_around` sets after one of them; the chief's word counts."""
        threads_before = torch.get_num_threads()
        torch.set_num_threads(self._threads.count)
        try:
            self._steps(spent_share, look_around)
        finally:
            torch.set_num_threads(threads_before)

    def take_loss(self) -> tuple[float, float | None]:
        """Characters learned since the last call, an end counted as one, and their bits. Raises Diverged."""
        characters, bpc = self._symbols / self.streams.symbols_per_character, None
        if characters:
            bpc = float(self._loss_sum) / (characters * math.log(2))
            if not math.isfinite(bpc):
                raise Diverged(self.position.step, self.config.learning_rate)
        self._loss_sum.zero_()
        self._symbols = 0
        return characters, bpc

    def carried_state(self) -> State | None:
        """The memory of every stream. None with several processes, whose streams begin anew when the run goes on."""
        return self._state if self.team.count == 1 else None

    def _steps(self, spent_share: Callable[[], float], look_around: Callable[[], None]) -> None:
        position = self.position
        if position.bf16 is None:
            position.bf16 = self._bf16_pays()
        mine = slice(self.team.rank, None, self.team.count)
        while True:
            for window in self.streams.windows(position.epoch, position.window):
                share, position.finished = self.team.agree(spent_share(), finished=position.finished)
                if position.finished:
                    return
                begun = time.monotonic()
                self._step(*self._tensors(window, mine), share)
                self._choose_threads(begun)
                position.step += 1
                position.window += 1
                self.averaged.follow(position.step)
                look_around()
            position.epoch, position.window, self._state = position.epoch + 1, 0, None

    def _tensors(self, window: Window, mine: slice = slice(None)) -> tuple[Tensor, Tensor, Tensor | None]:
        """The streams of a window that this process reads: symbols, targets, and what is told of the symbols."""
        ids, targets = (torch.from_numpy(part[mine]).to(self.device) for part in (window.ids, window.targets))
        return ids, targets, None if window.told is None else torch.from_numpy(window.told[mine]).to(self.device)

    def _step(self, ids: Tensor, targets: Tensor, told: Tensor | None, share: float) -> None:
        """One update from a window (see `_tensors`) when `share` of the budget is spent."""
        rate = learning_rate(self.config, share)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.network.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bool(self.position.bf16)):
            logits, self._state = self.network(ids, self._state, told)  # (B, T, V)
        loss = cross_entropy(logits.flatten(0, 1), targets.flatten())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        self.team.average_gradients(self.network.parameters())
        nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip)
        self.optimizer.step()
        self._loss_sum += loss.detach() * ids.numel()
        self._symbols += ids.numel()

    def _choose_threads(self, step_begun: float) -> None:
        now = time.monotonic()
        before = self._threads.count
        self._threads.took(now - step_begun, now)
        if self._threads.count != before:
            torch.set_num_threads(self._threads.count)

    def _bf16_pays(self) -> bool:
        """Two timed passes decide: processors without bf16 instructions are slower with it."""
        if self.config.precision != "auto":
            return self.config.precision == "bf16"
        ids, targets, told = self._tensors(next(self.streams.windows(0, 0)))
        fastest = {False: math.inf, True: math.inf}
        with torch.random.fork_rng():
            for bf16 in (False, True, False, True, False, True):
                begun = time.perf_counter()
                with torch.autocast(self.device.type, torch.bfloat16, enabled=bf16):
                    logits, _ = self.network(ids, None, told)
                loss = cross_entropy(logits.flatten(0, 1), targets.flatten())
                loss.backward()  # type: ignore[no-untyped-call]
                if self.device.type == "cuda":
                    torch.cuda.synchronize()
                fastest[bf16] = min(fastest[bf16], time.perf_counter() - begun)
        self.optimizer.zero_grad(set_to_none=True)
        return fastest[True] < fastest[False]


def _device(config: TrainingConfig, team: Workers) -> torch.device:
    if config.device == "cuda" and not torch.cuda.is_available():
        raise BadOption("This machine has no GPU that torch can use. Train on the CPU: device auto or cpu.")
    if config.device == "cpu" or not torch.cuda.is_available():
        return torch.device("cpu")
    return torch.device("cuda", team.local_rank)
