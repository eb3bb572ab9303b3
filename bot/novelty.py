"""Whether a training would learn anything that a network of this home has not learned already.

A training takes the machine for half an hour, and one that reads the same posts as the last gives about the same
network. So the weekly one is left out where nothing came or went. Loads no torch.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.storage import learned
from bot.storage.learned import Mark
from model.beside import Beside
from model.checkpoint import Manifest
from model.dataset import corpus_hash
from model.runs import Run, runs

# With which code `wallflower train --if-new` ends where it trains nothing: no success, no failure, and not the
# shell's own.
NOTHING_NEW = 3

_UNFINISHED = "unfinished"


def learned_already(
    posts: Sequence[str],
    captions: Mapping[str, Sequence[Sequence[str]]],
    checkpoints: Path,
    minutes: float,
    opted_out: frozenset[str] = frozenset(),
) -> str | None:
    """The run that has learned these very posts and all templates that have `captions`; None where training pays.

    Looked at are the live run and the newest: that one is why a network which the gate kept out is not trained again
    and again. What has learned from somebody who said no (`opted_out`, hashes) knows too much, and what had less than
    `minutes` too little. A training that was killed is always gone on with. Raises OSError.
    """
    if (checkpoints / _UNFINISHED).exists():
        return None
    found = runs(checkpoints)
    live = next((run for run in found if run.live), None)
    if live is None or _mark(checkpoints, live, opted_out) is not Mark.NONE:
        return None
    readable = [run for run in found if run.manifest is not None]
    name = corpus_hash(posts)
    for run in [live, *readable[-1:]]:
        manifest = run.manifest
        if (
            manifest is not None
            and manifest.corpus_hash == name
            and _had(manifest, minutes)
            and _knows_all(manifest, captions, sum(map(len, posts)))
            and _mark(checkpoints, run, opted_out) is Mark.NONE
        ):
            return run.name
    return None


def _mark(checkpoints: Path, run: Run, opted_out: frozenset[str]) -> Mark:
    return learned.read(checkpoints / run.name).mark(opted_out)


def _had(manifest: Manifest, minutes: float) -> bool:
    """Whether it had as long; a budget of steps was enough, by whoever said it."""
    return manifest.training.minutes is None or manifest.training.minutes >= minutes


def _knows_all(manifest: Manifest, captions: Mapping[str, Sequence[Sequence[str]]], characters: int) -> bool:
    """Whether it has learned each template that it would learn now: some have too few captions ever to be learned."""
    now = Beside.of(captions, characters, manifest.training.seed)
    return now is None or set(now.templates) <= set(manifest.templates)
