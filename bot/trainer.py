"""Fits a network to the corpus in a process of its own: `wallflower train`.

The one place besides the writer that reaches the model, and the only one that imports torch (when it starts, not when
it is imported). A killed training goes on: the run that is not finished is named in `checkpoints/unfinished`.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from model import checkpoint, gate
from model.errors import BadOption, OtherRun
from model.gate import Verdict
from model.planning import Plan, plan
from model.sampling import SamplingOptions
from model.training_progress import Progress, TrainingResult

# How much lower than others' our share of the processor is.
_NICENESS = 10
_UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person said about the training; None leaves it to the plan."""

    minutes: float
    save_every_s: float
    steps: int | None = None
    hidden: int | None = None
    layers: int | None = None
    dropout: float | None = None
    batch: int | None = None
    length: int | None = None
    learning_rate: float | None = None
    seed: int | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Trained:
    """What training came to, and whether the writer uses it from now on."""

    result: TrainingResult
    verdict: Verdict


def step_back() -> None:
    """Make this process a polite neighbour: the bot answers beside it."""
    os.nice(_NICENESS)


def choose(posts: Sequence[str], wish: Wish) -> Plan:
    """The plan for this corpus, machine and budget, with the person's wishes put over it. Raises BadOption."""
    planned = plan(sum(map(len, posts)), wish.minutes, len(os.sched_getaffinity(0)))
    # A small corpus may need less than the minutes: then the plan's own budget is a number of steps.
    budget: dict[str, Any] = {"minutes": None, "steps": wish.steps} if wish.steps else {}
    network = {name: getattr(wish, name) for name in ("hidden", "layers", "dropout")}
    training = {
        name: getattr(wish, name) for name in ("batch", "length", "learning_rate", "seed", "save_every_s", "precision")
    }
    return Plan(
        replace(planned.network, **_given(network)),
        replace(planned.training, **_given(training), **budget),
        planned.why,
    )


def train(
    posts: Sequence[str],
    checkpoints: Path,
    planned: Plan,
    style: SamplingOptions,
    now: datetime,
    *,
    fresh: bool,
    on_progress: Callable[[Progress], None],
    say: Callable[[str], None],
) -> Trained:
    """Train, or go on with the run that was killed, and let the writer use what comes of it if it is no worse (gate).

    `style` is how the bot writes: what the gate lets both checkpoints write by. `say` hears what is decided on the
    way. Raises ModelError.
    """
    from model.training import train as fit  # noqa: PLC0415 - torch, only now

    checkpoints.mkdir(parents=True, exist_ok=True)
    unfinished = checkpoints / _UNFINISHED
    result: TrainingResult | None = None
    if not fresh and (run := _read(unfinished)) is not None and (checkpoints / run / checkpoint.LAST).is_dir():
        try:
            say(f"going on with the run {run}, which was not finished (--fresh starts anew)")
            result = fit(posts, checkpoints / run, planned.network, planned.training, on_progress)
        except OtherRun as error:
            say(f"the unfinished run {run} was another one ({error}): starting anew")
    if result is None:
        run = f"{now:%Y%m%d-%H%M%S}"
        unfinished.write_text(f"{run}\n", "utf-8")
        result = fit(posts, checkpoints / run, planned.network, planned.training, on_progress)
    say("trained; now it is held against the live checkpoint")
    verdict = gate.judge(checkpoints, result.folder.name, posts, style)
    if verdict.passed:
        checkpoint.make_live(checkpoints, result.folder.name)
    unfinished.unlink(missing_ok=True)
    return Trained(result, verdict)


def _read(unfinished: Path) -> str | None:
    try:
        return checkpoint.check_run_name(unfinished.read_text("utf-8").strip())
    except (FileNotFoundError, UnicodeDecodeError, BadOption):
        return None


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
