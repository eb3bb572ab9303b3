"""Wallflower beside what a community owner could take instead: same text, same seconds, same held-out text, one run.

    python -m benchmarks side_by_side --corpus fortunes --minutes 2 10 30
    python -m benchmarks side_by_side --corpus shakespeare --minutes 5 --threads 1 --systems ours torch_rnn port
    python -m benchmarks side_by_side --corpus fortunes --quarter --minutes 10    # naive for 10, ours for 2.5 minutes

Takes the minutes times the systems that learn by steps, and half a minute each for reading and writing;
`--minutes 0.1` tries it out. With --processor-time the minutes are the processor's, of one thread: what a machine that
others use can compare fairly. Every system learns on one thread or all of torch's (`--threads`), whichever it finds
faster. Ours is `model.training.train` as planned, the moment chosen by validation posts that no system learns from;
the other systems are described in benchmarks/yardsticks/. With --quarter the exit code is 1 if ours is not as good.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import nullcontext

import torch

from benchmarks.yardsticks.budget import Budget
from benchmarks.yardsticks.fused_gru import fused_gru
from benchmarks.yardsticks.markov_chain import markov_chain
from benchmarks.yardsticks.material import Material, fortunes, shakespeare
from benchmarks.yardsticks.naive_loop import char_rnn_port, naive
from benchmarks.yardsticks.ngrams import ngrams
from benchmarks.yardsticks.ours import ours
from benchmarks.yardsticks.outcome import Judge, Outcome, print_table
from benchmarks.yardsticks.processor_time import by_processor_time
from benchmarks.yardsticks.system import System
from benchmarks.yardsticks.torch_rnn import torch_rnn
from benchmarks.yardsticks.transformer import transformer
from corpus.errors import UnreadableFile
from model.errors import ModelError
from model.evaluation.markov import MarkovMissing

CORPORA = {"fortunes": fortunes, "shakespeare": shakespeare}
# The naive loop comes first: ratios are to it.
SYSTEMS: dict[str, System] = {
    "naive": naive,
    "ours": ours,
    "gru": fused_gru,
    "torch_rnn": torch_rnn,
    "port": char_rnn_port,
    "transformer": transformer,
    "ngrams": ngrams,
    "markov": markov_chain,
}
# What only counts is as good in two minutes as in thirty, and is learned once.
_COUNTING = {"ngrams", "markov"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 if --quarter's goal is missed, 2 if a corpus or a package is missing."""
    options = _arguments().parse_args(arguments)
    if options.threads or options.processor_time:
        torch.set_num_threads(1 if options.processor_time else options.threads)
    with by_processor_time() if options.processor_time else nullcontext():
        return _run(options)


def _run(options: argparse.Namespace) -> int:
    try:
        material = CORPORA[options.corpus]()
        print(
            f"{material.name}: {material.characters:,} characters to learn from, "
            f"{sum(map(len, material.held_out)):,} held out, {material.vocabulary.size} symbols, "
            f"{torch.get_num_threads()} threads at most, seed {options.seed}"
        )
        if options.quarter:
            passed = [_quarter(material, minutes, options.seed) for minutes in options.minutes]
            return 0 if all(passed) else 1
        compare(material, options.minutes, options.systems, options.seed)
    except (UnreadableFile, OSError, ModelError, MarkovMissing) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def compare(material: Material, minutes: Sequence[float], systems: Sequence[str], seed: int) -> list[Outcome]:
    """Let each system learn for each budget, and print a table a budget."""
    judge = Judge(material)
    ordered = sorted(systems, key=list(SYSTEMS).index)
    counted = {name: _learn(name, judge, Budget(0), seed) for name in ordered if name in _COUNTING}
    every: list[Outcome] = []
    for each in minutes:
        budget = Budget(each * 60)
        rows = (counted[name] if name in counted else _learn(name, judge, budget, seed) for name in ordered)
        every += print_table(f"{each:g} minutes", rows)
    return every


def _learn(name: str, judge: Judge, budget: Budget, seed: int) -> Outcome:
    return judge.outcome(name, SYSTEMS[name](judge.material, budget, seed))


def _quarter(material: Material, minutes: float, seed: int) -> bool:
    """Whether ours is as good in a quarter of the naive loop's time."""
    judge = Judge(material)
    budgets = {"naive": Budget(minutes * 60), "ours": Budget(minutes * 60 / 4)}
    rows = (_learn(name, judge, budget, seed) for name, budget in budgets.items())
    theirs, mine = print_table(f"{minutes:g} minutes of the naive loop, {minutes / 4:g} of ours", rows)
    assert theirs.bits_per_character is not None
    assert mine.bits_per_character is not None
    passed = mine.bits_per_character <= theirs.bits_per_character
    print(f"the naive loop's quality in a quarter of its time: {'reached' if passed else 'MISSED'}")
    return passed


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks side_by_side",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", choices=CORPORA, default="fortunes")
    parser.add_argument("--minutes", type=float, nargs="+", default=[2.0])
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), metavar="SYSTEM")
    parser.add_argument("--quarter", action="store_true", help="the naive loop for --minutes, ours for a quarter")
    parser.add_argument("--threads", type=int, help="at most so many  [default: all cores]")
    parser.add_argument("--processor-time", action="store_true", help="minutes of one thread's processor time")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
