"""Tiny-shakespeare, the text that char-rnn and nanoGPT are measured on: nats per character of its last 10 %.

    python -m benchmarks shakespeare                    # ten minutes; the goal is 1.43 or less
    python -m benchmarks shakespeare --minutes 60       # the goal is 1.38 or less
    python -m benchmarks shakespeare --torch-rnn        # torch-rnn's recipe for 5 minutes, ours for a third of them

Trains by `model.training.train` as planned for this text, this machine and these minutes. The text is given to it as
pieces of 4,000 characters, all 90 % of it, as others do: every fiftieth piece is also what the moment is chosen by,
which is hence the last one. Nothing of the held-out tenth is seen before the end. Then the network reads the whole
held-out text in fp32 from its first character to its last, as one stream, the state carried all the way.

Elsewhere: nanoGPT publishes 1.88 for its recipe for a processor and 1.47 for 10.7 million parameters on a GPU (both
measured by it on random windows of the same tenth). The exit code is 1 when a goal is missed.
"""

import argparse
import sys
from collections.abc import Sequence
from math import log

import torch

from benchmarks.yardsticks.budget import Budget, Spent
from benchmarks.yardsticks.material import Material, shakespeare
from benchmarks.yardsticks.ours import FittedCheckpoint, ours
from benchmarks.yardsticks.outcome import write
from benchmarks.yardsticks.rnn import FittedRnn
from benchmarks.yardsticks.system import Learned
from benchmarks.yardsticks.torch_rnn import torch_rnn
from model.errors import ModelError
from model.training_bar import TrainingBar

GOALS = {10.0: 1.43, 60.0: 1.38}
"""Nats per character after so many minutes on two cores."""
_TORCH_RNN_MINUTES = 5.0
_SHARE_OF_ITS_TIME = 1 / 3
_SHOWN_SYMBOLS = 400


def main(arguments: Sequence[str] | None = None) -> int:
    """Train and measure; 1 if a goal is missed, 2 if the text is not there."""
    options = _arguments().parse_args(arguments)
    if options.threads:
        torch.set_num_threads(options.threads)
    try:
        material = shakespeare()
        if options.torch_rnn:
            return _beside_torch_rnn(material, options.minutes or _TORCH_RNN_MINUTES, options.seed)
        return _alone(material, options.minutes or min(GOALS), options.seed)
    except (OSError, ModelError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def nats_per_character(fitted: FittedRnn | FittedCheckpoint, material: Material) -> float:
    """Over the whole held-out text, read as one stream."""
    return fitted.bits_per_character(material.run(material.held_out), streams=1) * log(2)


def _alone(material: Material, minutes: float, seed: int) -> int:
    learned, nats = _train(material, minutes, seed)
    goal = GOALS.get(minutes)
    passed = goal is None or nats <= goal
    if goal is not None:
        print(f"the goal for {minutes:g} minutes is {goal}: {'reached' if passed else 'MISSED'}")
    texts, _ = write(learned.fitted, material.vocabulary, seconds=1.0)
    print(f"\nthe first of what it writes at temperature 0.8:\n{' '.join(texts)[:_SHOWN_SYMBOLS]}")
    return 0 if passed else 1


def _beside_torch_rnn(material: Material, minutes: float, seed: int) -> int:
    theirs = torch_rnn(material, Budget(minutes * 60), seed)
    assert isinstance(theirs.fitted, FittedRnn)
    their_nats = nats_per_character(theirs.fitted, material)
    print(f"torch-rnn's recipe: {_figures(their_nats, theirs.spent, material)}", flush=True)
    _, nats = _train(material, minutes * _SHARE_OF_ITS_TIME, seed)
    passed = nats <= their_nats
    print(f"torch-rnn's figure in a third of its time: {'reached' if passed else 'MISSED'}")
    return 0 if passed else 1


def _train(material: Material, minutes: float, seed: int) -> tuple[Learned, float]:
    with TrainingBar() as bar:
        learned = ours(material, Budget(minutes * 60), seed, lambda plan: print(plan.why, flush=True), bar)
    assert isinstance(learned.fitted, FittedCheckpoint)
    nats = nats_per_character(learned.fitted, material)
    print(f"ours: {_figures(nats, learned.spent, material)}; {learned.fitted.parameters:,} weights", flush=True)
    return learned, nats


def _figures(nats: float, spent: Spent, material: Material) -> str:
    return (
        f"{nats:.4f} nats ({nats / log(2):.4f} bits) per character of all {len(material.held_out[0]):,} held out after "
        f"{spent.seconds:.0f} s, {spent.steps:,} steps, {spent.symbols / material.characters:.1f} epochs, "
        f"{spent.symbols / spent.seconds:,.0f} characters/s, {spent.cpu_s / spent.seconds:.2f} cores"
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks shakespeare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, help="of training  [default: 10; with --torch-rnn 5, of its recipe]")
    parser.add_argument("--torch-rnn", action="store_true", help="its recipe for --minutes, ours for a third of them")
    parser.add_argument("--threads", type=int, help="at most so many  [default: all cores]")
    parser.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
