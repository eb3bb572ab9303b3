"""Fit a network to a wall of posts for some minutes and say what its writing is like.

    python -m benchmarks fortunes --minutes 10
    python -m benchmarks fortunes --minutes 2 --corpus posts.txt --hidden 256 --layers 2
    python -m benchmarks fortunes --minutes 2 10 30 --beside naive gru transformer markov

Prints for each budget what was planned, bits per character on held-out posts, how many of 200 posts at temperature 0.8
end by themselves within 500 characters (the goal is 90 %), how many are copies of a post of the corpus, characters a
second, and the first ten posts, not chosen by hand; with --beside a table of these systems and ours for the same
budgets, all judged by the same held-out posts (see side_by_side.py: there also ours sees none of them before the end).
Takes the minutes, and with --beside again as many for each system.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.side_by_side import SYSTEMS, compare
from benchmarks.yardsticks import material
from corpus.cleaning import clean
from corpus.errors import UnreadableFile
from corpus.readers import read
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import corpus_hash, split
from model.errors import ModelError
from model.evaluation import bits_per_character, copy_share, ends_by_itself_share
from model.planning import plan
from model.sampling import SamplingOptions
from model.training import train
from model.training_bar import TrainingBar
from model.writing import write

# Development material; anybody else names a file of posts.
FORTUNES_RU = material.FORTUNES_RU
TEXTS = 200


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as the command line says; 2 if the corpus can't be used."""
    try:
        _measure(_arguments().parse_args(arguments))
    except (UnreadableFile, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _measure(options: argparse.Namespace) -> None:
    begun = time.perf_counter()
    posts = [post.text for post in clean(read(options.corpus)).posts]
    characters = sum(map(len, posts))
    _say(f"{options.corpus.name}: {len(posts):,} posts, {characters:,} characters, corpus {corpus_hash(posts)}")
    _say(f"read and cleaned in {time.perf_counter() - begun:.1f} s")
    for minutes in options.minutes:
        _train(posts, minutes, options)
    if options.beside:
        same_posts = material.of_posts(options.corpus.stem, posts, options.seed)
        compare(same_posts, options.minutes, options.beside, options.seed)


def _train(posts: list[str], minutes: float, options: argparse.Namespace) -> None:
    _say(f"\n{minutes:g} minutes")
    network, training = _settings(options, minutes, sum(map(len, posts)))
    with tempfile.TemporaryDirectory() as temporary, TrainingBar() as bar:
        folder = Path(temporary) / "fortunes"
        result = train(posts, folder, network, training, bar)
        checkpoint = checkpoints.load(folder / BEST)
    _say(
        f"{result.steps:,} steps, {result.epochs:.1f} epochs, {result.seconds:.0f} s, "
        f"{result.steps * training.batch * training.length / result.seconds:,.0f} characters/s trained"
    )
    held_out = split(posts, training.seed).validation
    _say(f"{bits_per_character(checkpoint, held_out):.4f} bits per character on all {len(held_out):,} held-out posts")
    _judge_writing(checkpoint, posts)


def _judge_writing(checkpoint: Checkpoint, posts: list[str]) -> None:
    begun = time.perf_counter()
    samples = write(checkpoint, "", SamplingOptions(temperature=0.8, max_chars=500, seed=1), TEXTS)
    seconds = time.perf_counter() - begun
    written = [sample.text for sample in samples]
    _say(f"{ends_by_itself_share(samples):.1%} of {TEXTS} posts end by themselves within 500 characters")
    _say(f"{copy_share(written, posts):.1%} are copies of a post of the corpus")
    _say(f"{sum(map(len, written)) / seconds:,.0f} characters/s written, {TEXTS} posts in {seconds:.1f} s")
    begun = time.perf_counter()
    one = write(checkpoint, "", SamplingOptions(temperature=0.8, max_chars=500, seed=1))[0]
    _say(f"{len(one.text) / (time.perf_counter() - begun):,.0f} characters/s written for one post alone")
    for number, text in enumerate(written[:10], start=1):
        _say(f"\n--- {number}\n{text}")


def _settings(options: argparse.Namespace, minutes: float, characters: int) -> tuple[NetworkConfig, TrainingConfig]:
    planned = plan(characters, minutes, os.cpu_count() or 1, options.seed)
    network, training = planned.network, planned.training
    by_hand = {name: getattr(options, name) for name in ("hidden", "layers", "dropout")}
    network = replace(network, **{name: value for name, value in by_hand.items() if value is not None})
    by_hand = {name: getattr(options, name) for name in ("batch", "length", "learning_rate", "weight_decay")}
    training = replace(training, **{name: value for name, value in by_hand.items() if value is not None})
    _say(planned.why)
    _say(f"{network}\n{training}")
    return network, training


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks fortunes", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, nargs="+", default=[10.0])
    parser.add_argument("--corpus", type=Path, default=FORTUNES_RU)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--beside", nargs="+", choices=SYSTEMS, metavar="SYSTEM", help=f"of {', '.join(SYSTEMS)}")
    for name in ("hidden", "layers", "batch", "length"):
        parser.add_argument(f"--{name}", type=int, help="instead of the planned one")
    for name in ("dropout", "learning-rate", "weight-decay"):
        parser.add_argument(f"--{name}", type=float, help="instead of the planned one")
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
