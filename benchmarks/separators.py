"""Which ends posts better: one symbol of its own, or ten newlines as in 2017? Both trained alike, from the same text.

    python -m benchmarks separators --minutes 10
    python -m benchmarks separators --minutes 0.5 --texts 100    # a look, in two minutes

Both get the same plan and, one after the other, the same minutes; `--steps` gives both the same number of updates
instead, which does not depend on what else the machine does. With the default of two minutes each it takes about seven.

bits per character   over all held-out posts, an end counted as one character in both (model/evaluation/likelihood.py)
end by themselves    of --texts texts, within 500 characters
lengths              Kolmogorov-Smirnov distance between the lengths of the texts and those of the posts
miscounted           runs of four or more newlines that are not ten, when the network writes on and on; a writer that
                     waited for the tenth newline would join two posts at each that is too short
written              characters of finished texts a CPU-second, many texts side by side
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.fortunes import FORTUNES_RU
from corpus.cleaning import clean
from corpus.errors import UnreadableFile
from corpus.readers import read
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.configuration import NetworkConfig, SeparatorForm, TrainingConfig
from model.dataset import split
from model.errors import ModelError
from model.evaluation import bits_per_character, ends_by_itself_share
from model.evaluation.text_figures import distance
from model.inference import Int8Network
from model.planning import plan
from model.sampling import Rules, SamplingOptions, ceilings, choose
from model.separator import NEWLINES
from model.training import train
from model.training_bar import TrainingBar
from model.writing import write

FORMS: tuple[SeparatorForm, ...] = ("end", "newlines")
TEMPERATURES = (0.6, 0.8, 1.0)
MAX_CHARS = 500
_FREE_STREAMS = 64
_FREE_SYMBOLS = 1_500

Rows = dict[str, str]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as the command line says; 2 if the corpus can't be used."""
    try:
        _compare(_arguments().parse_args(arguments))
    except (UnreadableFile, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def newline_runs(checkpoint: Checkpoint, temperature: float, streams: int, symbols: int, seed: int) -> Counter[int]:
    """How often the network writes how many newlines in a row, from four on, when nothing stops it at an end.

    `streams` times `symbols` symbols; a run that the last symbol cuts short is not counted.
    """
    text = _written_on_and_on(checkpoint, temperature, streams, symbols, seed)
    return Counter(len(run) for line in text for run in re.findall(r"(?<=[^\n])\n{4,}(?=[^\n])", line))


def _compare(options: argparse.Namespace) -> None:
    posts = [post.text for post in clean(read(options.corpus)).posts]
    planned = plan(sum(map(len, posts)), options.minutes, os.cpu_count() or 1, options.seed)
    training = planned.training
    if options.steps:
        training = replace(training, minutes=None, steps=options.steps)
    network = planned.network if options.hidden is None else replace(planned.network, hidden=options.hidden)
    _say(f"{options.corpus.name}: {len(posts):,} posts. {planned.why}")
    columns = [_column(posts, network, replace(training, separator=form), options.texts) for form in FORMS]
    _say(f"{'':44}{FORMS[0]:>12}{FORMS[1]:>44}")
    for name in columns[1]:
        _say(f"{name:44}{columns[0].get(name, '-'):>12}{columns[1][name]:>44}")


def _column(posts: list[str], network: NetworkConfig, training: TrainingConfig, texts: int) -> Rows:
    """One form trained and measured."""
    with tempfile.TemporaryDirectory() as temporary, TrainingBar() as bar:
        folder = Path(temporary) / training.separator
        result = train(posts, folder, network, training, bar)
        checkpoint = checkpoints.load(folder / BEST)
    held_out = split(posts, training.seed).validation
    rows = {
        "steps": f"{result.steps:,}",
        "epochs": f"{result.epochs:.2f}",
        "bits per character": f"{bits_per_character(checkpoint, held_out):.4f}",
    }
    characters, seconds = 0, 0.0
    for temperature in TEMPERATURES:
        begun = time.process_time()
        samples = write(checkpoint, "", SamplingOptions(temperature, MAX_CHARS, seed=1), texts)
        seconds += time.process_time() - begun
        lengths = [len(sample.text) for sample in samples]
        characters += sum(lengths)
        rows[f"{temperature}: end by themselves"] = f"{ends_by_itself_share(samples):.1%}"
        rows[f"{temperature}: lengths, distance from the posts'"] = f"{distance(lengths, list(map(len, posts))):.3f}"
        if training.separator == "newlines":
            rows[f"{temperature}: miscounted"] = _miscounted(checkpoint, temperature)
    return rows | {"written, characters/CPU-s": f"{characters / seconds:,.0f}"}


def _miscounted(checkpoint: Checkpoint, temperature: float) -> str:
    runs = newline_runs(checkpoint, temperature, _FREE_STREAMS, _FREE_SYMBOLS, seed=1)
    few = sum(count for length, count in runs.items() if length < NEWLINES)
    many = sum(count for length, count in runs.items() if length > NEWLINES)
    if not runs:
        return "no ends at all"
    return f"{(few + many) / runs.total():.1%} ({few} short, {many} long of {runs.total()})"


def _written_on_and_on(checkpoint: Checkpoint, temperature: float, streams: int, symbols: int, seed: int) -> list[str]:
    network = Int8Network(checkpoint)
    state = network.new_state(streams)
    rules = Rules([SamplingOptions(temperature)] * streams)
    forbidden = np.zeros(checkpoint.vocabulary.size, dtype=np.bool_)
    forbidden[list(checkpoint.separator.unwritable)] = True
    highest = ceilings(forbidden)
    draws = np.random.default_rng(seed)
    ids = np.full(streams, checkpoint.separator.symbol)
    written = []
    for _ in range(symbols):
        ids = choose(network.step(ids, state), rules, highest, draws.random(streams))
        written.append(ids)
    return [checkpoint.vocabulary.decode(row) for row in np.stack(written, axis=1)]


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks separators", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--minutes", type=float, default=2.0, help="for each form")
    parser.add_argument("--steps", type=int, help="updates for each form, instead of minutes")
    parser.add_argument("--hidden", type=int, help="cells, instead of the planned ones")
    parser.add_argument("--corpus", type=Path, default=FORTUNES_RU)
    parser.add_argument("--texts", type=int, default=500, help="texts at each temperature")
    parser.add_argument("--seed", type=int, default=0)
    return parser


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
