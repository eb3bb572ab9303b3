"""What `wallflower evaluate` and `wallflower checkpoint` do: the corpus of a home and its checkpoints, measured.

Reaches the model as the trainer does, in a process of its own; torch is not loaded.
"""

import os
from collections.abc import Callable
from pathlib import Path

from bot.errors import Refused
from bot.settings import Home, Settings
from corpus.separator import read_posts
from model import checkpoint, gate
from model.checkpoint import BEST, Checkpoint
from model.evaluation import Evaluation, evaluate
from model.evaluation.picture import draw
from model.gate import Comparison
from model.runs import Run, live_run, runs
from model.sampling import SamplingOptions


def sampling(settings: Settings, seed: int | None = None) -> SamplingOptions:
    """The options that the bot writes with."""
    style = settings.writing
    top_p = style.top_p if style.top_p < 1 else None
    return SamplingOptions(style.temperature, style.max_chars, style.top_k or None, top_p, seed)


def measured(
    home: Home, settings: Settings, run: str | None, count: int, seed: int, on_step: Callable[[str], None]
) -> Evaluation:
    """Evaluate a run's best checkpoint, or the live one. Raises ModelError, CorpusError, Refused."""
    found = checkpoint.load(checkpoint.live(home.checkpoints)) if run is None else _best(home, run)
    return evaluate(found, corpus_posts(home, settings), count, sampling(settings, seed), on_step=on_step)


def draw_beside(home: Home, evaluation: Evaluation, path: Path | None) -> Path:
    """Draw the picture into `path`, or into the folder of its run, and say where."""
    where = path or home.checkpoints / evaluation.checkpoint.partition("@")[0] / "evaluation.png"
    beside = where.with_name(f".{where.name}.{os.getpid()}.part")
    try:
        draw(evaluation).save(beside, "PNG")
        beside.replace(where)
    finally:
        beside.unlink(missing_ok=True)
    return where


def listed(home: Home) -> list[Run]:
    """All runs, oldest first. Raises Refused if there is none."""
    found = runs(home.checkpoints)
    if not found:
        raise Refused("there are no checkpoints yet: run `wallflower train` first")
    return found


def use(home: Home, run: str) -> str | None:
    """Make a run's checkpoint live, whatever the gate thought of it; returns the run that was live before."""
    before = live_run(home.checkpoints)
    _known(home, run)
    checkpoint.make_live(home.checkpoints, run)
    return before


def compared(home: Home, settings: Settings, first: str, second: str, seed: int) -> Comparison:
    """Hold `first` against `second` as the gate holds a new checkpoint against the live one."""
    posts = corpus_posts(home, settings)
    return gate.compare(_best(home, first), _best(home, second), posts, sampling(settings, seed))


def _best(home: Home, run: str) -> Checkpoint:
    _known(home, run)
    return checkpoint.load(home.checkpoints / run / BEST)


def _known(home: Home, run: str) -> None:
    names = [known.name for known in listed(home)]
    if run not in names:
        raise Refused(f"there is no run {run[:100]!r}: `wallflower checkpoint list` shows those that there are")


def corpus_posts(home: Home, settings: Settings) -> list[str]:
    """The posts of the corpus file. Raises Refused without one, CorpusError."""
    if not home.corpus_file.exists():
        raise Refused(f"there is no corpus at {home.corpus_file}: make it with `wallflower corpus`")
    return list(read_posts(home.corpus_file, settings.corpus.empty_lines))
