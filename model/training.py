"""Fit a network to posts within a budget of minutes or steps. A killed run goes on where it last saved.

A budget of steps is trained on one thread and repeatable to the bit. A budget of minutes takes as many threads as pay
at the moment (see model.threads); how they wait for each other is set in model/__init__.py, before torch is imported.
Several processes that torchrun started train one network (see model.distributed): the chief calls `train`, the others
`assist`, which needs neither the posts nor the folder.
"""

import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from torch import Tensor

from model import checkpoint as checkpoints
from model.beside import Beside
from model.checkpoint import BEST, LAST, MANIFEST, Manifest, Weights
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import Split, corpus_hash, split
from model.distributed import Task, Workers, workers
from model.errors import BadOption, Diverged, OtherRun
from model.held_out import HeldOut
from model.network import Network
from model.planning import plan
from model.separator import Separator, needed_characters
from model.starting_point import StartingPoint, adapt
from model.training_loop import TrainingLoop
from model.training_progress import Progress, TrainingResult
from model.training_state import pack
from model.vocabulary import Vocabulary

REPORT_EVERY_S = 0.5
_PLANNED_MINUTES = 10
_MOST_TRAINING_STATE_BYTES = 8 * 2**30


def train(
    posts: Sequence[str] | Split,
    folder: Path,
    network_config: NetworkConfig | None = None,
    training_config: TrainingConfig | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    start: StartingPoint | None = None,
    beside: Beside | None = None,
) -> TrainingResult:
    """Fit a network to `posts` and keep its best and last checkpoint in `folder`, whose name is the run's.

    `posts` are split here, or come split. If `folder` holds a run on the same posts that was killed, goes on with it; a
    finished one is returned as it is. Settings that are None are the held run's, or planned for ten minutes on this
    machine. On a CPU a run with a budget of steps gives the same weights to the bit whether it was killed or not. With
    a `start` the network begins as that one, whose shape it has. What is `beside` the posts is learned with them; the
    best checkpoint is then the one that reads both best, each by its share of what is learned.
    Raises BadOption, TooLittleText, OtherRun, UnusableCheckpoint, Diverged.
    """
    with workers() as team:
        report = on_progress or (lambda progress: None)
        return _Run(posts, folder, network_config, training_config, report, start, beside, team).go()


def assist() -> None:
    """Train beside the process that called `train`, until it is done. Raises Diverged."""
    with workers() as team:
        TrainingLoop(team.hear(), team).go()


