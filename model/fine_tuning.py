"""How to train on from a network that knows the language already: gently, and not for long.

What it rests on was measured with 300 and 3,000 posts (docs/training-log.md):
- the fewer posts, the lower the learning rate: what suits random weights is three times too fast for 300;
- 300 posts are learned in about five passes, and by heart in some more.
"""

import math
from dataclasses import replace

from model.checkpoint import shapes
from model.configuration import TrainingConfig
from model.dataset import LEAST_CHARACTERS
from model.planning import Plan, affordable_work
from model.starting_point import StartingPoint

# Up to so many characters: this learning rate at its highest, this dropout.
_BY_SIZE = ((100_000, 4e-3, 0.3), (600_000, 6e-3, 0.2), (math.inf, 8e-3, 0.1))
# A network that has learned these posts before forgets some of them at the rates above if it can't read all again: on
# 19,525 posts a tenth of a pass at 8e-3 cost 0.02 bits per character.
_TOUCH_UP_RATE = 1e-3
_MOST_PASSES = 6
_TIMES_TO_SPARE = 2.5
# A run that has not got better in so many looks at the held-out posts, a third of a pass apart, has had enough.
_LOOKS_A_PASS = 3
_PATIENCE = 5
_MOST_LOOKS = 40


def affordable_passes(
    start: StartingPoint, characters: int, minutes: float, cores: int, multiplications_per_s: float | None = None
) -> float:
    """How often so many characters can be read by a network like `start`. Raises BadOption."""
    weights = sum(math.prod(shape) for shape in shapes(start.network, start.vocabulary.size).values())
    work = affordable_work(minutes, cores, multiplications_per_s)
    return work / weights / max(characters, LEAST_CHARACTERS)


def is_touch_up(start: StartingPoint, passes: float) -> bool:
    """Whether a network that knows these posts already is only to learn what has come: there is no time for all."""
    return start.seed is not None and passes < 1


def plan_from(
    start: StartingPoint,
    characters: int,
    minutes: float,
    cores: int,
    seed: int = 0,
    multiplications_per_s: float | None = None,
) -> Plan:
    """Settings for training on from `start`, whose shape the network has. Raises BadOption.

    A corpus of so many characters that is read often enough before the `minutes` are up gets a budget of steps.
    """
    characters = max(characters, LEAST_CHARACTERS)
    passes = affordable_passes(start, characters, minutes, cores, multiplications_per_s)
    learning_rate, dropout = next((rate, share) for most, rate, share in _BY_SIZE if characters <= most)
    if is_touch_up(start, passes):
        learning_rate = min(learning_rate, _TOUCH_UP_RATE)
    batch = 16 if characters >= 100_000 else 8
    length = 64
    # A budget of steps is trained on one thread, and must be spent before the minutes are.
    enough = passes > _TIMES_TO_SPARE * _MOST_PASSES
    times = _MOST_PASSES if enough else passes
    training = TrainingConfig(
        batch=batch,
        length=length,
        learning_rate=learning_rate,
        minutes=None if enough else minutes,
        steps=math.ceil(times * characters / (batch * length)) if enough else None,
        validations=min(_MOST_LOOKS, max(5, round(times * _LOOKS_A_PASS))),
        patience=_PATIENCE,
        seed=start.seed if start.seed is not None else seed,
    )
    network = replace(start.network, dropout=dropout, input_dropout=dropout, recurrent_dropout=0.0)
    often = f"{_MOST_PASSES} times and stop" if enough else f"about {times:.1g} times"
    why = (
        f"It begins with {start.name}, which can write already: {characters:,} characters and {minutes:g} minutes on "
        f"{cores} cores are enough to read the posts {often}, with {dropout:.0%} dropout."
    )
    return Plan(network, training, why)
