"""Fit a network to posts within a budget of minutes or steps. A killed run goes on where it last saved.

A budget of steps is trained on one thread and repeatable to the bit. A budget of minutes takes as many threads as pay
at the moment (see model.threads); how they wait for each other is set in model/__init__.py, before torch is imported.
"""

import math
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from model import checkpoint as checkpoints
from model.checkpoint import BEST, LAST, MANIFEST, Manifest, Weights
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import Streams, corpus_hash, rows, split, symbols
from model.errors import BadOption, Diverged, OtherRun, UnusableCheckpoint
from model.network import Network, State
from model.planning import plan
from model.threads import ThreadCount
from model.training_progress import Progress, TrainingResult
from model.training_state import Position, pack, unpack
from model.vocabulary import Vocabulary

REPORT_EVERY_S = 0.5
# Reading more held-out text at every validation would cost more of the budget than the sharper figure is worth:
# over 60,000 characters it is good to about 0.01 bits.
MOST_VALIDATION_SYMBOLS = 60_000
_VALIDATION_STREAMS = 32
_VALIDATION_LENGTH = 256
_POSTS_BEFORE_THE_START = 64
_MOST_TRAINING_STATE_BYTES = 8 * 2**30


def train(
    posts: Sequence[str],
    folder: Path,
    network_config: NetworkConfig | None = None,
    training_config: TrainingConfig | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> TrainingResult:
    """Fit a network to `posts` and keep its best and last checkpoint in `folder`, whose name is the run's.

    If `folder` holds a run on the same posts that was killed, goes on with it; a finished one is returned as it is.
    Settings that are None are the held run's, or planned for ten minutes on this machine. On a CPU a run with a budget
    of steps gives the same weights to the bit whether it was killed or not. Raises BadOption, TooLittleText, OtherRun,
    UnusableCheckpoint, Diverged.
    """
    run = _Run(posts, folder, network_config, training_config, on_progress or (lambda progress: None))
    return run.go()


def learning_rate(config: TrainingConfig, share: float) -> float:
    """A straight rise over the warm-up's share of the budget, then half a cosine down to zero."""
    if share < config.warm_up:
        return config.learning_rate * (share + 1e-3) / (config.warm_up + 1e-3)
    falling = min(1.0, (share - config.warm_up) / max(1e-9, 1 - config.warm_up))
    return config.learning_rate * 0.5 * (1 + math.cos(math.pi * falling))


class _Run:
    def __init__(
        self,
        posts: Sequence[str],
        folder: Path,
        network_config: NetworkConfig | None,
        training_config: TrainingConfig | None,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self.started = time.monotonic()
        self.folder = folder
        self.name = checkpoints.check_run_name(folder.name)
        self.on_progress = on_progress
        self.hash = corpus_hash(posts)
        self.posts = len(posts)
        self.characters = sum(len(post) for post in posts)
        held = self._held(network_config, training_config)
        if held is not None:
            network_config, training_config = held.network, held.training
        if network_config is None or training_config is None:
            planned = plan(self.characters, minutes=10, cores=os.cpu_count() or 1)
            network_config, training_config = network_config or planned.network, training_config or planned.training
        self.config = training_config
        self.device = _device(training_config)

        parts = split(posts, training_config.seed)
        checkpoints.make_folder(folder)  # what can't be written should be known before the first minutes are spent
        self.vocabulary = Vocabulary.of(parts.training)
        self.streams = Streams(
            parts.training, self.vocabulary, training_config.batch, training_config.length, training_config.seed
        )
        held_out = symbols(parts.validation, self.vocabulary)[:MOST_VALIDATION_SYMBOLS]
        self.some_posts = [
            torch.from_numpy(symbols([post], self.vocabulary)).to(self.device)
            for post in parts.validation[:_POSTS_BEFORE_THE_START]
        ]
        self.held_out = torch.from_numpy(rows(held_out, min(_VALIDATION_STREAMS, len(parts.validation)))).to(
            self.device
        )

        torch.manual_seed(training_config.seed)
        self.network = Network(network_config, self.vocabulary.size).to(self.device)
        self.optimizer = _optimizer(self.network, training_config)
        self.position = Position()
        self.state: State | None = None
        self.resumed = held is not None
        if held is not None:
            self._go_on_from(held)
        self.seconds_before = self.position.seconds
        repeatable = training_config.steps is not None
        self.threads = ThreadCount([1] if repeatable or self.device.type != "cpu" else [1, torch.get_num_threads()])
        self.last_validation: float | None = None
        self.loss_sum = torch.zeros((), device=self.device)
        self.symbols_since_report = 0
        self.reported = self.saved = time.monotonic()

    def go(self) -> TrainingResult:
        threads_before = torch.get_num_threads()
        try:
            self._train()
        finally:
            torch.set_num_threads(threads_before)
        position = self.position
        assert position.best is not None  # noqa: S101 - the end of the budget always brings a validation
        return TrainingResult(
            self.folder,
            position.best,
            position.step,
            self._epochs(),
            position.seconds,
            position.stopped_early,
            self.resumed,
        )

    def _train(self) -> None:
        position = self.position
        torch.set_num_threads(self.threads.count)
        if position.bf16 is None:
            position.bf16 = self._bf16_pays()
        while not position.finished:
            for ids, targets in self.streams.windows(position.epoch, position.window):
                begun = time.monotonic()
                self._step(torch.from_numpy(ids).to(self.device), torch.from_numpy(targets).to(self.device))
                self._choose_threads(begun)
                position.step += 1
                position.window += 1
                if self._is_finished_after_looking_around():
                    break
            else:
                position.epoch, position.window, self.state = position.epoch + 1, 0, None

    def _choose_threads(self, step_begun: float) -> None:
        now = time.monotonic()
        before = self.threads.count
        self.threads.took(now - step_begun, now)
        if self.threads.count != before:
            torch.set_num_threads(self.threads.count)

    def _step(self, ids: Tensor, targets: Tensor) -> None:
        """One update from a window, (B, T) each."""
        rate = learning_rate(self.config, self._share())
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.network.train()
        with torch.autocast(self.device.type, torch.bfloat16, enabled=bool(self.position.bf16)):
            logits, self.state = self.network(ids, self.state)  # (B, T, V)
        loss = cross_entropy(logits.flatten(0, 1), targets.flatten())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), self.config.clip)
        self.optimizer.step()
        self.loss_sum += loss.detach() * ids.numel()
        self.symbols_since_report += ids.numel()

    def _is_finished_after_looking_around(self) -> bool:
        """After a step: validate, report and save where that is due. None of it touches the random generators."""
        position = self.position
        share = self._share()
        due = min(self.config.validations, int(share * self.config.validations))
        if due > position.validated:
            position.validated = due
            self._report()
            self._judge()
        now = time.monotonic()
        if now - self.reported >= REPORT_EVERY_S:
            self._report()
        if position.finished or now - self.saved >= self.config.save_every_s:
            self._save_last()
        return position.finished

    def _judge(self) -> None:
        """Read the held-out posts, keep the weights if they are the best so far, decide whether to stop."""
        position = self.position
        self.last_validation = bpc = self._bits_per_character()
        if not math.isfinite(bpc):
            raise Diverged(position.step, self.config.learning_rate)
        if position.best is None or bpc < position.best:
            position.best, position.without_better = bpc, 0
            checkpoints.save(self.folder / BEST, self._manifest(bpc), self.vocabulary, self._weights())
        else:
            position.without_better += 1
        position.stopped_early = 0 < self.config.patience <= position.without_better and self._share() < 1
        position.finished = position.stopped_early or self._share() >= 1

    @torch.no_grad()
    def _bits_per_character(self) -> float:
        """Mean of -log2 p(next symbol) over the held-out streams with carried state; END counts as a symbol."""
        self.network.eval()
        state: State | None = None
        total = torch.zeros((), dtype=torch.float64, device=self.device)
        for start in range(0, self.held_out.shape[1] - 1, _VALIDATION_LENGTH):
            window = self.held_out[:, start : start + _VALIDATION_LENGTH + 1]  # (B, T + 1)
            with torch.autocast(self.device.type, torch.bfloat16, enabled=bool(self.position.bf16)):
                logits, state = self.network(window[:, :-1], state)
            total += cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten(), reduction="sum")
        return float(total) / (self.held_out[:, 1:].numel() * math.log(2))

    def _report(self) -> None:
        now = time.monotonic()
        bpc = None
        if self.symbols_since_report:
            bpc = float(self.loss_sum) / (self.symbols_since_report * math.log(2))
            if not math.isfinite(bpc):
                raise Diverged(self.position.step, self.config.learning_rate)
        share = self._share()
        spent = self._spent_s()
        left = self.config.minutes * 60 - spent if self.config.minutes else spent / max(share, 1e-9) - spent
        self.on_progress(
            Progress(
                step=self.position.step,
                epoch=self._epochs(),
                share=min(1.0, share),
                seconds_left=max(0.0, left),
                characters_per_s=self.symbols_since_report / max(now - self.reported, 1e-9),
                training_bpc=bpc,
                validation_bpc=self.last_validation,
                best_bpc=self.position.best,
            )
        )
        self.loss_sum.zero_()
        self.symbols_since_report = 0
        self.reported = now

    def _save_last(self) -> None:
        self._report()  # also makes sure that no weights are kept which are no numbers
        self.position.seconds = self._spent_s()
        checkpoints.save(
            self.folder / LAST,
            self._manifest(self.last_validation),
            self.vocabulary,
            self._weights(),
            pack(self.position, self.optimizer, self.state),
        )
        self.saved = time.monotonic()

    def _held(self, network: NetworkConfig | None, training: TrainingConfig | None) -> Manifest | None:
        """The manifest of the run that the folder holds already, if this one may go on with it. Raises OtherRun."""
        if not (self.folder / LAST / MANIFEST).exists():
            return None
        held = checkpoints.read_manifest(self.folder / LAST)
        if held.corpus_hash != self.hash:
            raise OtherRun(self.folder, "other posts")
        if network not in (None, held.network):
            raise OtherRun(self.folder, "a network of another shape")
        if training not in (None, held.training):
            raise OtherRun(self.folder, "other training settings")
        return held

    def _go_on_from(self, held: Manifest) -> None:
        saved = checkpoints.load(self.folder / LAST)
        path = self.folder / LAST
        if saved.vocabulary != self.vocabulary:
            raise UnusableCheckpoint(path, "it was written by another version", "Remove this run's folder.")
        learned = {name: torch.from_numpy(array) for name, array in saved.weights.items() if name[:6] != "start."}
        self.network.load_state_dict(learned)
        data = checkpoints.read_file(path, held, "training", _MOST_TRAINING_STATE_BYTES)
        self.position, self.state = unpack(data, path, self.network, self.optimizer, self.streams.batch)

    def _manifest(self, bpc: float | None) -> Manifest:
        return Manifest(
            run=self.name,
            network=self.network.config,
            training=self.config,
            vocabulary_size=self.vocabulary.size,
            corpus_hash=self.hash,
            posts=self.posts,
            characters=self.characters,
            steps=self.position.step,
            epochs=round(self._epochs(), 3),
            seconds=round(self._spent_s(), 1),
            bits_per_character=bpc,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files={},
        )

    def _weights(self) -> Weights:
        self.network.eval()
        tensors = dict(self.network.state_dict())
        tensors["start.hidden"], tensors["start.cell"] = self.network.memory_after(self.some_posts)
        return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}

    def _spent_s(self) -> float:
        return self.seconds_before + time.monotonic() - self.started

    def _share(self) -> float:
        """How much of the budget is spent, 0 to 1 and a little beyond."""
        if self.config.minutes is not None:
            return self._spent_s() / (self.config.minutes * 60)
        return self.position.step / (self.config.steps or 1)

    def _epochs(self) -> float:
        return self.position.epoch + self.position.window / self.streams.windows_per_epoch

    def _bf16_pays(self) -> bool:
        """Two timed passes decide: processors without bf16 instructions are slower with it."""
        if self.config.precision != "auto":
            return self.config.precision == "bf16"
        ids, targets = (torch.from_numpy(part).to(self.device) for part in next(self.streams.windows(0, 0)))
        fastest = {False: math.inf, True: math.inf}
        with torch.random.fork_rng():
            for bf16 in (False, True, False, True, False, True):
                begun = time.perf_counter()
                with torch.autocast(self.device.type, torch.bfloat16, enabled=bf16):
                    logits, _ = self.network(ids)
                loss = cross_entropy(logits.flatten(0, 1), targets.flatten())
                loss.backward()  # type: ignore[no-untyped-call]
                if self.device.type == "cuda":
                    torch.cuda.synchronize()
                fastest[bf16] = min(fastest[bf16], time.perf_counter() - begun)
        self.optimizer.zero_grad(set_to_none=True)
        return fastest[True] < fastest[False]


def _device(config: TrainingConfig) -> torch.device:
    if config.device == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if config.device == "cuda" and not torch.cuda.is_available():
        raise BadOption("This machine has no GPU that torch can use. Train on the CPU: device auto or cpu.")
    return torch.device(config.device)


def _optimizer(network: Network, config: TrainingConfig) -> torch.optim.Optimizer:
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim == 1]
    return torch.optim.AdamW(
        [{"params": matrices, "weight_decay": config.weight_decay}, {"params": vectors, "weight_decay": 0.0}],
        lr=config.learning_rate,
        betas=(0.9, 0.99),
        fused=True,
    )