class _Run:
    """A training as its folder keeps it: what it goes on from, what it reports, what it saves."""

    def __init__(
        self,
        posts: Sequence[str] | Split,
        folder: Path,
        network_config: NetworkConfig | None,
        training_config: TrainingConfig | None,
        on_progress: Callable[[Progress], None],
        start: StartingPoint | None,
        beside: Beside | None,
        team: Workers,
    ) -> None:
        self.started = time.monotonic()
        self.folder = folder
        self.name = checkpoints.check_run_name(folder.name)
        self.on_progress = on_progress
        everything = [*posts.training, *posts.validation] if isinstance(posts, Split) else posts
        self.hash = corpus_hash(everything)
        self.posts = len(everything)
        self.characters = sum(len(post) for post in everything)
        self.started_from = None if start is None else start.title
        self.beside = beside
        held = self._held(network_config, training_config)
        if held is not None:
            network_config, training_config, self.started_from = held.network, held.training, held.started_from
        if network_config is None or training_config is None:
            planned = plan(self.characters, _PLANNED_MINUTES, os.cpu_count() or 1)
            network_config, training_config = network_config or planned.network, training_config or planned.training
        if held is None and start is not None and network_config.shape != start.network.shape:
            raise BadOption(
                f"A network that starts from {start.name} has its shape: leave the size and the layers out."
            )
        if beside is not None and held is None:
            network_config = replace(network_config, parts=beside.parts)
        self.config = training_config

        parts = posts if isinstance(posts, Split) else split(posts, training_config.seed)
        learned = parts.training if beside is None else [*parts.training, *beside.training]
        checkpoints.make_folder(folder)  # what can't be written should be known before the first minutes are spent
        saved: bytes | None = None
        weights: Weights | None = None
        if held is not None:
            saved = checkpoints.read_file(folder / LAST, held, "training", _MOST_TRAINING_STATE_BYTES)
            last = checkpoints.load(folder / LAST)
            self.vocabulary = last.vocabulary
            weights = {name: array for name, array in last.weights.items() if not name.startswith("start.")}
        else:
            always = needed_characters(training_config.separator) + ("" if beside is None else beside.special)
            self.vocabulary = Vocabulary.of(learned, always=always)
            if start is not None:
                self.vocabulary = start.vocabulary_with(self.vocabulary)
                weights = adapt(start, self.vocabulary, learned, network_config.parts)
        task = Task(learned, self.vocabulary.characters, network_config, training_config, saved)
        team.tell(task)
        self.loop = TrainingLoop(task, team, weights, folder / LAST)
        separator = Separator.of(training_config.separator, self.vocabulary)
        self.held_out = HeldOut(parts.validation, self.vocabulary, separator, self.loop.device)
        self.held_out_beside = (
            HeldOut(beside.validation, self.vocabulary, separator, self.loop.device, network_config.parts)
            if beside is not None and beside.validation
            else None
        )
        self.share_beside = 0.0 if beside is None else beside.characters / max(1, sum(map(len, learned)))
        self.resumed = held is not None
        self.seconds_before = self.loop.position.seconds
        self.last_validation: float | None = None
        self.last_beside: float | None = None
        self.reported = self.saved = time.monotonic()

    def go(self) -> TrainingResult:
        self.loop.go(self._spent_share, self._look_around)
        position = self.loop.position
        best = checkpoints.read_manifest(self.folder / BEST)  # the end of the budget always brings a validation
        assert best.bits_per_character is not None  # noqa: S101
        return TrainingResult(
            self.folder,
            best.bits_per_character,
            position.step,
            self.loop.epochs,
            position.seconds,
            position.stopped_early,
            self.resumed,
            best.captions_bits_per_character,
        )

    def _look_around(self) -> None:
        """After a step: validate, report and save where that is due. None of it touches the random generators."""
        position = self.loop.position
        due = min(self.config.validations, int(self._spent_share() * self.config.validations))
        if due > position.validated:
            position.validated = due
            self._report()
            self._judge()
            self._report()  # what was found, at the step at which it was
        now = time.monotonic()
        if now - self.reported >= REPORT_EVERY_S:
            self._report()
        if position.finished or now - self.saved >= self.config.save_every_s:
            self._save_last()

    def _judge(self) -> None:
        """Read the held-out posts, keep the weights if they are the best so far, decide whether to stop."""
        position = self.loop.position
        network = self.loop.averaged.network
        self.last_validation = bpc = self.held_out.bits_per_character(network, bf16=bool(position.bf16))
        if not math.isfinite(bpc):
            raise Diverged(position.step, self.config.learning_rate)
        judged = bpc
        if self.held_out_beside is not None:
            self.last_beside = self.held_out_beside.bits_per_character(network, bf16=bool(position.bf16))
            judged += self.share_beside * (self.last_beside - bpc)
        if position.best is None or judged < position.best:
            position.best, position.without_better = judged, 0
            checkpoints.save(self.folder / BEST, self._manifest(bpc), self.vocabulary, self._weights(network))
        else:
            position.without_better += 1
        spent = self._spent_share()
        position.stopped_early = 0 < self.config.patience <= position.without_better and spent < 1
        position.finished = position.stopped_early or spent >= 1

    def _report(self) -> None:
        now = time.monotonic()
        characters, bpc = self.loop.take_loss()
        share = self._spent_share()
        spent = self._spent_s()
        left = self.config.minutes * 60 - spent if self.config.minutes else spent / max(share, 1e-9) - spent
        self.on_progress(
            Progress(
                step=self.loop.position.step,
                epoch=self.loop.epochs,
                share=min(1.0, share),
                seconds_left=max(0.0, left),
                characters_per_s=characters / max(now - self.reported, 1e-9),
                training_bpc=bpc,
                validation_bpc=self.last_validation,
                best_bpc=self.loop.position.best,
            )
        )
        self.reported = now

    def _save_last(self) -> None:
        self._report()  # also makes sure that no weights are kept which are no numbers
        self.loop.position.seconds = self._spent_s()
        checkpoints.save(
            self.folder / LAST,
            self._manifest(self.last_validation),
            self.vocabulary,
            self._weights(self.loop.network),
            pack(self.loop.position, self.loop.optimizer, self.loop.averaged, self.loop.carried_state()),
        )
        self.saved = time.monotonic()

    def _held(self, network: NetworkConfig | None, training: TrainingConfig | None) -> Manifest | None:
        """The manifest of the run that the folder holds already, if this one may go on with it. Raises OtherRun."""
        if not (self.folder / LAST / MANIFEST).exists():
            return None
        held = checkpoints.read_manifest(self.folder / LAST)
        if held.corpus_hash != self.hash:
            raise OtherRun(self.folder, "other posts")
        if held.captions_hash != self._captions_hash():
            raise OtherRun(self.folder, "other captions")
        if network is not None and replace(network, parts=held.network.parts) != held.network:
            raise OtherRun(self.folder, "a network of another shape")
        if training not in (None, held.training):
            raise OtherRun(self.folder, "other training settings")
        if self.started_from not in (None, held.started_from):
            raise OtherRun(self.folder, "another start")
        return held

    def _manifest(self, bpc: float | None) -> Manifest:
        position = self.loop.position
        return Manifest(
            run=self.name,
            network=self.loop.network.config,
            training=self.config,
            vocabulary_size=self.vocabulary.size,
            corpus_hash=self.hash,
            posts=self.posts,
            characters=self.characters,
            steps=position.step,
            epochs=round(self.loop.epochs, 3),
            seconds=round(self._spent_s(), 1),
            bits_per_character=bpc,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files={},
            started_from=self.started_from,
            templates=() if self.beside is None else self.beside.templates,
            captions_hash=self._captions_hash(),
            captions_bits_per_character=self.last_beside,
        )

    def _captions_hash(self) -> str | None:
        return None if self.beside is None else self.beside.hash

    def _weights(self, network: Network) -> Weights:
        tensors: dict[str, Tensor] = {**network.state_dict(), **self.held_out.start(network)}
        return {name: tensor.detach().cpu().numpy().copy() for name, tensor in tensors.items()}

    def _spent_s(self) -> float:
        return self.seconds_before + time.monotonic() - self.started

    def _spent_share(self) -> float:
        """How much of the budget is spent, 0 to 1 and a little beyond."""
        if self.config.minutes is not None:
            return self._spent_s() / (self.config.minutes * 60)
        return self.loop.position.step / (self.config.steps or 1)
