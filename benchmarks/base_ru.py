"""Make `base-ru`, the network that knows Russian and comes with Wallflower (model/voices/).

    python -m benchmarks base_ru --minutes 90 --train runs/base-ru     # train, then pack; killed, it goes on
    python -m benchmarks base_ru --pack runs/base-ru                   # pack a run that was trained before

It learns from anekdot-dialogues-ru (Koziev/NLP_Datasets, CC0), cleaned as a community's posts are. Packing stores the
weights in half precision and says what that costs in bits per character; it takes about two minutes, most of them for
reading the corpus again: only a run on these very posts may be shipped, and is.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.fortunes import FORTUNES_RU
from corpus.cleaning import clean
from corpus.errors import UnreadableFile
from corpus.readers import read
from model import checkpoint as checkpoints
from model import voices
from model.checkpoint import BEST
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import corpus_hash, leading, split
from model.errors import BadOption, ModelError
from model.evaluation.likelihood import post_bits
from model.training import train
from model.training_bar import TrainingBar
from model.voices import Origin

ANEKDOT_RU = FORTUNES_RU.with_name("anekdot-dialogues-ru.txt.gz")
CORPUS = "anekdot-dialogues-ru"
CREDIT = "Koziev, NLP_Datasets, https://github.com/Koziev/NLP_Datasets"
LICENCE = "CC0-1.0"
# The biggest one-layer network whose weights stay below voices.MOST_BYTES in half precision.
NETWORK = NetworkConfig(embedding=64, hidden=768, layers=1)
_MEASURED_CHARS = 20_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Train or pack as the command line says; 2 if it can't be done."""
    options = _arguments().parse_args(arguments)
    try:
        posts = [post.text for post in clean(read(options.corpus)).posts]
        if options.train:
            training = TrainingConfig(
                batch=32, length=64, learning_rate=8e-3, minutes=options.minutes, validations=45, patience=0
            )
            with TrainingBar() as bar:
                train(posts, options.train, NETWORK, training, bar)
        pack(options.train or options.pack, posts, options.into)
    except (UnreadableFile, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def pack(run: Path, posts: Sequence[str], into: Path) -> None:
    """Make the run's best checkpoint the voice in `into`. Raises BadOption if it learned from other posts."""
    checkpoint = checkpoints.load(run / BEST)
    manifest = checkpoint.manifest
    if manifest.corpus_hash != corpus_hash(posts):
        raise BadOption(
            f"{run} learned from the posts {manifest.corpus_hash}, not from {CORPUS}, which is {corpus_hash(posts)}: "
            "it may not be shipped under that corpus's licence."
        )
    training = manifest.training
    how = (
        f"one training of {manifest.seconds / 60:.0f} minutes: {manifest.steps:,} steps of {training.batch} streams of "
        f"{training.length} characters, {manifest.epochs:.1f} epochs, learning rate {training.learning_rate:g}"
    )
    voices.save(
        into,
        checkpoint,
        "ru",
        Origin(CORPUS, CREDIT, LICENCE, manifest.posts, manifest.characters, manifest.corpus_hash, how),
    )
    voice = voices.read(into)
    held_out = leading(split(posts, training.seed).validation, _MEASURED_CHARS)
    symbols = sum(len(post) + 1 for post in held_out)
    as_packed = replace(checkpoint, weights=voice.start.weights)
    trained, packed = (float(post_bits(each, held_out).sum()) / symbols for each in (checkpoint, as_packed))
    size = sum(file.stat().st_size for file in into.iterdir())
    _say(f"{into}: {size:,} bytes, {how}")
    _say(f"{manifest.bits_per_character:.4f} bits per character on held-out posts when it was trained")
    _say(f"{len(held_out)} of them by themselves: {trained:.4f} as trained, {packed:.4f} as packed")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks base_ru", description=(__doc__ or "").split("\n")[0])
    run = parser.add_mutually_exclusive_group(required=True)
    run.add_argument("--train", type=Path, metavar="RUN", help="train in this folder, then pack")
    run.add_argument("--pack", type=Path, metavar="RUN", help="pack the finished run in this folder")
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--into", type=Path, default=Path(voices.__file__).parent / voices.BASE_RU)
    parser.add_argument("--corpus", type=Path, default=ANEKDOT_RU)
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
