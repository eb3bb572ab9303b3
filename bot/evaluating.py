"""What `wallflower evaluate` and `wallflower checkpoint` do: the corpus of a home and its checkpoints, measured.

Reaches the model as the trainer does, in a process of its own; torch is not loaded.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from bot.choosing import check_known
from bot.domain.checkpoint_run import Ladder, LadderStep
from bot.errors import Refused
from bot.settings import Home, Settings
from bot.storage import ladders
from corpus.separator import read_posts
from model import checkpoint, gate
from model.checkpoint import BEST, Checkpoint
from model.evaluation import Evaluation, evaluate
from model.evaluation.picture import draw
from model.gate import Comparison
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


def keep_ladder(home: Home, evaluation: Evaluation, now: datetime) -> None:
    """Keep what was written at each temperature beside the run, for the console. Raises OSError.

    Only the network's: the columns beside it hold people's posts.
    """
    steps = [
        LadderStep(
            column.temperature, column.examples, column.figures.known_words, column.figures.copies, column.figures.loops
        )
        for column in evaluation.columns
        if column.temperature is not None
    ]
    run = evaluation.checkpoint.partition("@")[0]
    ladders.write(home.checkpoints / run, evaluation.checkpoint, Ladder(now, tuple(steps), is_measured=True))


def compared(home: Home, settings: Settings, first: str, second: str, seed: int) -> Comparison:
    """Hold `first` against `second` as the gate holds a new checkpoint against the live one."""
    posts = corpus_posts(home, settings)
    return gate.compare(_best(home, first), _best(home, second), posts, sampling(settings, seed))


def _best(home: Home, run: str) -> Checkpoint:
    check_known(home, run)
    return checkpoint.load(home.checkpoints / run / BEST)


def corpus_posts(home: Home, settings: Settings) -> list[str]:
    """The posts of the corpus file. Raises Refused without one, CorpusError."""
    if not home.corpus_file.exists():
        raise Refused(f"there is no corpus at {home.corpus_file}: make it with `wallflower corpus`")
    return list(read_posts(home.corpus_file, settings.corpus.empty_lines))
